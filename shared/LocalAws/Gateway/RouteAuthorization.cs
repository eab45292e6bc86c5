using Emulation.Decisions;
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
internal sealed class RouteAuthorization(Keyring keyring, Organization organization)
{
    private const string Action = "execute-api:Invoke";
    private readonly Dictionary<string, SigV4Verifier> verifierOfRegion = new(StringComparer.Ordinal);

    public GatewayDecision Decide(GatewayRequest request) => request.Route.Authorizer switch
    {
        IamAuthorizer => DecideIam(request),
        NoAuthorizer => DecideOpen(request),
        var other => GatewayDecision.Refuse(null, GatewayError.IntegrationFailure, $"LocalAws has no authorizer of kind {other.GetType().Name}."),
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
        var decision = ApiGatewayRules.DecideIam(access, caller.Policies, request.Target.Api.ResourcePolicy, organization.ForCaller(caller.Principal.Account));
        return Answer(request, caller, access, decision);
    }

    private static GatewayDecision DecideOpen(GatewayRequest request)
    {
        var access = AccessOf(request, null);
        return Answer(request, null, access, ApiGatewayRules.DecideWithoutAuthentication(access, request.Target.Api.ResourcePolicy));
    }

    private static GatewayDecision Answer(GatewayRequest request, Caller? caller, AccessRequest access, Decision decision) => decision.Verdict == Verdict.Allow
        ? GatewayDecision.Allow(caller, DecisionText.For(access, decision))
        : GatewayDecision.Refuse(caller, GatewayError.AccessDenied(RefusalMessage.For(access, decision, request.MaskedArn)), DecisionText.For(access, decision));

    private static AccessRequest AccessOf(GatewayRequest request, Caller? caller) =>
        new(caller?.Principal ?? Anonymous.Instance, Action, request.Arn, request.Target.AccountId, request.Facts.ContextOf(caller));

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
