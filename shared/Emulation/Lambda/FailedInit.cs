using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Emulation.Wire;

namespace Emulation.Lambda;

/// <summary>Why a function's process could not load its handler, as its runtime told the Runtime API. AWS Lambda Developer Guide, "Initialization error".</summary>
/// <param name="Why">The type of the error and its message, in one line.</param>
/// <param name="Place">File and line of the function's own code; null where nothing tells them.</param>
internal sealed partial record FailedInit(string Why, string? Place)
{
    /// <param name="error">What was told: JSON, as a rule.</param>
    /// <param name="place">The place, where a runtime client of ours told it beside: as part of a URL, with the line behind a colon.</param>
    public static FailedInit Of(ReadOnlyMemory<byte> error, string? place)
    {
        var told = string.IsNullOrEmpty(place) ? null : Uri.UnescapeDataString(place);
        try
        {
            using var document = JsonDocument.Parse(error);
            var (type, message) = (TextOf(document.RootElement, "errorType"), TextOf(document.RootElement, "errorMessage"));
            return new FailedInit(OneLine(type.Length == 0 || message.Length == 0 ? $"{type}{message}" : $"{type}: {message}"), Near(told ?? PlaceIn(document.RootElement)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new FailedInit("its runtime says why in its log", Near(told));
        }
    }

    private static string TextOf(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static string OneLine(string text) => ClientText.Shown(Space().Replace(text, " ").Trim(), ClientText.LongestSentence);

    /// <summary>Of the calls that led to the error the innermost: Python tells it last, .NET first.</summary>
    private static string? PlaceIn(JsonElement error)
    {
        var calls = error.ValueKind == JsonValueKind.Object && (error.TryGetProperty("stackTrace", out var stack) || error.TryGetProperty("trace", out stack))
            && stack.ValueKind == JsonValueKind.Array
                ? string.Join('\n', stack.EnumerateArray().Where(static call => call.ValueKind == JsonValueKind.String).Select(static call => call.GetString()))
                : "";
        var match = PythonCall().Matches(calls).LastOrDefault() ?? DotnetCall().Match(calls);
        return match.Success ? string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}:{match.Groups[2].Value}") : null;
    }

    private static string? Near(string? place) => place is null ? null : ClientText.Shown(ShownPath.Of(place));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"File ""([^""\n]+)"",? [Ll]ine (\d+)")]
    private static partial Regex PythonCall();

    [GeneratedRegex(@" in (.+):line (\d+)")]
    private static partial Regex DotnetCall();
}
