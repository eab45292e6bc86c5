using System.Collections.Frozen;
using Emulation.Decisions;
using Emulation.Explain;
using Emulation.FrontDoor;
using Emulation.Organizations;
using Emulation.QueryProtocol;
using Emulation.State;
using Emulation.Sts;
using Iam;
using SigV4;

namespace Emulation.Iam.Api;

/// <summary>
/// The Query protocol's door to IAM: authenticates, asks the caller's policies, hands the call to its action, and answers in XML. AWS Identity and
/// Access Management API Reference.
/// </summary>
internal sealed class IamApi(Keyring keyring, AccountDirectory accounts, IEnumerable<IamOperation> operations, Surroundings surroundings, DecisionLog decisions, IdSource ids, TimeProvider time) : IAwsService
{
    private const string Version = "2010-05-08";

    /// <summary>IAM is a global service; its one endpoint's region is this.</summary>
    private const string Region = "us-east-1";

    private readonly QueryWire wire = new($"https://iam.amazonaws.com/doc/{Version}/");
    private readonly SigV4Verifier verifier = new(new SigV4VerifierOptions { Region = Region, Service = "iam" });
    private readonly FrozenDictionary<string, IamOperation> operations = operations.ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal);

    /// <summary>A call without a signature is known by its version.</summary>
    public bool Owns(ReceivedRequest request) => request.Path is "/" && (request.SignedService is { } service ? service == "iam" : QueryWire.Read(request)["Version"] == Version);

    public async Task HandleAsync(ReceivedRequest request)
    {
        var now = time.GetUtcNow();
        var requestId = ids.RequestId();
        var parameters = QueryWire.Read(request);
        var verified = verifier.Verify(request.Signed, keyring, now);
        var caller = (Caller?)verified.Identity;
        DecisionSubject? subject = null;
        var answer = verified.Failure is { } failure ? QueryError.From(failure) : Answer(parameters, caller!, request.FactsIn(Region, now), out subject);

        // The message of a signature that does not hold shows the client's own headers, its session token among them.
        var reason = verified.Failure is { } cause ? $"The signature does not hold: {cause.Error}." : answer.Error?.Message ?? "answered";
        request.Http.Response.Headers["x-localaws-decision"] = requestId;
        decisions.Record(new DecisionEntry(requestId, now, $"iam:{parameters.Action}", subject?.Request.Resource ?? "", "iam", caller?.Principal.Arn, answer.Error?.StatusCode, reason, subject));
        await wire.SendAsync(request.Http, requestId, parameters.Action ?? "", answer).ConfigureAwait(false);
    }

    /// <summary>Answers a call whose signature holds.</summary>
    /// <param name="parameters">What is asked.</param>
    /// <param name="caller">Who signed.</param>
    /// <param name="facts">What the request says to policies.</param>
    /// <param name="subject">What the decision was made from; null when no policy was asked.</param>
    public QueryAnswer Answer(QueryRequest parameters, Caller caller, RequestFacts facts, out DecisionSubject? subject)
    {
        subject = null;
        if (parameters.Malformed is { } malformed)
        {
            return malformed;
        }

        if (parameters.Action is not { } name || !operations.TryGetValue(name, out var operation))
        {
            return QueryError.UnknownAction(parameters.Action, Version);
        }

        if (SessionRestrictions.Refuses(caller, operation.Permission))
        {
            // A user's temporary credentials do not count here: AWS STS API Reference, GetSessionToken, "Permissions".
            return new QueryError(403, "InvalidClientTokenId", "The security token included in the request is invalid");
        }

        var call = new IamCall(parameters, caller, facts, accounts);
        if (operation.Check(call.Parameters) is { } invalid)
        {
            return invalid;
        }

        if (operation.MeansCallerByDefault && call.UserName is null)
        {
            return QueryError.Validation("Must specify userName when calling with non-User credentials");
        }

        subject = SubjectOf(operation, call);
        var decision = Authorizer.Decide(subject.Request, subject.Caller, null, subject.Guardrails);
        return decision.Verdict == Verdict.Allow ? operation.Perform(call) : QueryError.AccessDenied(subject.Refusal(decision));
    }

    private DecisionSubject SubjectOf(IamOperation operation, IamCall call)
    {
        var target = operation.Target(call);
        var context = surroundings.Complete(call.Facts.ContextOf(call.Caller), call.AccountId);
        SetKeys(context, operation, call, target);
        var request = new AccessRequest(call.Caller.Principal, operation.Permission, target.Resource, call.AccountId, context);
        return new DecisionSubject($"{operation.Permission} on {target.Shown ?? target.Resource} by {call.Caller.Principal.Arn}", request, call.Caller.Policies, null, surroundings.ForCaller(call.AccountId), target.Shown);
    }

    /// <summary>Service Authorization Reference, "Condition keys for AWS Identity and Access Management".</summary>
    private static void SetKeys(ConditionContext context, IamOperation operation, IamCall call, IamTarget target)
    {
        foreach (var (key, value) in target.Tags?.All ?? [])
        {
            context.Set($"aws:ResourceTag/{key}", value).Set($"iam:ResourceTag/{key}", value);
        }

        if (operation.HasBoundaryKey && (call["PermissionsBoundary"] ?? target.Boundary) is { } boundary)
        {
            context.Set("iam:PermissionsBoundary", boundary);
        }

        if (operation.HasPolicyKey && call["PolicyArn"] is { } policy)
        {
            context.Set("iam:PolicyARN", policy);
        }

        if (call["AWSServiceName"] is { } service)
        {
            context.Set("iam:AWSServiceName", service);
        }

        var tags = call.Tags;
        foreach (var (key, value) in tags)
        {
            context.Set($"aws:RequestTag/{key}", value);
        }

        if (tags.Select(static tag => tag.Key).Concat(call.List("TagKeys")).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } keys)
        {
            context.Set("aws:TagKeys", [.. keys]);
        }
    }
}
