using System.Text.RegularExpressions;

namespace Sam.Integrations;

/// <summary>
/// Puts a stage's variables into what an API says of its integrations: <c>${stageVariables.name}</c>. API Gateway Developer Guide, "Use stage variables for a REST API
/// in API Gateway".
/// </summary>
internal static partial class StageVariables
{
    /// <summary>The text with the variables' values; null where the stage has no such variable.</summary>
    public static string? Into(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var isWhole = true;
        var written = Variable().Replace(text, match =>
        {
            var found = variables.TryGetValue(match.Groups[1].Value, out var value);
            isWhole &= found;
            return value ?? "";
        });
        return isWhole ? written : null;
    }

    [GeneratedRegex(@"\$\{stageVariables\.([^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
