using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Wire;
using SigV4;

namespace Emulation.Upstreams.Forms;

/// <summary>Smithy RPC v2 CBOR: the operation is in the path, the members are a map of CBOR. Smithy specification, "Smithy RPC v2 CBOR protocol".</summary>
/// <param name="service">The service's name in signatures.</param>
/// <param name="target">What the path says before the operation, such as <c>GraniteServiceVersion20100801</c>.</param>
/// <param name="dialect">How the service words its refusals.</param>
internal sealed class CborForm(string service, string target, FrontDialect dialect) : IFrontForm
{
    private const string Protocol = "rpc-v2-cbor";
    private const string ContentType = "application/cbor";
    private readonly string path = $"/service/{target}/operation/";

    public bool Owns(ReceivedRequest request) =>
        request.Method == "POST" && request.Http.Request.Headers["smithy-protocol"] == Protocol
        && request.Path.StartsWith(path, StringComparison.Ordinal) && request.SignedService == service;

    /// <summary>Null also where there is a target, or a query that another reader might take for a call.</summary>
    public string? OperationOf(ReceivedRequest request) =>
        request.Query.IsEmpty && request.Http.Request.Headers["X-Amz-Target"].Count == 0 ? request.Path[path.Length..].ToString() : null;

    public JsonObject Read(ReceivedRequest request, IReadOnlySet<string> members)
    {
        if (request.Http.Request.Headers.ContentEncoding.Count > 0)
        {
            throw CallMembers.Refused("Send the request without a content encoding.");
        }

        var read = CborText.Read(request.Body);
        CallMembers.Check(read);
        return read;
    }

    public UpstreamRequest ForServer(ReceivedRequest request, string operation, JsonObject members) => new(
        "POST",
        $"{path}{operation}{UpstreamRequest.NoForm}",
        [.. ClientHeaders.Of(request.Headers), new HeaderField("content-type", ContentType), new HeaderField("smithy-protocol", Protocol)],
        request.Body);

    public ServiceRefusal Unsigned(VerificationFailure failure) => dialect.Unsigned(failure);

    public ServiceRefusal Denied(string message) => dialect.DeniedBy(message);

    public ServiceRefusal Unknown(string? operation, ReceivedRequest request) => new(
        404, "UnknownOperationException", $"LocalAws lets no {service}:{ClientText.Shown(operation ?? "?")} through: AWS's service data has no such operation.");

    public Task SendAsync(HttpContext http, string requestId, string operation, UpstreamAnswer answer) => answer.Refusal is { } refusal
        ? RefuseAsync(http, requestId, refusal)
        : ServerAnswer.SendAsync(http, requestId, answer);

    private async Task RefuseAsync(HttpContext http, string requestId, ServiceRefusal refusal)
    {
        var body = CborText.Write(("__type", refusal.Type), ("message", refusal.Message));
        http.Response.StatusCode = refusal.StatusCode;
        http.Response.ContentType = ContentType;
        http.Response.Headers["smithy-protocol"] = Protocol;
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        if (dialect.TellsQueryError)
        {
            http.Response.Headers["x-amzn-query-error"] = $"{refusal.Type};{(refusal.StatusCode < 500 ? "Sender" : "Receiver")}";
        }

        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
