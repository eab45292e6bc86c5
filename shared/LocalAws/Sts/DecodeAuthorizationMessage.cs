using Emulation.Iam;
using Emulation.Organizations;
using Emulation.QueryProtocol;
using Iam;

namespace Emulation.Sts;

/// <summary>What a refusal was decided from, for whoever may know. AWS Security Token Service API Reference, DecodeAuthorizationMessage.</summary>
internal sealed class DecodeAuthorizationMessage(AuthorizationMessages messages, Surroundings surroundings)
{
    public QueryAnswer Answer(QueryRequest parameters, Caller caller, RequestFacts facts)
    {
        var constraints = new Constraints();
        constraints.Text("encodedMessage", parameters["EncodedMessage"], required: true, 1, AuthorizationMessages.Longest);
        if (constraints.Error is { } wrong)
        {
            return wrong;
        }

        var account = caller.Principal.Account!.Value;
        var request = new AccessRequest(caller.Principal, "sts:DecodeAuthorizationMessage", "*", account, surroundings.Complete(facts.ContextOf(caller), account));
        var decision = Authorizer.Decide(request, caller.Policies, null, surroundings.For(account, account, request.Action));
        if (decision.Verdict != Verdict.Allow)
        {
            return QueryError.AccessDenied(RefusalMessage.For(request, decision));
        }

        return messages.Decode(parameters["EncodedMessage"]!, account) is { } decoded
            ? new QueryAnswer(xml => xml.WriteElementString("DecodedMessage", decoded))
            : new QueryError(400, "InvalidAuthorizationMessageException", "Message could not be decoded: it was not issued here to this account, or sessions were ended since.");
    }
}
