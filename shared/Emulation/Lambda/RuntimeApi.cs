using System.Globalization;
using System.Net;
using Emulation.Lambda.Exchange;
using Microsoft.AspNetCore.Connections;
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
/// <remarks>
/// On AWS nobody else reaches it. Here everybody on the machine could, so it answers the process and what that started alone, found out once for each connection.
/// Where that cannot be found out it still answers to the address that it handed out only, and to no page in a browser.
/// </remarks>
internal sealed class RuntimeApi : IHttpApplication<IFeatureCollection>, IAsyncDisposable
{
    /// <summary>The longest event of a synchronous invocation, in bytes. "Lambda quotas".</summary>
    public const int LongestEvent = 6 * 1024 * 1024;

    /// <summary>The longest answer, in bytes, as Lambda tells it (captured: <c>lambda/streaming.json</c> of radkawar/stackd).</summary>
    public const int LongestAnswer = LongestEvent + 100;

    private const string Prefix = "/2018-06-01/runtime/";

    /// <summary>By which the runtime clients of ours tell where in the function's code a start failed: AWS's errors have no line for some.</summary>
    private const string PlaceHeader = "X-LocalAws-Place";
    private readonly KestrelServer server;
    private readonly IRuntimeApiOwner owner;
    private ExchangeDoor? exchange;

    private RuntimeApi(IRuntimeApiOwner owner, ILoggerFactory logging)
    {
        this.owner = owner;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;

        // A day between two calls of a process that works on one. An infinite one overflows Kestrel's clock and ends connections at random.
        options.Limits.KeepAliveTimeout = TimeSpan.FromDays(1);
        options.Limits.MinRequestBodyDataRate = null;
        options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => async connection =>
            {
                connection.Features.Set(await PeerOf(connection).ConfigureAwait(false));
                await next(connection).ConfigureAwait(false);
            });
        });
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

    /// <summary>From now on clients that know it may go on over a socket of this path, where this system has such; with null none is offered.</summary>
    public void OfferExchange(string? path) => exchange = path is null ? null : ExchangeDoor.TryOpen(path, owner);

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        if (context.Get<Peer>() is not { IsOwn: true } || !IsFromProgram(request.Headers))
        {
            owner.Refused();
            return AnswerAsync(
                context, 403, """{"errorMessage":"This Runtime API answers the process that LocalAws started for the function, and nobody else.","errorType":"AccessDenied"}""");
        }

        var path = request.Path;
        var call = path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..].Split('/') : [];
        return (request.Method, call) switch
        {
            ("GET", ["invocation", "next"]) => NextAsync(context),
            ("POST", ["invocation", var id, "response"]) => TakeAsync(context, id, isError: false),
            ("POST", ["invocation", var id, "error"]) => TakeAsync(context, id, isError: true),
            ("POST", ["init", "error"]) => TakeInitErrorAsync(context),
            _ => AnswerAsync(
                context, 404, """{"errorMessage":"The Runtime API has invocation/next, invocation/{id}/response, invocation/{id}/error and init/error.","errorType":"NotFound"}"""),
        };
    }

    public async ValueTask DisposeAsync()
    {
        // Stopping waits for requests, and one waits for the next invocation: it is told to go first.
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await server.StopAsync(now.Token).ConfigureAwait(false);
        server.Dispose();
        if (exchange is not null)
        {
            await exchange.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<Peer> PeerOf(ConnectionContext connection) =>
        connection is { RemoteEndPoint: IPEndPoint peer, LocalEndPoint: IPEndPoint here } && await owner.IsOwnAsync(peer, here).ConfigureAwait(false)
            ? new Peer(true, peer, here, connection.ConnectionClosed) : Peer.Stranger;

    /// <summary>Whoever was told this address calls by it; a page that leads its own name here does not, and browsers say that they are some.</summary>
    private bool IsFromProgram(IHeaderDictionary headers) =>
        headers.Host == HostAndPort && headers.Origin.Count == 0 && !headers.ContainsKey("Sec-Fetch-Site") && !headers.ContainsKey("Sec-Fetch-Mode");

    private async Task NextAsync(IFeatureCollection context)
    {
        var gone = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        var next = await owner.NextAsync(context.GetRequiredFeature<Peer>(), gone).ConfigureAwait(false);
        if (next.IsRefused)
        {
            await AnswerAsync(context, 403, NotAllowed("Ready")).ConfigureAwait(false);
            return;
        }

        if (next.Taken is not { } taken)
        {
            context.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
            return;
        }

        owner.HandedOut(taken.Invocation, context.GetRequiredFeature<Peer>());
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.Headers["Lambda-Runtime-Aws-Request-Id"] = taken.Invocation.RequestId;
        response.Headers["Lambda-Runtime-Deadline-Ms"] = taken.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = owner.FunctionArn;
        response.Headers["Lambda-Runtime-Trace-Id"] = taken.Invocation.TraceId;
        if (exchange is not null && context.GetRequiredFeature<IHttpRequestFeature>().Headers[ExchangeDoor.Header] == ExchangeDoor.Version)
        {
            response.Headers[ExchangeDoor.Header] = exchange.Path;
        }

        if (taken.Invocation.Details is { } details)
        {
            response.Headers["Lambda-Runtime-Cognito-Identity"] = details.CognitoIdentity;
            response.Headers["Lambda-Runtime-Client-Context"] = details.ClientContext;
        }

        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = taken.Invocation.Payload.Length;
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(taken.Invocation.Payload, gone).ConfigureAwait(false);
    }

    private async Task TakeAsync(IFeatureCollection context, string requestId, bool isError)
    {
        var streamed = isError ? null : StreamedType(context);
        if (streamed is not null && owner.BeginStream(requestId, streamed) is { } stream)
        {
            await PassOnAsync(context, requestId, stream).ConfigureAwait(false);
            return;
        }

        var body = await ReadAsync(context).ConfigureAwait(false);
        if (body is null)
        {
            owner.Answer(requestId, InvocationResult.TooLarge(LongestAnswer));
            await AnswerAsync(context, 413, TooLarge(LongestAnswer)).ConfigureAwait(false);
            return;
        }

        var taken = owner.Answer(requestId, new InvocationResult(body, isError ? "Unhandled" : null) { ContentType = streamed });
        await (taken
            ? AnswerAsync(context, 202, """{"status":"OK"}""")
            : AnswerAsync(context, 400, """{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}""")).ConfigureAwait(false);
    }

    /// <summary>
    /// Hands on an answer as it comes. That the function failed on the way is told in trailers, and makes no difference to who reads it (captured:
    /// <c>lambda/streaming.json</c> of radkawar/stackd): the function's log has the error.
    /// </summary>
    private async Task PassOnAsync(IFeatureCollection context, string requestId, StreamedBody stream)
    {
        var source = context.GetRequiredFeature<IHttpRequestFeature>().Body;
        var buffer = new byte[64 * 1024];
        long length = 0;
        int read;
        while ((read = await source.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            length += read;
            if (length <= StreamedBody.Longest)
            {
                await stream.WriteAsync(buffer[..read]).ConfigureAwait(false);
            }
        }

        var isTooLong = length > StreamedBody.Longest;
        var taken = owner.Answer(requestId, isTooLong ? InvocationResult.TooLarge(StreamedBody.Longest) : default);
        await (isTooLong ? AnswerAsync(context, 413, TooLarge(StreamedBody.Longest))
            : taken ? AnswerAsync(context, 202, """{"status":"OK"}""")
            : AnswerAsync(context, 400, """{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}""")).ConfigureAwait(false);
    }

    private static string TooLarge(int limit) =>
        $$"""{"errorMessage":"Exceeded maximum allowed payload size ({{limit}} bytes).","errorType":"RequestEntityTooLarge"}""";

    /// <summary>"Using the Lambda runtime API for custom runtimes", response streaming.</summary>
    private static string? StreamedType(IFeatureCollection context)
    {
        var headers = context.GetRequiredFeature<IHttpRequestFeature>().Headers;
        return headers["Lambda-Runtime-Function-Response-Mode"] == "streaming" ? headers.ContentType.ToString() : null;
    }

    private async Task TakeInitErrorAsync(IFeatureCollection context)
    {
        var place = context.GetRequiredFeature<IHttpRequestFeature>().Headers[PlaceHeader].FirstOrDefault();
        var taken = owner.InitFailed(await ReadAsync(context).ConfigureAwait(false) ?? [], place);
        await (taken ? AnswerAsync(context, 202, """{"status":"OK"}""") : AnswerAsync(context, 403, NotAllowed("InitError"))).ConfigureAwait(false);
    }

    /// <summary>A call out of turn, in the words of AWS's own Runtime API.</summary>
    private static string NotAllowed(string state) =>
        $$"""{"errorMessage":"State transition from Running to {{state}} failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}""";

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

/// <summary>Who is at the other end of a connection, for all its requests.</summary>
/// <param name="IsOwn">Whether it may call the Runtime API.</param>
/// <param name="End">Its end of the connection.</param>
/// <param name="Here">The other end.</param>
/// <param name="Closed">Cancelled when the connection ends.</param>
internal sealed record Peer(bool IsOwn, IPEndPoint End, IPEndPoint Here, CancellationToken Closed)
{
    public static Peer Stranger { get; } = new(false, new IPEndPoint(0, 0), new IPEndPoint(0, 0), CancellationToken.None);

    /// <summary>Told by other means than its address.</summary>
    public static Peer Unnamed { get; } = Stranger with { IsOwn = true };
}
