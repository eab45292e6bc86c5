using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Integration.Events;

namespace Emulation.Gateway.Answers;

/// <summary>
/// What gateway responses may say of a request: <c>context.*</c>, <c>stageVariables.*</c> and <c>method.request.*</c>. They know no Velocity: all else stands for itself.
/// "Variables for gateway
/// responses in API Gateway", and "Mapping template and access logging variable reference".
/// </summary>
internal sealed partial class ResponseFacts(HttpContext http, ApiAddress address, RequestIds ids, GatewayRequest? request, GatewayError error)
{
    private const string OfHeader = "method.request.header.";
    private const string OfQuery = "method.request.querystring.";
    private const string OfPath = "method.request.path.";
    private const string OfContext = "context.";
    private const string OfStage = "stageVariables.";

    /// <summary>A body with what its template names; what is not there is nothing.</summary>
    public string Fill(string template) => Variable().Replace(template, match => Find(match.Groups["bare"].Value + match.Groups["braced"].Value) ?? "");

    /// <summary>What a header's mapping stands for; null for nothing, and then there is no header.</summary>
    public string? Mapped(string mapping) => Sam.HttpBackend.TryLiteral(mapping, out var literal) ? literal : Find(mapping);

    private string? Find(string name) =>
        After(name, OfHeader) is { } header ? http.Request.Headers[header] is [.., var value] ? value : null
        : After(name, OfQuery) is { } query ? Query().TryGetValue(query, out var all) ? all[^1] : null
        : After(name, OfPath) is { } path ? request?.Match.PathParameters.FirstOrDefault(pair => pair.Key == path).Value
        : After(name, OfStage) is { } stage ? address.Api?.Api.StageVariables.GetValueOrDefault(stage)
        : After(name, OfContext) is { } context ? Context(context)
        : null;

    private string? Context(string name) => name switch
    {
        "accountId" => address.Api?.AccountId.ToString(),
        "apiId" => address.Api?.Api.ApiId,
        "domainName" => request?.DomainName,
        "error.message" => error.Message,
        "error.messageString" => error.Message is null ? "null" : $"\"{JsonEncodedText.Encode(error.Message, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"",
        "error.responseType" => error.ResponseType,
        "error.validationErrorString" => error.ResponseType is "BAD_REQUEST_BODY" ? error.Message : null,
        "extendedRequestId" => ids.ExtendedRequestId,
        "httpMethod" => http.Request.Method,
        "identity.sourceIp" => http.Connection.RemoteIpAddress?.ToString(),
        "identity.userAgent" => http.Request.Headers.UserAgent.ToString(),
        "identity.apiKeyId" => null,
        "path" => $"{address.Api?.StagePath}{address.Path}",
        "protocol" => http.Request.Protocol,
        "requestId" => ids.RequestId,
        "requestTimeEpoch" => request?.ReceivedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        "resourcePath" => request?.Route.Path,
        "stage" => address.Api?.Api.StageName,
        _ => null,
    };

    private OrderedDictionary<string, List<string>> Query() => ProxyEventQuery.Parse(http.Request.QueryString.Value is ['?', .. var query] ? query : "");

    private static string? After(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;

    [GeneratedRegex(
        @"\$(?:(?<bare>(?:context|stageVariables|method)(?:\.[A-Za-z0-9_-]+)+)|\{(?<braced>(?:context|stageVariables|method)(?:\.[A-Za-z0-9_-]+)+)\})",
        RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
