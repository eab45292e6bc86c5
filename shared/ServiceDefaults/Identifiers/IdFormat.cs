using System.Buffers;

namespace ServiceDefaults;

/// <summary>A kind of id: a prefix, then 26 characters of Crockford's base 32.</summary>
/// <param name="Prefix">Such as <c>ord_</c>.</param>
public readonly record struct IdFormat(string Prefix)
{
    /// <summary>The characters after the prefix.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    /// <summary>How many characters follow the prefix.</summary>
    public const int RandomLength = 26;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    /// <summary>Whether a text is an id of this kind.</summary>
    public bool Fits(string text) =>
        text.Length == Prefix.Length + RandomLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Allowed);
}
