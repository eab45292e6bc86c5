using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Emulation.Calls;
using Emulation.ServiceReference;
using Emulation.ServiceReference.Routes;
using Emulation.Upstreams.Bodies;
using Emulation.Wire;
using SigV4;

namespace Emulation.Upstreams.Forms;

/// <summary>AWS's REST protocols: method and path name the operation; members are in path, query, headers and body. Smithy specification, "HTTP binding traits".</summary>
/// <param name="api">The API, with its routes.</param>
/// <param name="isXml">Whether bodies are XML.</param>
/// <param name="dialect">How the service words its refusals.</param>
internal sealed class RestForm(ServiceApi api, bool isXml, FrontDialect dialect) : IFrontForm
{
    /// <summary>The API's name, such as <c>sesv2</c>.</summary>
    public string Api => api.Name;

    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true };

    /// <summary>By its route. What no API of this signing name has a route for is refused by the first of them.</summary>
    public bool Owns(ReceivedRequest request) => request.SignedService == api.SigningName && request.Http.Request.Headers["X-Amz-Target"].Count == 0
        && (Route(request) is { } routed ? routed.Operation.Api == api : !IsForm(request) && ServiceData.SignedAs(api.SigningName).First(static one => IsRest(one)) == api);

    public string? OperationOf(ReceivedRequest request) => Route(request)?.Operation.Name;

    public bool StreamsBody(ReceivedRequest head) => BodyInPieces.IsTold(head, out var payload)
        && (!payload.IsSigned || head.Http.Request.ContentLength is not { } length || length > IAwsService.LongestBodyOfMost)
        && Route(head) is { } routed && IsStream(routed.Operation);

    public JsonObject Read(ReceivedRequest request, IReadOnlySet<string> members)
    {
        var routed = Route(request)!;
        var read = BodyOf(request, routed.Operation);
        foreach (var (name, value) in routed.Labels)
        {
            read[name] = value is "." or ".." ? throw CallMembers.Refused($"{name} is no name: {value}") : JsonValue.Create(value);
        }

        foreach (var member in routed.Operation.Members.Where(static member => member.Place is MemberPlace.Query or MemberPlace.Header))
        {
            var values = member.Place == MemberPlace.Query ? request.Http.Request.Query[member.Wire] : request.Http.Request.Headers[member.Wire];
            if (values.Count > 0)
            {
                read[member.Name] = member.Kind == MemberKind.Texts ? new JsonArray([.. values.Select(static value => (JsonNode?)JsonValue.Create(value))])
                    : values.Count == 1 ? JsonValue.Create(values[0])
                    : throw CallMembers.Refused($"The request has {member.Wire} twice.");
            }
        }

        return read;
    }

    public UpstreamRequest ForServer(ReceivedRequest request, string operation, JsonObject members)
    {
        var called = api.Operations[operation];
        return new UpstreamRequest(
            request.Method,
            WithoutSignature(request),
            [.. ClientHeaders.Of(request.Headers), .. request.Headers.Where(header => IsOfBody(header.Name, IsStream(called)) || IsMember(header.Name, called))],
            request.Body);
    }

    public ServiceRefusal Unsigned(VerificationFailure failure) => dialect.Unsigned(failure);

    public ServiceRefusal Denied(string message) => dialect.DeniedBy(message);

    public ServiceRefusal Unknown(string? operation, ReceivedRequest request) => new(
        404,
        "UnknownOperationException",
        $"LocalAws lets no {ClientText.Shown(request.Method)} {ClientText.Shown(request.Path.ToString())} of {api.SigningName} through: AWS's service data has no such operation.");

    public Task SendAsync(HttpContext http, string requestId, string operation, UpstreamAnswer answer) => answer.Refusal is { } refusal
        ? RefuseAsync(http, requestId, refusal)
        : ServerAnswer.SendAsync(http, requestId, answer);

    private static bool IsRest(ServiceApi api) => api.Protocols.Any(static protocol => protocol.StartsWith("rest-", StringComparison.Ordinal));

    private static bool IsForm(ReceivedRequest request) =>
        (request.Http.Request.ContentType ?? "").StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static bool IsMember(string header, ModelOperation operation) => operation.Members.Any(member =>
        (member.Place == MemberPlace.Header && member.Wire.Equals(header, StringComparison.OrdinalIgnoreCase))
        || (member.Place == MemberPlace.Headers && header.StartsWith(member.Wire, StringComparison.OrdinalIgnoreCase)));

    private static bool IsOfBody(string name, bool isStream) =>
        name.Equals("content-type", StringComparison.OrdinalIgnoreCase) || name.Equals("content-md5", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase) || name.Equals("x-amz-sdk-checksum-algorithm", StringComparison.OrdinalIgnoreCase)
        || (isStream && name.Equals("content-encoding", StringComparison.OrdinalIgnoreCase));

    /// <summary>Path and query as they came, but for what a presigned query adds.</summary>
    private static string WithoutSignature(ReceivedRequest request)
    {
        var query = string.Join('&', request.Query.ToString().Split('&').Where(static pair => pair.Length > 0 && !pair.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase)));
        return query.Length == 0 ? request.Path.ToString() : $"{request.Path}?{query}";
    }

    private RoutedCall? Route(ReceivedRequest request) => ServiceData.Route(api.SigningName, request.Method, request.Path.ToString(), request.Query.ToString());

    private static bool IsStream(ModelOperation operation) =>
        operation.BodyStreams || operation.Members.Any(static member => member.Place == MemberPlace.WholeBody && member.Kind != MemberKind.Structure);

    private JsonObject BodyOf(ReceivedRequest request, ModelOperation operation)
    {
        // Of a stream, or a body that is one member alone, nothing names a resource.
        if (request.Body.Length == 0 || IsStream(operation))
        {
            return [];
        }

        if (request.Http.Request.Headers.ContentEncoding.Count > 0)
        {
            throw CallMembers.Refused("Send the request without a content encoding.");
        }

        return isXml ? OfXml(request.Body) : CallMembers.OfJson(request.Body);
    }

    /// <summary>The elements below the root, as texts and structures; of elements of one name a list.</summary>
    private static JsonObject OfXml(byte[] body)
    {
        try
        {
            using var stream = new MemoryStream(body);
            using var reader = XmlReader.Create(stream, Strict);
            return XmlBody.Read(reader);
        }
        catch (XmlException)
        {
            throw new RefusedException(new ServiceRefusal(400, "MalformedXML", "The request is not XML."));
        }
    }

    private async Task RefuseAsync(HttpContext http, string requestId, ServiceRefusal refusal)
    {
        var body = isXml
            ? XmlRefusal.Document("ErrorResponse", api.XmlNamespace, refusal, requestId)
            : Encoding.UTF8.GetBytes(new JsonObject { ["Message"] = refusal.Message }.ToJsonString());
        http.Response.StatusCode = refusal.StatusCode;
        http.Response.ContentType = isXml ? "text/xml" : "application/json";
        http.Response.Headers["x-amzn-RequestId"] = requestId;

        // Clients read the code here and nowhere else.
        http.Response.Headers["x-amzn-ErrorType"] = refusal.Type;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
