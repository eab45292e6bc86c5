using Emulation.Gateway.Apis;
using Emulation.Gateway.Integration;
using Emulation.Wire;

namespace Emulation.Gateway.Answers;

/// <summary>The last step, and the one place where an HTTP answer is made: the function's, or the gateway's own.</summary>
internal sealed class GatewayAnswer(HttpContext http, RequestIds ids, ApiAddress address)
{
    /// <summary>Headers that API Gateway renames in a function's answer, since it sets them itself. "Amazon API Gateway important notes".</summary>
    private static readonly HashSet<string> Remapped = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Connection", "Content-Length", "Content-MD5", "Date", "Expect", "Host", "Max-Forwards", "Proxy-Authenticate", "Server", "TE", "Trailer", "Upgrade", "User-Agent", "WWW-Authenticate",
    };

    private static readonly HashSet<string> OfConnection = new(StringComparer.OrdinalIgnoreCase) { "Connection", "Content-Length", "Date", "Keep-Alive", "Server", "TE", "Trailer", "Upgrade" };

    public RequestIds Ids { get; } = ids;

    /// <summary>The API's CORS configuration; null without one.</summary>
    public Sam.CorsConfiguration? Cors { get; } = (address.Api as DeployedHttpApi)?.Cors;

    /// <summary>Answers a preflight request, whether or not its origin may call.</summary>
    public void Preflight() => Begin(StatusCodes.Status204NoContent);

    /// <summary>Answers a preflight request at a route that <c>Cors</c> of a REST API made: a mock integration, whose answer no origin changes.</summary>
    public Task PreflightAsync(Sam.PreflightAnswer preflight)
    {
        Begin(StatusCodes.Status200OK);
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = preflight.Origin;
        headers.AccessControlAllowMethods = preflight.Methods;
        headers.AccessControlAllowHeaders = preflight.Headers;
        headers.AccessControlMaxAge = preflight.MaxAge;
        headers.AccessControlAllowCredentials = preflight.Credentials ? "true" : default;
        http.Response.ContentType = "application/json";
        return SendAsync("{}\n"u8.ToArray());
    }

    /// <summary>Answers in place of the function. <paramref name="reason"/> goes into LocalAws's own header: why, for a person.</summary>
    /// <param name="error">The answer.</param>
    /// <param name="reason">The why.</param>
    /// <param name="message">All that was decided from, encoded, for whoever may decode it; null when no policy was asked.</param>
    public async Task RefuseAsync(GatewayError error, string reason, string? message = null)
    {
        Begin(error.StatusCode);
        if (error.ErrorType is { } type)
        {
            http.Response.Headers["x-amzn-ErrorType"] = type;
        }

        if (error.Challenge is { } challenge)
        {
            http.Response.Headers.WWWAuthenticate = HeaderText.Printable(challenge);
        }

        http.Response.Headers["x-localaws-reason"] = HeaderText.Printable(reason);
        if (message is not null)
        {
            http.Response.Headers["x-localaws-authorization-message"] = message;
        }

        http.Response.ContentType = "application/json";
        await SendAsync(error.Body()).ConfigureAwait(false);
    }

    /// <summary>Passes the function's answer on.</summary>
    public async Task ForwardAsync(GatewayRequest request, ProxyResponse response)
    {
        if (Decode(request, response) is not { } body)
        {
            await RefuseAsync(request.Target.Errors.IntegrationFailure, "The function's body is not the base64 that it says it is.").ConfigureAwait(false);
            return;
        }

        Begin(response.StatusCode);
        if (!address.IsHttpApi)
        {
            http.Response.Headers["X-Amzn-Trace-Id"] = request.Trace;
        }

        http.Response.ContentType = address.IsHttpApi ? "text/plain;charset=UTF-8" : "application/json";
        var replaced = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in response.Headers)
        {
            if (!IsHeader(name) || !IsPassedOn(name))
            {
                continue;
            }

            var sent = !address.IsHttpApi && Remapped.Contains(name) ? $"x-amzn-Remapped-{name}" : name;
            var safe = HeaderText.Printable(value);
            http.Response.Headers[sent] = replaced.Add(sent) ? safe : Microsoft.Extensions.Primitives.StringValues.Concat(http.Response.Headers[sent], safe);
        }

        await SendAsync(body).ConfigureAwait(false);
    }

    private void Begin(int status)
    {
        var headers = http.Response.Headers;
        http.Response.StatusCode = status;
        if (address.IsHttpApi)
        {
            headers["apigw-requestid"] = Ids.ExtendedRequestId;
        }
        else
        {
            headers["x-amzn-RequestId"] = Ids.RequestId;
            headers["x-amz-apigw-id"] = Ids.ExtendedRequestId;
        }

        headers["x-localaws-decision"] = Ids.RequestId;
        if (Cors is not null)
        {
            CorsAnswer.Write(http, Cors);
        }
    }

    private async Task SendAsync(byte[] body)
    {
        http.Response.ContentLength = http.Response.StatusCode is 204 or 304 ? null : body.Length;
        if (!HttpMethods.IsHead(http.Request.Method) && http.Response.StatusCode is not (204 or 304))
        {
            await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Of an HTTP API base64 always becomes bytes. Of a REST API it does only when the API lists the type that the client accepts first. "Content type conversions in API Gateway".</summary>
    private static byte[]? Decode(GatewayRequest request, ProxyResponse response)
    {
        if (!response.IsBase64Encoded || (request.Target is not DeployedHttpApi && !MediaTypes.AnyMatches(request.Target.BinaryMediaTypes, request.Header("Accept"))))
        {
            return response.Body;
        }

        var decoded = new byte[response.Body.Length];
        return System.Buffers.Text.Base64.DecodeFromUtf8(response.Body, decoded, out var read, out var written) == System.Buffers.OperationStatus.Done && read == response.Body.Length
            ? decoded[..written]
            : null;
    }

    /// <summary>What is about the connection is the gateway's own; a CORS configuration leaves none of the function's CORS headers.</summary>
    private bool IsPassedOn(string name) =>
        !name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && !(address.IsHttpApi && OfConnection.Contains(name)) && !(Cors is not null && CorsAnswer.Owns(name));

    private static bool IsHeader(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange('!', '~') && !name.Contains(':');
}
