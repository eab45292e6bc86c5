using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Emulation.Protocols.Query;

/// <summary>Collects the constraint violations of one call, and words them as AWS does: all of them in one ValidationError.</summary>
internal sealed partial class Constraints
{
    private readonly List<string> violations = [];
    private bool malformed;

    /// <summary>Session names, source identities and external ids share this alphabet (external ids allow <c>:/</c> besides).</summary>
    [GeneratedRegex(@"\A[\w+=,.@-]*\z", RegexOptions.ECMAScript)]
    public static partial Regex NamePattern { get; }

    [GeneratedRegex(@"\A[\w+=,.@:\/-]*\z", RegexOptions.ECMAScript)]
    public static partial Regex ExternalIdPattern { get; }

    [GeneratedRegex(@"\A[\w]*\z", RegexOptions.ECMAScript)]
    public static partial Regex WordPattern { get; }

    /// <summary>Keys of tags, as IAM and STS take them. AWS Security Token Service API Reference, "Tag".</summary>
    [GeneratedRegex(@"\A[\p{L}\p{Z}\p{N}_.:/=+\-@]+\z")]
    public static partial Regex TagKeyPattern { get; }

    /// <summary>Values of tags: none has a character that means something in policies.</summary>
    [GeneratedRegex(@"\A[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z")]
    public static partial Regex TagValuePattern { get; }

    /// <summary>The error for everything that was found, or null. A number that is none cannot be read at all, which goes before what is wrong with what could be.</summary>
    public QueryError? Error => malformed ? new QueryError(400, "MalformedInput", "The request holds a number that is not one.")
        : violations.Count == 0 ? null
        : QueryError.Validation(string.Create(
            CultureInfo.InvariantCulture,
            $"{violations.Count} validation error{(violations.Count == 1 ? "" : "s")} detected: {string.Join("; ", violations)}"));

    /// <summary>
    /// Whether a text matches, letter by letter as AWS counts them: .NET's patterns see halves of those beyond the basic plane. Each stands as one of its kind, and none as
    /// a letter of ASCII (captured: iam/condition_strings of radkawar/stackd, whose tags have Deseret letters).
    /// </summary>
    public static bool Matches(Regex pattern, string value) => pattern.IsMatch(!value.Any(char.IsSurrogate) ? value
        : string.Concat(value.EnumerateRunes().Select(static rune => rune.IsBmp ? (char)rune.Value : Rune.IsLetter(rune) ? '\u00E9' : Rune.IsNumber(rune) ? '\u0660' : '\uFFFF')));

    public void Text(string member, string? value, bool required, int min, int max, Regex? pattern = null)
    {
        if (value is null)
        {
            if (required)
            {
                violations.Add($"Value null at '{member}' failed to satisfy constraint: Member must not be null");
            }

            return;
        }

        if (pattern is not null && !Matches(pattern, value))
        {
            Add(member, value, $"Member must satisfy regular expression pattern: {pattern.ToString()[2..^2]}");
        }

        Within(member, value, "length", value.Length, min, max);
    }

    /// <summary>A text that is required, and that no message may show.</summary>
    public void Secret(string member, string? value, int min, int max)
    {
        if (value is null)
        {
            Text(member, value, required: true, min, max);
        }
        else
        {
            Within(member, "(hidden)", "length", value.Length, min, max);
        }
    }

    /// <summary>A whole number within bounds, or <paramref name="fallback"/> when it was not sent.</summary>
    public int Number(string member, string? value, int min, int max, int fallback)
    {
        if (value is null)
        {
            return fallback;
        }

        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            malformed = true;
            return fallback;
        }

        Within(member, value, "value", number, min, max);
        return number;
    }

    /// <summary>A list is too long. Which members it has is not shown.</summary>
    public void TooMany(string list, int most) =>
        violations.Add(string.Create(CultureInfo.InvariantCulture, $"Value at '{list}' failed to satisfy constraint: Member must have length less than or equal to {most}"));

    private void Within(string member, string value, string what, int actual, int min, int max)
    {
        if (actual < min)
        {
            Add(member, value, string.Create(CultureInfo.InvariantCulture, $"Member must have {what} greater than or equal to {min}"));
        }

        if (actual > max)
        {
            Add(member, value, string.Create(CultureInfo.InvariantCulture, $"Member must have {what} less than or equal to {max}"));
        }
    }

    private void Add(string member, string value, string rule) => violations.Add($"Value '{value}' at '{member}' failed to satisfy constraint: {rule}");
}
