using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Emulation.Telemetry;
using Sam;

namespace Emulation.Gateway.Integration;

/// <summary>Sends requests on to servers, and takes their answers. Without more, only to this machine: what a name resolves to is looked at again for each connection.</summary>
internal sealed class ServerIntegration : IDisposable
{
    /// <summary>In bytes: "Amazon API Gateway quotas and important notes", the payload size.</summary>
    private const int LongestAnswer = 10 * 1024 * 1024;

    private readonly HttpClient client;
    private readonly HttpClient trustful;
    private readonly TimeProvider time;

    public ServerIntegration(bool allowsAnyHost, TimeProvider time)
    {
        (client, trustful) = (Client(allowsAnyHost, skipsVerification: false), Client(allowsAnyHost, skipsVerification: true));
        this.time = time;
    }

    public async Task<IntegrationOutcome> SendAsync(GatewayRequest request, HttpBackend server, CancellationToken clientGone)
    {
        var errors = request.Target.Errors;
        using var span = Spans.Step("invoke", ActivityKind.Client);
        if (span?.Id is { } id)
        {
            request.ContinueTrace(id);
        }

        using var message = ServerRequest.Of(request, server);
        if (message is null)
        {
            return new(null, errors.IntegrationFailure, $"The request has no value for a part of {server.Uri}.");
        }

        using var wait = new CancellationTokenSource(request.Route.IntegrationTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wait.Token, clientGone);
        try
        {
            using var answer = await (server.SkipsVerification ? trustful : client).SendAsync(message, either.Token).ConfigureAwait(false);
            span?.SetTag("http.request.method", message.Method.Method).SetTag("server.address", message.RequestUri!.Host).SetTag("server.port", message.RequestUri.Port)
                .SetTag("http.response.status_code", (int)answer.StatusCode);
            var body = await answer.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return server.IsProxy ? new(AsItIs(answer, body), null, "")
                : Mapped(server, answer, body) is { } mapped ? new(mapped, null, "")
                : new(null, errors.IntegrationFailure, $"The integration has no response for the status {(int)answer.StatusCode} of {server.Uri}.");
        }
        catch (OperationCanceledException) when (wait.IsCancellationRequested)
        {
            return new(null, errors.IntegrationTimeout, $"{server.Uri} had not answered after {request.Route.IntegrationTimeout.TotalSeconds:0.###} s.");
        }
        catch (HttpRequestException e)
        {
            return new(null, errors.NetworkFailure, $"{server.Uri} cannot be asked: {e.Message}");
        }
    }

    public void Dispose()
    {
        client.Dispose();
        trustful.Dispose();
    }

    private static ProxyResponse AsItIs(HttpResponseMessage answer, byte[] body) =>
        new((int)answer.StatusCode, [.. HeadersOf(answer).SelectMany(static header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)))], body, false);

    private static ProxyResponse? Mapped(HttpBackend server, HttpResponseMessage answer, byte[] body)
    {
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        var chosen = server.Answers.FirstOrDefault(one => one.Pattern.Length > 0 && Takes(one.Pattern, status))
            ?? server.Answers.FirstOrDefault(static one => one.Pattern.Length == 0);
        if (chosen is null)
        {
            return null;
        }

        var all = HeadersOf(answer).ToLookup(static header => header.Key, static header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        var headers = chosen.Headers
            .Select(one => KeyValuePair.Create(
                one.Key, HttpBackend.TryLiteral(one.Value, out var literal) ? literal : all[one.Value[HttpBackend.OfAnswersHeader.Length..]].FirstOrDefault()))
            .Where(static one => one.Value is not null)
            .Select(static one => KeyValuePair.Create(one.Key, one.Value!))
            .ToList();
        if (!chosen.Headers.ContainsKey("Content-Type") && all["Content-Type"].FirstOrDefault() is { } type)
        {
            headers.Add(KeyValuePair.Create("Content-Type", type));
        }

        return new ProxyResponse(chosen.StatusCode, headers, body, false);
    }

    private static bool Takes(string pattern, string status) => Regex.IsMatch(status, $"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(50));

    private static IEnumerable<KeyValuePair<string, IEnumerable<string>>> HeadersOf(HttpResponseMessage answer) => answer.Headers.Concat(answer.Content.Headers);

    private static HttpClient Client(bool allowsAnyHost, bool skipsVerification)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
        };
        if (!allowsAnyHost)
        {
            handler.ConnectCallback = ConnectHereAsync;
        }

        if (skipsVerification)
        {
            // The template asks for it: tlsConfig.insecureSkipVerification.
#pragma warning disable CA5359
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
    }

    private static async ValueTask<Stream> ConnectHereAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        var here = Array.FindAll(addresses, IPAddress.IsLoopback);
        if (here.Length == 0)
        {
            throw new HttpRequestException($"{host} is not on this machine.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(here, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
