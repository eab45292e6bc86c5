using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Wire;
using SigV4;

namespace Emulation.Protocols.Json;

/// <summary>
/// AWS's JSON protocol of one service: a call names its operation in <c>X-Amz-Target</c> and has its members in the body. Smithy specification,
/// "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol".
/// </summary>
internal sealed class JsonWire<TDocument>(JsonDialect dialect, Func<ReceivedRequest, IReadOnlySet<string>, TDocument> read) : IWireProtocol<TDocument, JsonAnswer>
{
    /// <summary>Whether a request has the service's target, or is a browser's question before one that has.</summary>
    public bool Owns(ReceivedRequest request) => request.Method == "POST" ? request.OperationOf(dialect.Target) is not null : Preflight.Is(request.Http.Request);

    /// <summary>Null also when there is more than one target: two readers might each take another.</summary>
    public string? OperationOf(ReceivedRequest request) => request.Http.Request.Headers["X-Amz-Target"].Count == 1 ? request.OperationOf(dialect.Target) : null;

    public TDocument Read(ReceivedRequest request, IReadOnlySet<string> members) => read(request, members);

    public ServiceRefusal Unsigned(VerificationFailure failure) =>
        new(400, dialect.FrontEnd + failure.ErrorType, failure.Error == VerificationError.MissingSignature ? dialect.MissingSignature ?? failure.Message : failure.Message);

    public ServiceRefusal Denied(string message) => new(400, $"{dialect.FrontEnd}AccessDeniedException", message);

    public ServiceRefusal Unknown(string? operation, ReceivedRequest request) => dialect.Unknown(operation, request);

    public bool AnswersBrowser(HttpContext http) => Preflight.Answers(http);

    public Task SendAsync(HttpContext http, string requestId, string operation, JsonAnswer answer)
    {
        if (!dialect.TellsPagesOnly || http.Request.Headers.Origin.Count > 0)
        {
            // The AWS SDK for JavaScript calls from pages. What counts is in the call itself, so any page may.
            http.Response.Headers.AccessControlAllowOrigin = "*";
            http.Response.Headers.AccessControlExposeHeaders = dialect.Exposed;
        }

        return answer.PassedOn is { } passedOn ? PassedOnAnswer.SendAsync(http, requestId, passedOn) : WriteAsync(http, requestId, answer);
    }

    private async Task WriteAsync(HttpContext http, string requestId, JsonAnswer answer)
    {
        var body = BodyOf(answer);
        http.Response.StatusCode = answer.Refusal?.StatusCode ?? 200;
        http.Response.ContentType = dialect.ContentType;
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        if (answer.Refusal is { } refusal && dialect.HasErrorHeaders)
        {
            http.Response.Headers["x-amzn-ErrorType"] = $"{refusal.Type}:";
            http.Response.Headers["x-amzn-ErrorMessage"] = HeaderText.Printable(refusal.Message);
        }

        if (dialect.HasChecksum)
        {
            http.Response.Headers["x-amz-crc32"] = Crc32.HashToUInt32(body).ToString(CultureInfo.InvariantCulture);
        }

        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }

    private byte[] BodyOf(JsonAnswer answer)
    {
        if (answer.Refusal is not { } refusal)
        {
            return answer.Document is { } document ? Encoding.UTF8.GetBytes(document.ToJsonString()) : [];
        }

        // A refusal without words has no message at all.
        var told = new JsonObject { ["__type"] = refusal.Type };
        if (refusal.Message.Length > 0)
        {
            told[dialect.MessageMember(refusal.Type)] = refusal.Message;
        }

        return Encoding.UTF8.GetBytes(told.ToJsonString());
    }
}
