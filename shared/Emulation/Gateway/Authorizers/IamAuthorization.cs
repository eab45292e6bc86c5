using Emulation.Decisions;
using Emulation.Principals;
using Emulation.Sessions;
using SigV4;

namespace Emulation.Gateway.Authorizers;

/// <summary><c>AWS_IAM</c>: the signature, then the caller's policies and, on a REST API, the resource policy.</summary>
internal sealed class IamAuthorization(Keyring keyring, PolicyQuestion question)
{
    private readonly Dictionary<(string Region, string Service), SigV4Verifier> verifiers = [];

    public GatewayDecision Decide(GatewayRequest request)
    {
        var verified = Verify(request);
        if (verified.Failure is { } failure)
        {
            return GatewayDecision.Refuse(null, request.Target.Answers.Unsigned(failure), DecisionText.For(failure));
        }

        var caller = (Caller)verified.Identity!;
        var access = question.AccessOf(request, caller);
        var guardrails = question.Environment.ForCaller(caller.Principal.Account);
        var answer = question.AnswerAll(request, caller, PolicyQuestion.SubjectOf(request, access, caller.Policies, guardrails));
        return request.Target.ContextOf(caller) is { } context ? answer with { Context = context } : answer;
    }

    private VerificationResult Verify(GatewayRequest request)
    {
        using var span = AuthenticationSpan.Begin("AWS_IAM");
        var verified = Verifier((request.Target.Region, request.Target.SigningService)).Verify(request.Received.Signed, keyring, request.ReceivedAt);
        AuthenticationSpan.End(span, (verified.Identity as Caller)?.Principal.Arn, verified.Failure?.Error.ToString());
        return verified;
    }

    private SigV4Verifier Verifier((string Region, string Service) scope)
    {
        lock (verifiers)
        {
            return verifiers.TryGetValue(scope, out var verifier)
                ? verifier
                : verifiers[scope] = new SigV4Verifier(new SigV4VerifierOptions { Region = scope.Region, Service = scope.Service });
        }
    }
}
