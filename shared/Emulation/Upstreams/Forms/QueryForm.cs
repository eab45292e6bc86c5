using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Wire;
using SigV4;

namespace Emulation.Upstreams.Forms;

/// <summary>AWS's Query protocol: operation and members are a form, in the query or the body. Smithy specification, "AWS Query protocol".</summary>
/// <param name="service">The service's name in signatures.</param>
/// <param name="version">The API's version.</param>
/// <param name="ns">The XML namespace of its answers.</param>
/// <param name="dialect">How the service words its refusals.</param>
internal sealed class QueryForm(string service, string version, string ns, FrontDialect dialect) : IAskingForm
{
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Whether refusals have an empty <c>Detail</c>, as Amazon SQS has it.</summary>
    public bool HasDetail { get; init; }

    /// <summary>Whether it is EC2's form of the protocol. Smithy specification, "AWS EC2 query protocol".</summary>
    public bool IsEc2 { get; init; }

    /// <summary>The versions of other APIs that are signed with the same name, each with a form of its own.</summary>
    public ImmutableArray<string> OtherVersions { get; init; } = [];

    /// <summary>What names the version of another API is that one's.</summary>
    public bool Owns(ReceivedRequest request) => request.Http.Request.Headers["X-Amz-Target"].Count == 0 && request.SignedService == service
        && ((request.Method == "GET" && request.Query.Contains("Action=", StringComparison.Ordinal)) || (request.Method == "POST" && IsForm(request)))
        && (OtherVersions.IsEmpty || FormFields.Read(request.Query, request.Body)?.GetValueOrDefault("Version") is not { } named || !OtherVersions.Contains(named));

    public string? OperationOf(ReceivedRequest request) => FormFields.Read(request.Query, request.Body) is { } fields
        && fields.GetValueOrDefault("Version") is var named && (named is null || named == version) ? fields.GetValueOrDefault("Action") : null;

    public JsonObject Read(ReceivedRequest request, IReadOnlySet<string> members) => FormMembers.Of(Fields(request));

    public UpstreamRequest ForServer(ReceivedRequest request, string operation, JsonObject members)
    {
        var fields = Fields(request);
        fields["Action"] = operation;
        fields["Version"] = version;
        return Written(fields, ClientHeaders.Of(request.Headers));
    }

    public UpstreamRequest Asking(string operation, JsonObject members) =>
        Written(FormMembers.FieldsOf(members).Prepend(new("Version", version)).Prepend(new("Action", operation)), []);

    public ServerReply ReplyOf(bool isDone, byte[] body) => XmlMembers.Read(isDone, body);

    public ServiceRefusal Unsigned(VerificationFailure failure) => Protocols.Query.QueryError.From(failure);

    public ServiceRefusal Denied(string message) => dialect.DeniedBy(message);

    public ServiceRefusal Unknown(string? operation, ReceivedRequest request) => operation is null
        ? new ServiceRefusal(400, "InvalidAction", $"The request names no operation of version {version} of {service}, or a parameter twice.")
        : new ServiceRefusal(400, "InvalidAction", $"LocalAws lets no {service}:{ClientText.Shown(operation)} through: AWS's service data has no such operation.");

    public Task SendAsync(HttpContext http, string requestId, string operation, UpstreamAnswer answer) => answer.Refusal is { } refusal
        ? RefuseAsync(http, requestId, refusal)
        : ServerAnswer.SendAsync(http, requestId, answer);

    private static UpstreamRequest Written(IEnumerable<KeyValuePair<string, string>> fields, IEnumerable<HeaderField> headers) => new(
        "POST",
        "/",
        [.. headers, new HeaderField("content-type", $"{FormType}; charset=utf-8")],
        Encoding.UTF8.GetBytes(string.Join('&', fields.Select(static field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"))));

    private static bool IsForm(ReceivedRequest request) =>
        (request.Http.Request.ContentType ?? FormType).StartsWith(FormType, StringComparison.OrdinalIgnoreCase);

    private static SortedDictionary<string, string> Fields(ReceivedRequest request) =>
        FormFields.Read(request.Query, request.Body) ?? throw new RefusedException(new ServiceRefusal(400, "MalformedQueryString", "The request names a parameter twice."));

    private async Task RefuseAsync(HttpContext http, string requestId, ServiceRefusal refusal)
    {
        var body = IsEc2 ? XmlRefusal.OfEc2(refusal, requestId) : XmlRefusal.Document("ErrorResponse", ns, refusal, requestId, HasDetail);
        http.Response.StatusCode = refusal.StatusCode;
        http.Response.ContentType = "text/xml";
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
