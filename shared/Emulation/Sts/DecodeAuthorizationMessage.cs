using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Protocols.Query;

namespace Emulation.Sts;

/// <summary>What a refusal was decided from, for whoever may know. AWS Security Token Service API Reference, DecodeAuthorizationMessage.</summary>
internal static class DecodeAuthorizationMessage
{
    public static Intent<QueryAnswer> Plan(ServiceCall<QueryRequest> call, AuthorizationMessages messages)
    {
        var message = call.Parameters["EncodedMessage"];
        var constraints = new Constraints();
        constraints.Text("encodedMessage", message, required: true, 1, AuthorizationMessages.Longest);
        return constraints.Error is { } wrong
            ? wrong
            : Intent<QueryAnswer>.Of([new Ask("sts:DecodeAuthorizationMessage", "*")], () => messages.Decode(message!, call.Signer.Principal.Account!.Value) is { } decoded
                ? new QueryAnswer(xml => xml.WriteElementString("DecodedMessage", decoded))
                : new QueryError(
                    400, "InvalidAuthorizationMessageException",
                    "Message could not be decoded: LocalAws knows no refusal of this account by it. It keeps the last decisions of this run."));
    }
}
