using System.Buffers;
using Orders.Problems;

namespace Orders.Requests;

/// <summary>What a text may be: 1 to <paramref name="MaxLength"/> of the allowed characters.</summary>
internal sealed record TextRule(int MaxLength, SearchValues<char> Allowed, string Says)
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static SearchValues<char> Name { get; } = SearchValues.Create(LettersAndDigits + "_-");

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
