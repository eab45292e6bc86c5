using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sam.Integrations;

/// <summary>
/// Reads what a mock integration answers, where that depends on nothing in the request: its template says a status, and the response of that status says headers and body.
/// API Gateway Developer Guide, "Mock integrations for REST APIs in API Gateway".
/// </summary>
internal static partial class MockIntegration
{
    private const string OfHeader = "method.response.header.";

    /// <summary>The answer; null where it depends on the request, which <paramref name="why"/> says.</summary>
    public static MockAnswer? Read(ApiIntegration integration, out string why)
    {
        why = "";
        if (StatusOf(integration.RequestTemplates) is not { } status)
        {
            why = "The mock integration has no template that says one statusCode, whatever is asked.";
            return null;
        }

        if (ResponseFor(integration.Responses, status) is not { } response || !int.TryParse(response.StatusCode, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || code is < 100 or > 999)
        {
            why = $"The mock integration has no response for the status {status}.";
            return null;
        }

        var template = response.Templates.OrderByDescending(static one => one.Key == "application/json").ThenBy(static one => one.Key, StringComparer.Ordinal).FirstOrDefault();
        if (!IsStatic(template.Value ?? ""))
        {
            why = "LocalAws does not run Velocity templates, and one makes the body of the mock integration's answer.";
            return null;
        }

        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var (name, expression) in response.Parameters.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(OfHeader, StringComparison.Ordinal) || Literal(expression) is not { } value)
            {
                why = $"The header {name} of the mock integration's answer is no text in quotes of its own, but {expression}.";
                return null;
            }

            headers.Add(KeyValuePair.Create(name[OfHeader.Length..], value));
        }

        return new MockAnswer(code, headers.ToImmutable(), template.Value ?? "") { ContentType = template.Key ?? "application/json" };
    }

    /// <summary>The status that the template of requests without a media type says.</summary>
    private static int? StatusOf(ImmutableDictionary<string, string> templates) =>
        templates.TryGetValue("application/json", out var template) && IsStatic(template)
            && StatusCode().Match(template) is { Success: true } match && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : null;

    /// <summary>Of several the one whose expression the whole status matches; else the one without.</summary>
    private static IntegrationResponse? ResponseFor(ImmutableArray<IntegrationResponse> responses, int status) =>
        responses.FirstOrDefault(one => one.Selector is not ("" or "default") && Matches(one.Selector, status))
            ?? responses.FirstOrDefault(static one => one.Selector is "" or "default");

    private static bool Matches(string selector, int status)
    {
        try
        {
            return Regex.IsMatch(status.ToString(CultureInfo.InvariantCulture), $"^(?:{selector})$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(50));
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    // Velocity's own characters; what has none of them comes out as it is.
    private static bool IsStatic(string template) => !template.AsSpan().ContainsAny('$', '#');

    private static string? Literal(string expression) =>
        expression is ['\'', .. var inner, '\''] && !inner.Contains('\'', StringComparison.Ordinal) ? inner : null;

    [GeneratedRegex(@"^\s*\{\s*[""']?statusCode[""']?\s*:\s*[""']?([1-9][0-9]{2})[""']?\s*,?\s*\}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex StatusCode();
}
