using System.Buffers;

namespace ServiceDefaults;

/// <summary>What a text may be: 1 to <paramref name="MaxLength"/> of the allowed characters.</summary>
/// <param name="MaxLength">The most characters.</param>
/// <param name="Allowed">The characters.</param>
/// <param name="Says">The rule in words, after "must be".</param>
public sealed record TextRule(int MaxLength, SearchValues<char> Allowed, string Says)
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Letters, digits, underscore, hyphen.</summary>
    public static SearchValues<char> Name { get; } = SearchValues.Create(LettersAndDigits + "_-");

    /// <summary>The same with dots.</summary>
    public static SearchValues<char> DottedName { get; } = SearchValues.Create(LettersAndDigits + "._-");

    /// <summary>Reports a text that does not fit. Null, the absent query parameter, fits.</summary>
    public bool Check(string path, string? text, Violations violations)
    {
        if (text is null || (text.Length > 0 && text.Length <= MaxLength && !text.AsSpan().ContainsAnyExcept(Allowed)))
        {
            return true;
        }

        violations.Add(path, $"must be {Says}.");
        return false;
    }
}
