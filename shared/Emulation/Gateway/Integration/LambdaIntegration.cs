using Emulation.Gateway.Answers;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Integration.Events;
using Emulation.Lambda;
using Sam;

namespace Emulation.Gateway.Integration;

/// <summary>What came of calling the function: its answer, or the gateway's own with the reason.</summary>
internal readonly record struct IntegrationOutcome(ProxyResponse? Response, GatewayError? Error, string Reason);

/// <summary>The third step: the proxy event to the function, and its answer back. API Gateway Developer Guide, "Set up Lambda proxy integrations".</summary>
internal sealed class LambdaIntegration(CallableFunctions functions, TimeProvider time)
{
    private readonly PermittedMethods permitted = new();

    public async Task<IntegrationOutcome> InvokeAsync(GatewayRequest request, GatewayDecision decision, CancellationToken clientGone)
    {
        var errors = request.Target.Errors;
        if (functions.Directory.In(request.Target.StackId, request.Route.FunctionLogicalId, request.Route.FunctionQualifier) is not { } function)
        {
            return new(null, errors.IntegrationFailure, $"The stack has no function {request.Route.FunctionLogicalId}, which the route calls.");
        }

        if (functions.Host.ClosureOf(function) is { } closure)
        {
            return new(null, errors.NotImplemented, $"{function.LogicalId} cannot be run here: {closure}");
        }

        // With other credentials than API Gateway's own the authorization has asked what there is to ask.
        if (request.Target.CallsByPermission && request.Route.Credentials == IntegrationCredentials.None && Refusal(request, function) is { } refusal)
        {
            return new(null, refusal.IsClosed ? errors.NotImplemented : errors.IntegrationFailure, refusal.Why);
        }

        using var spans = FunctionSpans.Begin(function);
        if (spans is not null)
        {
            request.ContinueTrace(spans.TraceParent);
        }

        var format = request.Target.FormatOf(request.Route.PayloadFormatVersion);
        var payload = format.EventOf(request, decision);
        if (payload.Length > RuntimeApi.LongestEvent)
        {
            return new(null, errors.RequestTooLarge, $"The event for {function.LogicalId} has {payload.Length} bytes; Lambda takes {RuntimeApi.LongestEvent}.");
        }

        var call = new FunctionCall(function, payload)
        {
            TraceId = request.Ids.CallTrace, Spans = spans, Details = format.IsStreamed ? CallDetails.Streamed : null,
        };
        try
        {
            // The function keeps running when the gateway stops waiting, as on AWS; only the wait is bounded.
            var patience = functions.Host.HasLimits(function) ? request.Route.IntegrationTimeout : Timeout.InfiniteTimeSpan;
            var since = time.GetTimestamp();
            var result = await StreamedBody.AnswerAsync(functions.Host.InvokeAsync(call), patience, time, clientGone).ConfigureAwait(false);
            if (result.Details?.Body is { } stream)
            {
                var left = patience == Timeout.InfiniteTimeSpan ? patience : TimeSpan.FromTicks(Math.Max(0, (patience - time.GetElapsedTime(since)).Ticks));
                return await BeginAsync(stream, left, clientGone).ConfigureAwait(false) is { } begun
                    ? new(begun, null, "")
                    : new(null, errors.BadIntegrationAnswer, $"{function.LogicalId} streams an answer whose prelude is none.");
            }

            return result.ClaimedDuration > request.Route.IntegrationTimeout ? TimedOut(request, function) : Read(function.LogicalId, result, errors, format);
        }
        catch (TimeoutException)
        {
            return TimedOut(request, function);
        }
    }

    /// <exception cref="TimeoutException">The answer had not begun in time.</exception>
    private async Task<ProxyResponse?> BeginAsync(StreamedBody stream, TimeSpan patience, CancellationToken clientGone)
    {
        using var wait = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wait.Token, clientGone);
        try
        {
            return await StreamedResponse.ReadAsync(stream, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (wait.IsCancellationRequested)
        {
            throw new TimeoutException("The answer had not begun in time.", e);
        }
    }

    /// <summary>Why API Gateway must not call the function, and what to do; null when it may.</summary>
    private PermissionRefusal? Refusal(GatewayRequest request, Function function)
    {
        var source = functions.Permission.SourceOf(function);
        if (permitted.Contains(request.Route, request.Method, source))
        {
            return null;
        }

        var refusal = functions.Permission.Refusal(
            DeployedApi.ServicePrincipal, function, request.Target.SourceArnOf(request.Route, request.Method), request.Target.AccountId, request.ReceivedAt);
        if (refusal is null)
        {
            permitted.Add(request.Route, request.Method, source);
        }

        return refusal;
    }

    private static IntegrationOutcome TimedOut(GatewayRequest request, Function function) =>
        new(null, request.Target.Errors.IntegrationTimeout, $"{function.LogicalId} had not answered after {request.Route.IntegrationTimeout.TotalSeconds:0.###} s.");

    private static IntegrationOutcome Read(string function, InvocationResult result, GatewayErrors errors, EventFormat format)
    {
        if (result.IsThrottled)
        {
            return new(null, errors.FunctionThrottled, $"{function} runs as often as its reserved concurrency lets it.");
        }

        if (result.FunctionError is not null && !format.TakesErrors)
        {
            return new(null, errors.BadIntegrationAnswer, $"{function} failed ({result.FunctionError}); its log has the cause.");
        }

        return format.Read(result, out var problem) is { } response
            ? new(response, null, "")
            : new(null, errors.BadIntegrationAnswer, $"Malformed Lambda proxy response from {function}: {problem}.");
    }
}
