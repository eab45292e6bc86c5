using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Integration;
using Emulation.Lambda;
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

    /// <summary>The request, once it has a route.</summary>
    public GatewayRequest? Request { get; set; }

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
        var custom = address.Api?.Responses?.For(error);
        Begin(int.TryParse(custom?.StatusCode, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : error.StatusCode);
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
        await SendAsync(custom is null ? error.Body() : Customized(custom, error)).ConfigureAwait(false);
    }

    /// <summary>Writes the headers that the API has for its own answers, and answers the body.</summary>
    private byte[] Customized(Sam.GatewayResponse custom, GatewayError error)
    {
        const string ofHeader = "gatewayresponse.header.";
        var facts = new ResponseFacts(http, address, Ids, Request, error);
        foreach (var (target, mapping) in custom.Parameters)
        {
            if (target.StartsWith(ofHeader, StringComparison.Ordinal) && IsOthers(target[ofHeader.Length..]) && facts.Mapped(mapping) is { } value)
            {
                http.Response.Headers[target[ofHeader.Length..]] = HeaderText.Printable(value);
            }
        }

        // The client's choice, else JSON, else whatever there is.
        var accepted = http.Request.Headers.Accept.ToString().Split(',', ';')[0].Trim();
        var type = ((string[])[accepted, "application/json"]).FirstOrDefault(custom.Templates.ContainsKey) ?? custom.Templates.Keys.Order(StringComparer.Ordinal).FirstOrDefault();
        if (type is null)
        {
            return error.Body();
        }

        http.Response.ContentType = type;
        return Encoding.UTF8.GetBytes(facts.Fill(custom.Templates[type]));
    }

    /// <summary>Whether a header is the template's to set: LocalAws's own say the truth about a decision.</summary>
    private static bool IsOthers(string header) =>
        IsHeader(header) && !header.StartsWith("x-localaws-", StringComparison.OrdinalIgnoreCase) && !header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        && !header.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);

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
        var replaced = response.Headers.Count > 1 ? new HashSet<string>(StringComparer.OrdinalIgnoreCase) : null;
        foreach (var (name, value) in response.Headers)
        {
            // A CORS configuration leaves none of the function's CORS headers.
            if (!IsHeader(name) || (Cors is not null && !answers.MergesCors && CorsAnswer.Owns(name)) || answers.NameOf(name) is not { } sent)
            {
                continue;
            }

            var safe = HeaderText.Printable(value);
            http.Response.Headers[sent] = (replaced?.Add(sent) ?? true) ? safe : StringValues.Concat(http.Response.Headers[sent], safe);
        }

        if (Cors is not null && answers.MergesCors)
        {
            answers.WriteCors(http, Cors);
        }

        await (response.Rest is { } rest ? StreamAsync(body, rest) : SendAsync(body)).ConfigureAwait(false);
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

    /// <summary>
    /// Passes on what the function writes, as it writes it. Where that breaks off, by a time limit or the end of the process, so does the connection: what has come is not
    /// to be taken for all of it.
    /// </summary>
    private async Task StreamAsync(byte[] begun, StreamedBody rest)
    {
        if (HttpMethods.IsHead(http.Request.Method) || http.Response.StatusCode is 204 or 304)
        {
            rest.Abandon();
            return;
        }

        try
        {
            await http.Response.StartAsync(http.RequestAborted).ConfigureAwait(false);
            await PieceAsync(begun).ConfigureAwait(false);
            await foreach (var piece in rest.ReadAsync(http.RequestAborted).ConfigureAwait(false))
            {
                await PieceAsync(piece).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone, and the function goes on.
            rest.Abandon();
            return;
        }
        catch
        {
            rest.Abandon();
            throw;
        }

        if ((await rest.Ended.ConfigureAwait(false)).FunctionError is not null)
        {
            http.Abort();
        }
    }

    private async Task PieceAsync(byte[] piece)
    {
        if (piece.Length > 0)
        {
            await http.Response.Body.WriteAsync(piece, http.RequestAborted).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
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
