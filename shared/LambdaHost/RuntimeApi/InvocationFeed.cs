using System.Globalization;
using LambdaHost.Errors;

namespace LambdaHost.RuntimeApi;

/// <summary>Takes events from the Runtime API and gives it their answers. Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".</summary>
/// <param name="authority">Host and port, as <c>AWS_LAMBDA_RUNTIME_API</c> has them.</param>
internal sealed class InvocationFeed(string authority) : IAsyncDisposable
{
    public const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";
    private const string Root = "/2018-06-01/runtime";
    private const string Json = "application/json";
    private readonly HttpConnection connection = new(authority);

    /// <summary>The next event, for which it waits without limit; null when the Runtime API is gone.</summary>
    public async Task<ReceivedInvocation?> NextAsync()
    {
        HttpAnswer answer;
        try
        {
            await connection.SendAsync("GET", $"{Root}/invocation/next", [], default).ConfigureAwait(false);
            answer = await connection.ReceiveAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }

        return answer.Status != 200 ? throw new InvalidOperationException($"The Runtime API answered {answer.Status} to 'next'.")
            : new ReceivedInvocation(answer.Headers["Lambda-Runtime-Aws-Request-Id"], answer.Body)
            {
                Deadline = long.TryParse(answer.Headers.GetValueOrDefault("Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture, out var deadline)
                    ? DateTimeOffset.FromUnixTimeMilliseconds(deadline) : DateTimeOffset.MaxValue,
                FunctionArn = answer.Headers.GetValueOrDefault("Lambda-Runtime-Invoked-Function-Arn"),
                TraceId = answer.Headers.GetValueOrDefault("Lambda-Runtime-Trace-Id"),
                TenantId = answer.Headers.GetValueOrDefault("Lambda-Runtime-Aws-Tenant-Id"),
                ClientContext = answer.Headers.GetValueOrDefault("Lambda-Runtime-Client-Context"),
                CognitoIdentity = answer.Headers.GetValueOrDefault("Lambda-Runtime-Cognito-Identity"),
            };
    }

    public Task AnswerAsync(string requestId, ReadOnlyMemory<byte> answer) => PostAsync(PathOf(requestId, "response"), answer, ("Content-Type", Json));

    public Task FailAsync(string requestId, ErrorDocument error) =>
        PostAsync(PathOf(requestId, "error"), error.Json, ("Content-Type", "application/vnd.aws.lambda.error+json"), (ErrorTypeHeader, error.Type));

    /// <summary>The function cannot start.</summary>
    public Task FailInitAsync(ErrorDocument error) =>
        PostAsync($"{Root}/init/error", error.Json, ("Content-Type", "application/vnd.aws.lambda.error+json"), (ErrorTypeHeader, error.Type));

    /// <summary>Begins to answer piece by piece, on a connection of its own.</summary>
    /// <param name="requestId">The invocation.</param>
    /// <param name="prelude">Status and headers as JSON, for answers over HTTP; empty for none.</param>
    public StreamedAnswer StreamAsync(string requestId, ReadOnlyMemory<byte> prelude) => new(new HttpConnection(authority), PathOf(requestId, "response"), prelude);

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string PathOf(string requestId, string what) => $"{Root}/invocation/{Uri.EscapeDataString(requestId)}/{what}";

    /// <summary>Whatever is answered: an invocation whose time is over was answered already, and without a Runtime API there is no next one.</summary>
    private async Task PostAsync(string path, ReadOnlyMemory<byte> body, params (string Name, string Value)[] headers)
    {
        try
        {
            await connection.SendAsync("POST", path, [.. headers, ("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture))], body).ConfigureAwait(false);
            await connection.ReceiveAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The next call finds out.
        }
    }
}
