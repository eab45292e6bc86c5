using Emulation.Gateway.Answers;
using Emulation.Gateway.Apis;
using Emulation.Principals;
using Emulation.Sessions;
using SigV4;

namespace Emulation.Gateway.Authorizers;

/// <summary><c>AWS_IAM</c>: the signature, then the caller's policies and, on a REST API, the resource policy.</summary>
internal sealed class IamAuthorization(Keyring keyring, PolicyQuestion question)
{
    private readonly Dictionary<string, SigV4Verifier> verifierOfRegion = new(StringComparer.Ordinal);

    public GatewayDecision Decide(GatewayRequest request)
    {
        var verified = Verifier(request.Target.Region).Verify(new IncomingRequest(request.Method, request.RawTarget, request.Headers, request.Body.Span), keyring, request.ReceivedAt);
        if (verified.Failure is { } failure)
        {
            var refusal = request.Target is DeployedHttpApi ? request.Target.Errors.Forbidden : new GatewayError(failure.StatusCode, failure.ErrorType, failure.Message);
            return GatewayDecision.Refuse(null, refusal, $"The signature does not hold: {failure.Error}.");
        }

        var caller = (Caller)verified.Identity!;
        var access = question.AccessOf(request, caller);
        var guardrails = question.Environment.ForCaller(caller.Principal.Account);
        var answer = PolicyQuestion.Answer(request, caller, PolicyQuestion.SubjectOf(request, access, caller.Policies, guardrails));
        return request.Target is DeployedHttpApi ? answer with { Context = new IamContext(caller) } : answer;
    }

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
