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

    public bool StreamsBody(ReceivedRequest head) => StreamedBody.IsTold(head, out var payload)
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
                read[member.Name] = member.Kind == MemberKind.Texts || (member.Kind == MemberKind.Other && values.Count > 1)
                    ? new JsonArray([.. values.Select(static value => (JsonNode?)JsonValue.Create(value))])
                    : values.Count == 1 ? JsonValue.Create(values[0])
                    : throw CallMembers.Refused($"The request has {member.Wire} twice.");
            }
        }

        return read;
    }

    public UpstreamRequest ForServer(ReceivedRequest request, string operation, JsonObject members)
    {
        var model = api.Operations[operation];
        var bound = model.Members.Where(static member => member.Place is MemberPlace.Header or MemberPlace.Headers).ToList();
        var isStream = IsStream(model);
        var isJson = !isXml && !isStream;
        var hasBody = isStream || request.Body.Length > 0;
        var type = isStream ? OpaqueType(request) : isXml ? "application/xml" : "application/json";
        var query = QueryOf(request, model);
        return new UpstreamRequest(
            request.Method,
            query.Length > 0 ? $"{request.Path}?{query}" : isJson || !hasBody ? request.Path.ToString() : $"{request.Path}{UpstreamRequest.NoForm}",
            [
                .. ClientHeaders.Of(request.Headers),
                .. request.Headers.Where(header => !IsType(header.Name) && (IsOfBody(header.Name)
                    || (isStream && header.Name.Equals("content-encoding", StringComparison.OrdinalIgnoreCase)) || bound.Exists(member => member.Place == MemberPlace.Header
                        ? member.Wire.Equals(header.Name, StringComparison.OrdinalIgnoreCase)
                        : header.Name.StartsWith(member.Wire, StringComparison.OrdinalIgnoreCase)))),
                .. hasBody ? new[] { new HeaderField("content-type", type) } : [],
            ],
            isJson ? JsonBytes.WithoutAmpersands(request.Body) : request.Body);
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

    private static bool IsType(string name) => name.Equals("content-type", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfBody(string name) => name.Equals("content-md5", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase) || name.Equals("x-amz-sdk-checksum-algorithm", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The query anew: what the route itself has, and the operation's own members. AWS reads nothing else, and a server that does must not read what nobody was asked about.
    /// </summary>
    private static string QueryOf(ReceivedRequest request, ModelOperation operation)
    {
        var asked = PercentText.Query(request.Query.ToString()) ?? [];
        var own = operation.Members.Where(static member => member.Place == MemberPlace.Query).Select(static member => member.Wire)
            .Concat(operation.Route!.Query.Select(static one => one.Key)).ToHashSet(StringComparer.Ordinal);

        // A few operations take a map there, of names that they choose; none of those is another's.
        var others = operation.Members.Any(static member => member is { Place: MemberPlace.Query, Kind: MemberKind.Map })
            ? operation.Members.Select(static member => member.Wire).Append("Action").ToHashSet(StringComparer.OrdinalIgnoreCase) : null;
        return string.Join('&', asked
            .Where(one => own.Contains(one.Key) || (others?.Contains(one.Key) == false && !one.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase)))
            .Select(static one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value)}"));
    }

    /// <summary>What the caller says of bytes; a form is none of them, since a server may take its fields for the call's own.</summary>
    private static string OpaqueType(ReceivedRequest request) => request.Http.Request.ContentType switch
    {
        null or "" => "application/octet-stream",
        var type when IsForm(request) || type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) =>
            throw CallMembers.Refused(
                $"LocalAws sends no body of the content type {ClientText.Shown(type.Split(';')[0])} on: a server may read it as a form. Send application/octet-stream."),
        var type => type,
    };

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
            var read = XmlBody.Read(reader);
            return HasBlanks(read) ? throw CallMembers.Refused("A text of the document begins or ends with a blank: a server may not keep it.") : read;
        }
        catch (XmlException)
        {
            throw new RefusedException(new ServiceRefusal(400, "MalformedXML", "The request is not XML."));
        }
    }

    private static bool HasBlanks(JsonNode? node) => node switch
    {
        JsonObject members => members.Any(static one => HasBlanks(one.Value)),
        JsonArray items => items.Any(HasBlanks),
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])),
        _ => false,
    };

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
