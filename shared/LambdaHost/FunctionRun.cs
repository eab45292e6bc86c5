using LambdaHost.Contexts;
using LambdaHost.Errors;
using LambdaHost.Handlers;
using LambdaHost.Logging;
using LambdaHost.RuntimeApi;

namespace LambdaHost;

/// <summary>
/// A function's life: its handler is loaded, and called for one event after the other, as Lambda's managed runtime does it. Lambda Developer Guide, "Define Lambda function
/// handler in C#"; the errors' words are those of the runtime's source, Amazon.Lambda.RuntimeSupport.
/// </summary>
internal sealed class FunctionRun(Func<string, string?> variable, InvocationFeed api, FunctionLines lines)
{
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    /// <summary>Runs the function of this process until there is no more Runtime API. The result is the process's exit code.</summary>
    public static async Task<int> OfProcessAsync()
    {
        var lines = FunctionLines.OfConsole(Environment.GetEnvironmentVariable, TimeProvider.System);
        var api = new InvocationFeed(Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") ?? "");
        await using (api.ConfigureAwait(false))
        {
            return await new FunctionRun(Environment.GetEnvironmentVariable, api, lines).RunAsync().ConfigureAwait(false);
        }
    }

    public async Task<int> RunAsync()
    {
        using var core = new LambdaCore(lines, api.StreamAsync);
        HandlerMethod handler;
        try
        {
            handler = HandlerMethod.Load(HandlerText.Parse(variable("_HANDLER")));
        }
        catch (Exception e)
        {
            lines.WriteError(e);
            await api.FailInitAsync(ErrorDocument.Of(e)).ConfigureAwait(false);
            return 1;
        }

        var contexts = new ContextMaker(handler.ContextType, handler.Serializer, variable, lines);
        while (await api.NextAsync().ConfigureAwait(false) is { } invocation)
        {
            await HandleAsync(handler, contexts, core, invocation).ConfigureAwait(false);
        }

        return 0;
    }

    private async Task HandleAsync(HandlerMethod handler, ContextMaker contexts, LambdaCore core, ReceivedInvocation invocation)
    {
        lines.RequestId = invocation.RequestId;
        lines.TraceId = invocation.TraceId;
        lines.TenantId = invocation.TenantId;
        Environment.SetEnvironmentVariable(TraceVariable, invocation.TraceId);
        core.Begin(invocation.RequestId);
        using var output = new MemoryStream();
        ErrorDocument? error = null;
        try
        {
            await handler.InvokeAsync(invocation.Event, contexts.Of(invocation), output).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            lines.WriteError(e);
            error = ErrorDocument.Of(e);
        }

        if (core.End() is { } streamed)
        {
            using (streamed)
            {
                await streamed.EndAsync(error).ConfigureAwait(false);
            }
        }
        else if (error is not null)
        {
            await api.FailAsync(invocation.RequestId, error).ConfigureAwait(false);
        }
        else
        {
            await api.AnswerAsync(invocation.RequestId, output.GetBuffer().AsMemory(0, (int)output.Length)).ConfigureAwait(false);
        }
    }
}
