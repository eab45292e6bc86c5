using Emulation.Decisions;
using Emulation.Explain;
using Emulation.Iam;
using Emulation.Organizations;
using Iam;
using Sam;
using SigV4;

namespace Emulation.Gateway;

/// <summary>
/// The second step: may this request pass? One case for each kind of authorizer; a kind without a case refuses.
/// API Gateway Developer Guide, "How API Gateway resource policies affect authorization workflow".
/// </summary>
internal sealed class RouteAuthorization(Keyring keyring, Surroundings surroundings)
{
    private const string Action = "execute-api:Invoke";
    private readonly Dictionary<string, SigV4Verifier> verifierOfRegion = new(StringComparer.Ordinal);

    public GatewayDecision Decide(GatewayRequest request) => request.Route.Authorizer switch
    {
        IamAuthorizer => DecideIam(request),
        NoAuthorizer => DecideOpen(request),
        var other => GatewayDecision.Refuse(null, request.Target.Errors.AuthorizerFailure, $"LocalAws has no authorizer of kind {other.GetType().Name}."),
    };

    private GatewayDecision DecideIam(GatewayRequest request)
    {
        var verified = Verifier(request.Target.Region).Verify(new IncomingRequest(request.Method, request.RawTarget, request.Headers, request.Body.Span), keyring, request.ReceivedAt);
        if (verified.Failure is { } failure)
        {
            return GatewayDecision.Refuse(null, new GatewayError(failure.StatusCode, failure.ErrorType, failure.Message), $"The signature does not hold: {failure.Error}.");
        }

        var caller = (Caller)verified.Identity!;
        var access = AccessOf(request, caller);
        var guardrails = surroundings.ForCaller(caller.Principal.Account);
        var decision = ApiGatewayRules.DecideIam(access, caller.Policies, request.Target.ResourcePolicy, guardrails);
        return Answer(request, caller, decision, SubjectOf(request, access, caller.Policies, guardrails));
    }

    private GatewayDecision DecideOpen(GatewayRequest request)
    {
        var access = AccessOf(request, null);
        var decision = ApiGatewayRules.DecideWithoutAuthentication(access, request.Target.ResourcePolicy);
        return Answer(request, null, decision, SubjectOf(request, access, PrincipalPolicies.None, Guardrails.None) with { IsOpen = true });
    }

    private static GatewayDecision Answer(GatewayRequest request, Caller? caller, Decision decision, DecisionSubject subject)
    {
        var reason = DecisionText.For(subject.Request, decision);
        return decision.Verdict == Verdict.Allow
            ? GatewayDecision.Allow(caller, reason, subject)
            : GatewayDecision.Refuse(caller, GatewayError.AccessDenied(RefusalMessage.For(subject.Request, decision, request.MaskedArn)), reason, subject);
    }

    private static DecisionSubject SubjectOf(GatewayRequest request, AccessRequest access, PrincipalPolicies policies, Guardrails guardrails) => new(
        $"{request.Method} {request.Path} of {request.Target.Api.LogicalId} by {access.Principal.Arn}", access, policies, request.Target.ResourcePolicy, guardrails, request.MaskedArn);

    private AccessRequest AccessOf(GatewayRequest request, Caller? caller) =>
        new(caller?.Principal ?? Anonymous.Instance, Action, request.Arn, request.Target.AccountId, surroundings.Complete(request.Facts.ContextOf(caller), caller?.Principal.Account));

    private SigV4Verifier Verifier(string region)
    {
        lock (verifierOfRegion)
        {
            return verifierOfRegion.TryGetValue(region, out var verifier)
                ? verifier
                : verifierOfRegion[region] = new SigV4Verifier(new SigV4VerifierOptions { Region = region, Service = "execute-api" });
        }
    }
}
