using System.Text.Json;
using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Lambda;
using Emulation.Wire;
using Iam;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// <c>TOKEN</c> and <c>REQUEST</c>: a function decides, for a while. API Gateway Developer Guide, "Use API Gateway Lambda authorizers" and "Control access to HTTP
/// APIs with AWS Lambda authorizers". What a function returned is kept by the identity sources' values; its policy is evaluated anew for each request.
/// </summary>
internal sealed class LambdaAuthorization(CallableFunctions functions, PolicyQuestion question, AnswerCache cache, TimeProvider time)
{
    /// <summary>"Amazon API Gateway quotas and important notes".</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async ValueTask<GatewayDecision> DecideAsync(GatewayRequest request, LambdaAuthorizer authorizer)
    {
        var access = question.AccessOf(request, null);
        if (ApiGatewayRules.Vetoes(access, request.Target.ResourcePolicy))
        {
            return PolicyQuestion.Answer(
                request, null,
                PolicyQuestion.SubjectOf(request, access, PrincipalPolicies.None, Guardrails.None) with { Rule = ApiGatewayRules.ResourcePolicyAlone });
        }

        if (functions.Directory.In(request.Target.StackId, authorizer.FunctionLogicalId, authorizer.FunctionQualifier) is { } function
            && functions.Host.ClosureOf(function) is { } closure)
        {
            return GatewayDecision.Refuse(
                null, request.Target.Errors.NotImplemented, $"{function.LogicalId}, the function of authorizer {authorizer.Name}, cannot be run here: {closure}");
        }

        var identity = CallerIdentification.Of(request, authorizer);
        if (identity.Problem is { } problem)
        {
            return GatewayDecision.Refuse(null, request.Target.Errors.Unauthorized, problem);
        }

        var key = AnswerKey.Of(request, authorizer, identity);
        var answer = key is { } known && cache.Find(known) is { } kept ? kept : null;
        if (answer is null)
        {
            var asked = time.GetTimestamp();
            var outcome = await AskAsync(request, authorizer, identity).ConfigureAwait(false);
            if (outcome.Answer is null)
            {
                var errors = request.Target.Errors;
                return GatewayDecision.Refuse(
                    null, outcome.IsUnauthorized ? errors.Unauthorized : outcome.IsClosed ? errors.NotImplemented : errors.AuthorizerFailure, outcome.Reason)
                    with { IsOfAuthorization = outcome.IsUnauthorized };
            }

            answer = outcome.Answer;
            if (key is { } fresh)
            {
                cache.Add(fresh, answer, authorizer.CacheTtl);
            }

            answer = answer with { Context = answer.Context with { Latency = (long)time.GetElapsedTime(asked).TotalMilliseconds } };
        }

        return answer.Policies is { } policies ? DecideByPolicy(request, access, policies, answer) : DecideSimply(request, authorizer, answer);
    }

    private static GatewayDecision DecideByPolicy(GatewayRequest request, AccessRequest access, PrincipalPolicies policies, AuthorizerAnswer answer)
    {
        var subject = PolicyQuestion.SubjectOf(request, access, policies, Guardrails.None, by: answer.Context.Principal);
        var decision = subject.DecideTraced();
        if (decision.Verdict == Verdict.Allow)
        {
            return GatewayDecision.Allow(null, subject) with { Context = answer.Context };
        }

        var refusal = request.Target.Answers.DeniedByFunction(decision);
        return GatewayDecision.Refuse(null, refusal, subject.Why(decision), subject with { RefusalText = refusal.Message }) with { Context = answer.Context };
    }

    private static GatewayDecision DecideSimply(GatewayRequest request, LambdaAuthorizer authorizer, AuthorizerAnswer answer) => answer.IsAuthorized
        ? GatewayDecision.Allow(null, $"Authorizer {authorizer.Name} said isAuthorized.") with { Context = answer.Context }
        : GatewayDecision.Refuse(null, request.Target.Errors.Forbidden, $"Authorizer {authorizer.Name} said that the caller is not authorized.");

    private async Task<AuthorizerOutcome> AskAsync(GatewayRequest request, LambdaAuthorizer authorizer, CallerIdentification identity)
    {
        using var span = AuthenticationSpan.Begin(authorizer.Name);
        var outcome = await CallAsync(request, authorizer, identity).ConfigureAwait(false);
        AuthenticationSpan.End(span, outcome.Answer?.Context.Principal, outcome.Answer is null ? outcome.Reason : null);
        return outcome;
    }

    private async Task<AuthorizerOutcome> CallAsync(GatewayRequest request, LambdaAuthorizer authorizer, CallerIdentification identity)
    {
        if (functions.Directory.In(request.Target.StackId, authorizer.FunctionLogicalId, authorizer.FunctionQualifier) is not { } function)
        {
            return AuthorizerOutcome.Failed($"The stack has no function {authorizer.FunctionLogicalId}, which authorizer {authorizer.Name} calls.");
        }

        if (Refusal(request, authorizer, function) is { } refusal)
        {
            return AuthorizerOutcome.Failed($"Authorizer {authorizer.Name} may not call its function. {refusal.Why}") with { IsClosed = refusal.IsClosed };
        }

        var payload = AuthorizerEvent.Of(request, authorizer, identity.Values);
        using var patience = new CancellationTokenSource(functions.Host.HasLimits(function) ? Patience : Timeout.InfiniteTimeSpan, time);
        try
        {
            var call = new FunctionCall(function, payload) { TraceId = request.Ids.CallTrace };
            var result = await functions.Host.InvokeAsync(call).WaitAsync(patience.Token).ConfigureAwait(false);
            return result.IsThrottled
                ? AuthorizerOutcome.Failed($"{function.LogicalId}, the function of authorizer {authorizer.Name}, runs as often as its reserved concurrency lets it.")
                : result.ClaimedDuration > Patience ? TimedOut(function, authorizer)
                : result.FunctionError is not null ? Thrown(result, authorizer, function)
                : AuthorizerAnswer.Read(result.Payload, authorizer, request.Target.FormatOf(authorizer.PayloadFormatVersion));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return TimedOut(function, authorizer);
        }
    }

    /// <summary>Why API Gateway must not call the function, by itself or as the authorizer's role; null when it may.</summary>
    private PermissionRefusal? Refusal(GatewayRequest request, LambdaAuthorizer authorizer, Function function)
    {
        if (authorizer.CredentialsArn is not { } role)
        {
            return functions.Permission.Refusal(
                DeployedApi.ServicePrincipal, function, request.Target.SourceArnOf(authorizer), request.Target.AccountId, request.ReceivedAt);
        }

        return functions.Permission.Questions.OfRole(DeployedApi.ServicePrincipal, function, role.ToString(), request.ReceivedAt) is { } questions
            ? questions.Select(static question => (question, decision: question.Decide()))
                .Where(static asked => asked.decision.Verdict != Verdict.Allow)
                .Select(static asked => new PermissionRefusal(asked.question.Why(asked.decision), asked.decision.Closed is not null)).FirstOrDefault()
            : new PermissionRefusal($"There is no role {role}, as which the function is called.", IsClosed: false);
    }

    private static AuthorizerOutcome TimedOut(Function function, LambdaAuthorizer authorizer) =>
        AuthorizerOutcome.Failed($"{function.LogicalId}, the function of authorizer {authorizer.Name}, had not answered after {Patience.TotalSeconds:0} s.");

    /// <summary>A function that throws exactly <c>Unauthorized</c> says 401; anything else that it throws is a failure.</summary>
    private static AuthorizerOutcome Thrown(InvocationResult result, LambdaAuthorizer authorizer, Function function)
    {
        try
        {
            using var error = JsonDocument.Parse(ForeignJson.Readable(result.Payload));
            if (AuthorizerAnswer.SaysUnauthorized(error.RootElement))
            {
                return AuthorizerOutcome.Unauthorized($"Authorizer {authorizer.Name} threw {AuthorizerAnswer.UnauthorizedText}.");
            }
        }
        catch (JsonException)
        {
            // An error document of no known form is a failure like any other.
        }

        return AuthorizerOutcome.Failed($"{function.LogicalId}, the function of authorizer {authorizer.Name}, failed; its log has the cause.");
    }
}
