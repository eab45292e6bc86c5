using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Integration;
using Emulation.Wire;
using Microsoft.Extensions.Primitives;

namespace Emulation.Gateway.Answers;

/// <summary>The last step, and the one place where an HTTP answer is made: the function's, or the gateway's own.</summary>
internal sealed class GatewayAnswer(HttpContext http, RequestIds ids, ApiAddress address)
{
    private readonly ApiAnswers answers = address.Answers;

    public RequestIds Ids { get; } = ids;

    /// <summary>The API's CORS configuration; null without one.</summary>
    public Sam.CorsConfiguration? Cors { get; } = address.Api?.Cors;

    /// <summary>Answers a preflight request, whether or not its origin may call.</summary>
    public void Preflight()
    {
        Begin(StatusCodes.Status204NoContent);
        answers.Preflight(http.Response);
    }

    /// <summary>Answers for a mock integration, in the same way to everybody.</summary>
    public Task MockAsync(Sam.MockAnswer mock)
    {
        Begin(mock.StatusCode);
        foreach (var (name, value) in mock.Headers)
        {
            if (IsHeader(name) && answers.NameOf(name) is { } sent)
            {
                http.Response.Headers[sent] = HeaderText.Printable(value);
            }
        }

        http.Response.ContentType = mock.ContentType;
        return SendAsync(Encoding.UTF8.GetBytes(mock.Body));
    }

    /// <summary>Answers in place of the function. The reason goes into LocalAws's own header; what policies refused, whoever may can learn more of.</summary>
    public async Task RefuseAsync(GatewayError error, string reason, bool isByPolicies = false)
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
        if (isByPolicies)
        {
            http.Response.Headers["x-localaws-authorization-message"] = Ids.RequestId;
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

        Begin(response.StatusCode, isForwarded: true);
        answers.BeginForwarding(http.Response, request);
        var replaced = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in response.Headers)
        {
            // A CORS configuration leaves none of the function's CORS headers.
            if (!IsHeader(name) || (Cors is not null && !answers.MergesCors && CorsAnswer.Owns(name)) || answers.NameOf(name) is not { } sent)
            {
                continue;
            }

            var safe = HeaderText.Printable(value);
            http.Response.Headers[sent] = replaced.Add(sent) ? safe : StringValues.Concat(http.Response.Headers[sent], safe);
        }

        if (Cors is not null && answers.MergesCors)
        {
            answers.WriteCors(http, Cors);
        }

        await SendAsync(body).ConfigureAwait(false);
    }

    private void Begin(int status, bool isForwarded = false)
    {
        var headers = http.Response.Headers;
        http.Response.StatusCode = status;
        answers.WriteIds(headers, Ids);
        headers["x-localaws-decision"] = Ids.RequestId;
        if (Cors is not null && !(isForwarded && answers.MergesCors))
        {
            answers.WriteCors(http, Cors);
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

    /// <summary>Null for what is not the base64 that the function says it is.</summary>
    private byte[]? Decode(GatewayRequest request, ProxyResponse response)
    {
        if (!response.IsBase64Encoded || !answers.Decodes(request))
        {
            return response.Body;
        }

        var decoded = new byte[response.Body.Length];
        return Base64.DecodeFromUtf8(response.Body, decoded, out var read, out var written) == OperationStatus.Done && read == response.Body.Length ? decoded[..written] : null;
    }

    private static bool IsHeader(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange('!', '~') && !name.Contains(':');
}
