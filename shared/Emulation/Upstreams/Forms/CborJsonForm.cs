using System.Collections.Frozen;
using System.Formats.Cbor;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Protocols.Json;
using Emulation.Wire;
using SigV4;

namespace Emulation.Upstreams.Forms;

/// <summary>
/// AWS's JSON protocol with bodies in CBOR, <c>application/x-amz-cbor-1.1</c>, as SDKs of Java and the Kinesis Client Library speak to Amazon Kinesis. The server is spoken to in
/// JSON, which every server understands. Times are milliseconds here.
/// </summary>
/// <param name="json">The protocol in JSON.</param>
/// <param name="target">What the target says before the dot.</param>
/// <param name="bytes">The members of answers that are bytes.</param>
/// <param name="times">The members of answers that are times.</param>
/// <param name="streams">The operations that answer streams of events.</param>
internal sealed class CborJsonForm(JsonForm json, string target, FrozenSet<string> bytes, FrozenSet<string> times, FrozenSet<string> streams) : IAskingForm
{
    private const string ContentType = "application/x-amz-cbor-1.1";

    public bool SendsJson => true;

    public bool Owns(ReceivedRequest request) => request.OperationOf(target) is not null && IsCbor(request.Http.Request.ContentType) && json.Owns(request);

    public string? OperationOf(ReceivedRequest request) => json.OperationOf(request);

    public JsonObject Read(ReceivedRequest request, IReadOnlySet<string> members)
    {
        if (request.Http.Request.Headers.ContentEncoding.Count > 0)
        {
            throw CallMembers.Refused("Send the request without a content encoding.");
        }

        if (OperationOf(request) is { } operation && streams.Contains(operation))
        {
            throw CallMembers.Refused($"LocalAws has no events in CBOR, in which a client that calls {operation} so reads them. Set AWS_CBOR_DISABLE=true for the client.");
        }

        var read = CborText.Read(request.Body, CborTimes.Milliseconds);
        CallMembers.Check(read);
        return read;
    }

    public UpstreamRequest ForServer(ReceivedRequest request, string operation, JsonObject members)
    {
        var asked = json.Asking(operation, members);
        return asked with
        {
            Headers = [.. asked.Headers, .. ClientHeaders.Of(request.Headers).Where(static header => !header.Name.StartsWith("accept", StringComparison.OrdinalIgnoreCase))],
        };
    }

    public UpstreamRequest Asking(string operation, JsonObject members) => json.Asking(operation, members);

    public ServerReply ReplyOf(bool isDone, byte[] body) => json.ReplyOf(isDone, body);

    public ServiceRefusal Unsigned(VerificationFailure failure) => json.Unsigned(failure);

    public ServiceRefusal Denied(string message) => json.Denied(message);

    public ServiceRefusal Unknown(string? operation, ReceivedRequest request) => json.Unknown(operation, request);

    public async Task SendAsync(HttpContext http, string requestId, string operation, UpstreamAnswer answer)
    {
        if (answer.Refusal is { } refusal)
        {
            http.Response.Headers["x-amzn-RequestId"] = requestId;
            await WriteAsync(http, refusal.StatusCode, CborText.Write(("__type", refusal.Type), ("message", refusal.Message))).ConfigureAwait(false);
            return;
        }

        if (!ServerAnswer.IsDocument(answer.PassedOn!))
        {
            await ServerAnswer.SendAsync(http, requestId, answer).ConfigureAwait(false);
            return;
        }

        using var passedOn = answer.PassedOn!;
        var body = await passedOn.Content.ReadAsByteArrayAsync(http.RequestAborted).ConfigureAwait(false);
        PassedOnAnswer.CopyHead(http, requestId, passedOn);
        await WriteAsync(http, (int)passedOn.StatusCode, Cbor(answer.Rewrite?.Invoke(body) ?? body)).ConfigureAwait(false);
    }

    private static bool IsCbor(string? contentType) => contentType?.Split(';')[0].Trim().Equals(ContentType, StringComparison.OrdinalIgnoreCase) == true;

    private static async Task WriteAsync(HttpContext http, int status, byte[] body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>An operation without an output answers nothing.</summary>
    private byte[] Cbor(byte[] document)
    {
        if (document.Length == 0)
        {
            return [];
        }

        try
        {
            var writer = new CborWriter();
            CborText.Write(writer, JsonNode.Parse(document), bytes, times);
            return writer.Encode();
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            throw new InvalidDataException("The server's answer is not JSON that stands for CBOR.", e);
        }
    }
}
