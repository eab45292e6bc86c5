using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Sam.Resources;

namespace Sam.Integrations;

/// <summary>
/// Reads integrations that send requests on to a server: <c>HTTP_PROXY</c>, and <c>HTTP</c> without templates. API Gateway Developer Guide, "HTTP integrations for REST APIs in
/// API Gateway" and
/// "Create HTTP proxy integrations for HTTP APIs".
/// </summary>
/// <param name="kind">The kind of API: parts of the path stand in for parts of an HTTP API's URI by themselves, and in a REST API's where a mapping says so.</param>
internal sealed partial class HttpIntegration(ApiKind kind)
{
    private const string OfHeader = "method.response.header.";
    private const string OfPath = "integration.request.path.";

    private static readonly string[] Targets = ["integration.request.path.", "integration.request.querystring.", "integration.request.header."];
    private static readonly string[] Sources = ["method.request.path.", "method.request.querystring.", "method.request.header.", "stageVariables."];

    /// <summary>The server; null where <paramref name="why"/> says why it cannot be asked as API Gateway does.</summary>
    public HttpBackend? Read(ApiIntegration integration, IReadOnlyDictionary<string, string> variables, out string why)
    {
        why = "";
        var isProxy = integration.Type == "http_proxy";
        if (integration.Uri is not { } uri)
        {
            why = "The integration does not say where requests go.";
        }
        else if (StageVariables.Into(uri, variables) is not { } written)
        {
            why = $"'{uri}' names a variable that the stage does not have.";
        }
        else if (ProblemOf(integration, isProxy) is { } problem)
        {
            why = problem;
        }
        else if (!Uri.TryCreate(Braces().Replace(written, "x"), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
        {
            why = $"'{written}' is no address of a server that LocalAws sends requests to.";
        }
        else if (Braces().IsMatch(BeforePath(written)))
        {
            why = $"In '{written}' callers choose the server.";
        }
        else if (kind == ApiKind.Rest && Braces().Matches(written).FirstOrDefault(one => !integration.RequestParameters.ContainsKey(OfPath + Name(one))) is { } unmapped)
        {
            why = $"Nothing maps a part of the request's path to {unmapped.Value} of '{written}'.";
        }
        else
        {
            var method = integration.HttpMethod?.ToUpperInvariant() ?? "ANY";
            return new HttpBackend(method, written, isProxy, integration.RequestParameters)
            {
                SkipsVerification = SkipsVerification(integration.Values),
                Answers = isProxy ? [] : [.. integration.Responses.Select(Answer)],
            };
        }

        return null;
    }

    private string? ProblemOf(ApiIntegration integration, bool isProxy)
    {
        if ((integration.ConnectionType ?? Connection(integration.Values)) is not (null or "" or "INTERNET"))
        {
            return "LocalAws has no VPC links.";
        }

        if (kind == ApiKind.Http)
        {
            return integration.Values["RequestParameters"] is null && integration.Values["requestParameters"] is null
                ? null : "LocalAws does not change the parameters of an HTTP API's requests.";
        }

        if (integration.RequestParameters.FirstOrDefault(static one => !IsMapping(one.Key, one.Value)) is { Key: { } odd } mapping)
        {
            return $"LocalAws does not map '{mapping.Value}' to '{odd}'.";
        }

        if (isProxy)
        {
            return null;
        }

        return !integration.RequestTemplates.IsEmpty ? "LocalAws does not run Velocity templates, and one makes the body that is sent on."
            : Passthrough(integration) is "never" ? "The integration takes no body that no template is for, and LocalAws runs no Velocity templates."
            : integration.Responses.IsEmpty ? "The integration has no response, so that API Gateway answers 500."
            : integration.Responses.Select(ProblemOf).FirstOrDefault(static problem => problem is not null);
    }

    private static string? ProblemOf(IntegrationResponse response)
    {
        if (!response.Templates.IsEmpty)
        {
            return "LocalAws does not run Velocity templates, and one makes the body of the answer.";
        }

        if (!int.TryParse(response.StatusCode, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 100 or > 999)
        {
            return $"'{response.StatusCode}' is no status of an answer.";
        }

        try
        {
            _ = Regex.IsMatch("", response.Selector, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(50));
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return $"'{response.Selector}' is no regular expression.";
        }

        return response.Parameters.FirstOrDefault(static one => !one.Key.StartsWith(OfHeader, StringComparison.Ordinal) || !IsAnswerMapping(one.Value)) is { Key: { } odd } mapping
            ? $"LocalAws does not map '{mapping.Value}' to '{odd}'."
            : null;
    }

    private static BackendAnswer Answer(IntegrationResponse response) => new(
        response.Selector is "default" ? "" : response.Selector,
        int.Parse(response.StatusCode, CultureInfo.InvariantCulture),
        response.Parameters.ToImmutableDictionary(static one => one.Key[OfHeader.Length..], static one => one.Value, StringComparer.OrdinalIgnoreCase));

    private static bool IsMapping(string target, string source) =>
        Array.Exists(Targets, prefix => target.StartsWith(prefix, StringComparison.Ordinal) && target.Length > prefix.Length)
        && (HttpBackend.TryLiteral(source, out _) || Array.Exists(Sources, prefix => source.StartsWith(prefix, StringComparison.Ordinal)));

    private static bool IsAnswerMapping(string source) =>
        HttpBackend.TryLiteral(source, out _) || source.StartsWith(HttpBackend.OfAnswersHeader, StringComparison.Ordinal);

    private static string? Connection(Values values) => values["ConnectionType"] is null ? null : values.Text("ConnectionType")?.ToUpperInvariant() ?? "UNKNOWN";

    // One that cannot be told is taken for the strictest.
    private static string? Passthrough(ApiIntegration integration) => integration.PassthroughBehavior
        ?? (integration.Values["PassthroughBehavior"] is null ? null : integration.Values.Text("PassthroughBehavior")?.ToLowerInvariant() ?? "never");

    private static bool SkipsVerification(Values values)
    {
        var isPlain = values["TlsConfig"] is not null;
        var tls = isPlain ? values.Inner("TlsConfig") : values["tlsConfig"] is not null ? values.Inner("tlsConfig") : null;
        return tls?.Flag(isPlain ? "InsecureSkipVerification" : "insecureSkipVerification") == true;
    }

    private static string BeforePath(string uri)
    {
        var host = uri.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = uri.IndexOfAny(['/', '?'], host);
        return end < 0 ? uri : uri[..end];
    }

    private static string Name(Match brace) => brace.Value[1..^1].TrimEnd('+');

    [GeneratedRegex(@"\{[^{}/]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Braces();
}
