using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Emulation.Lambda;

/// <summary>
/// The Runtime API of one process: it hands out invocations and takes their answers. A port of its own tells the process apart, as
/// <c>AWS_LAMBDA_RUNTIME_API</c> is a host and port and nothing more. AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
/// </summary>
internal sealed class RuntimeApi : IHttpApplication<IFeatureCollection>, IAsyncDisposable
{
    /// <summary>The longest answer of a synchronous invocation, in bytes. "Lambda quotas".</summary>
    public const int LongestAnswer = 6 * 1024 * 1024;

    private const string Prefix = "/2018-06-01/runtime/";
    private readonly KestrelServer server;
    private readonly IRuntimeApiOwner owner;

    private RuntimeApi(IRuntimeApiOwner owner, ILoggerFactory logging)
    {
        this.owner = owner;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;

        // A day between two calls of a process that works on one. An infinite one overflows Kestrel's clock and ends connections at random.
        options.Limits.KeepAliveTimeout = TimeSpan.FromDays(1);
        options.Limits.MinRequestBodyDataRate = null;
        options.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
        server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logging), logging);
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string HostAndPort { get; private set; } = "";

    public static async Task<RuntimeApi> StartAsync(IRuntimeApiOwner owner, ILoggerFactory logging)
    {
        var api = new RuntimeApi(owner, logging);
        await api.server.StartAsync(api, CancellationToken.None).ConfigureAwait(false);
        api.HostAndPort = new Uri(api.server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Authority;
        return api;
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        var path = context.GetRequiredFeature<IHttpRequestFeature>().Path;
        var call = path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..].Split('/') : [];
        return (context.GetRequiredFeature<IHttpRequestFeature>().Method, call) switch
        {
            ("GET", ["invocation", "next"]) => NextAsync(context),
            ("POST", ["invocation", var id, "response"]) => TakeAsync(context, id, isError: false),
            ("POST", ["invocation", var id, "error"]) => TakeAsync(context, id, isError: true),
            ("POST", ["init", "error"]) => TakeInitErrorAsync(context),
            _ => AnswerAsync(context, 404, """{"errorMessage":"The Runtime API has invocation/next, invocation/{id}/response, invocation/{id}/error and init/error.","errorType":"NotFound"}"""),
        };
    }

    public async ValueTask DisposeAsync()
    {
        // Stopping waits for requests, and one waits for the next invocation: it is told to go first.
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await server.StopAsync(now.Token).ConfigureAwait(false);
        server.Dispose();
    }

    private async Task NextAsync(IFeatureCollection context)
    {
        var gone = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        if (await owner.NextAsync(gone).ConfigureAwait(false) is not { } taken)
        {
            context.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
            return;
        }

        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.Headers["Lambda-Runtime-Aws-Request-Id"] = taken.Invocation.RequestId;
        response.Headers["Lambda-Runtime-Deadline-Ms"] = taken.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = owner.FunctionArn;
        response.Headers["Lambda-Runtime-Trace-Id"] = taken.Invocation.TraceId;
        response.Headers["Lambda-Runtime-Cognito-Identity"] = taken.Invocation.CognitoIdentity;
        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = taken.Invocation.Payload.Length;
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(taken.Invocation.Payload, gone).ConfigureAwait(false);
    }

    private async Task TakeAsync(IFeatureCollection context, string requestId, bool isError)
    {
        var body = await ReadAsync(context).ConfigureAwait(false);
        if (body is null)
        {
            owner.Answer(requestId, InvocationResult.Failed("Function.ResponseSizeTooLarge", $"Response payload size exceeded maximum allowed payload size ({LongestAnswer} bytes)."));
            await AnswerAsync(context, 413, """{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}""").ConfigureAwait(false);
            return;
        }

        var taken = owner.Answer(requestId, new InvocationResult(body, isError ? "Unhandled" : null));
        await (taken
            ? AnswerAsync(context, 202, """{"status":"OK"}""")
            : AnswerAsync(context, 400, """{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}""")).ConfigureAwait(false);
    }

    private async Task TakeInitErrorAsync(IFeatureCollection context)
    {
        owner.InitFailed(await ReadAsync(context).ConfigureAwait(false) ?? []);
        await AnswerAsync(context, 202, """{"status":"OK"}""").ConfigureAwait(false);
    }

    /// <summary>Null when the body is longer than an answer may be.</summary>
    private static async Task<byte[]?> ReadAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        using var body = new MemoryStream((int)Math.Min(request.Headers.ContentLength ?? 0, LongestAnswer));
        var buffer = new byte[Math.Clamp(request.Headers.ContentLength ?? 4096, 1, 64 * 1024)];
        int read;
        var tooLong = false;
        while ((read = await request.Body.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            tooLong |= body.Length + read > LongestAnswer;
            if (!tooLong)
            {
                body.Write(buffer, 0, read);
            }
        }

        return tooLong ? null : body.ToArray();
    }

    private static async Task AnswerAsync(IFeatureCollection context, int status, string json)
    {
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        var body = System.Text.Encoding.UTF8.GetBytes(json);
        response.StatusCode = status;
        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = body.Length;
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(body).ConfigureAwait(false);
    }
}

/// <summary>An invocation that a process took, and when it must have answered.</summary>
internal readonly record struct TakenInvocation(Invocation Invocation, DateTimeOffset Deadline);

/// <summary>The process behind a Runtime API: what its calls mean to it. Tests stand in for it.</summary>
internal interface IRuntimeApiOwner
{
    string FunctionArn { get; }

    /// <summary>The next invocation; null when the process shall end.</summary>
    Task<TakenInvocation?> NextAsync(CancellationToken gone);

    /// <summary>False when no such invocation waits for an answer.</summary>
    bool Answer(string requestId, InvocationResult result);

    void InitFailed(byte[] error);
}
