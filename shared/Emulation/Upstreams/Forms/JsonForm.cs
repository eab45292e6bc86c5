using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Protocols.Json;
using Emulation.Wire;
using SigV4;

namespace Emulation.Upstreams.Forms;

/// <summary>
/// AWS's JSON protocols: the operation is in <c>X-Amz-Target</c>, the members are in the body. Smithy specification, "AWS JSON 1.0 protocol", "AWS JSON 1.1 protocol".
/// </summary>
/// <param name="service">The service's name in signatures.</param>
/// <param name="target">What the target says before the dot, such as <c>AmazonSQS</c>.</param>
/// <param name="version">Such as <c>1.0</c>.</param>
/// <param name="dialect">How the service words its refusals.</param>
internal sealed class JsonForm(string service, string target, string version, FrontDialect dialect) : IAskingForm
{
    private readonly string contentType = $"application/x-amz-json-{version}";

    /// <summary>The targets of other APIs that are signed with the same name, each with a form of its own.</summary>
    public ImmutableArray<string> OtherTargets { get; init; } = [];

    /// <summary>By its target; what is signed for the service and names another's, or none, is refused here.</summary>
    public bool Owns(ReceivedRequest request) => request.Method == "POST"
        ? request.Http.Request.Headers["X-Amz-Target"] is { Count: > 0 } named
            && (IsOf(named[0]!, target) || (request.SignedService == service && !OtherTargets.Any(other => IsOf(named[0]!, other))))
        : Preflight.Is(request.Http.Request) && request.Http.Request.Headers.AccessControlRequestHeaders.Count > 0 && request.SignedService == service;

    /// <summary>Null also where there is more than one target, or a query that another reader might take for a call.</summary>
    public string? OperationOf(ReceivedRequest request) =>
        request.Http.Request.Headers["X-Amz-Target"].Count == 1 && request.Query.IsEmpty ? request.OperationOf(target) : null;

    public JsonObject Read(ReceivedRequest request, IReadOnlySet<string> members)
    {
        var type = (request.Http.Request.ContentType ?? "").Split(';')[0].Trim();
        return request.Http.Request.Headers.ContentEncoding.Count > 0 || !(type.StartsWith("application/x-amz-json-1.", StringComparison.Ordinal) || type == "application/json")
            ? throw CallMembers.Refused($"The content type is '{ClientText.Shown(type)}'. Send {contentType}, without a content encoding.")
            : CallMembers.OfJson(request.Body);
    }

    public UpstreamRequest ForServer(ReceivedRequest request, string operation, JsonObject members) => new(
        "POST",
        "/",
        [.. ClientHeaders.Of(request.Headers), new HeaderField("content-type", contentType), new HeaderField("x-amz-target", $"{target}.{operation}")],
        JsonBytes.WithoutAmpersands(request.Body));

    public UpstreamRequest Asking(string operation, JsonObject members) => new(
        "POST", "/", [new HeaderField("content-type", contentType), new HeaderField("x-amz-target", $"{target}.{operation}")], Encoding.UTF8.GetBytes(members.ToJsonString()));

    public ServerReply ReplyOf(bool isDone, byte[] body)
    {
        try
        {
            // An operation without an output answers nothing.
            var members = JsonNode.Parse(body.Length == 0 ? "{}"u8 : body) as JsonObject;
            return isDone ? new ServerReply(members ?? []) : new ServerReply(null, ((string?)members?["__type"])?.Split(':')[0].Split('#')[^1]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    public bool SendsJson => true;

    public ServiceRefusal Unsigned(VerificationFailure failure) => dialect.Unsigned(failure);

    public ServiceRefusal Denied(string message) => dialect.DeniedBy(message);

    public ServiceRefusal Unknown(string? operation, ReceivedRequest request) => new(
        400, "UnknownOperationException", operation is null
            ? $"The request names no operation of {service} in one header X-Amz-Target, or has a query."
            : $"LocalAws lets no {service}:{ClientText.Shown(operation)} through: AWS's service data has no such operation.");

    public Task SendAsync(HttpContext http, string requestId, string operation, UpstreamAnswer answer) => answer.Refusal is { } refusal
        ? RefuseAsync(http, requestId, refusal)
        : ServerAnswer.SendAsync(http, requestId, answer);

    private static bool IsOf(string named, string target) => named.StartsWith(target, StringComparison.Ordinal) && named.AsSpan(target.Length) is ['.', ..];

    private async Task RefuseAsync(HttpContext http, string requestId, ServiceRefusal refusal)
    {
        var isOfFront = refusal.Type is "AccessDeniedException" or "AccessDenied" || dialect.HasQueryCodes;
        var told = new JsonObject { ["__type"] = isOfFront ? $"{dialect.Namespace}{TypeOf(refusal)}" : refusal.Type, ["Message"] = refusal.Message };
        var body = Encoding.UTF8.GetBytes(told.ToJsonString());
        http.Response.StatusCode = refusal.StatusCode;
        http.Response.ContentType = contentType;
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        if (dialect.TellsQueryError)
        {
            http.Response.Headers["x-amzn-query-error"] = $"{refusal.Type};{(refusal.StatusCode < 500 ? "Sender" : "Receiver")}";
        }

        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>In JSON a code of the Query protocol is an exception's name.</summary>
    private static string TypeOf(ServiceRefusal refusal) => refusal.Type == "AccessDenied" ? "AccessDeniedException" : refusal.Type;
}
