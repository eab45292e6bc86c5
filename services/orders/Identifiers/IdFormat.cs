using System.Buffers;

namespace Orders.Identifiers;

/// <summary>A kind of id: a prefix, then 26 characters of Crockford's base 32.</summary>
internal readonly record struct IdFormat(string Prefix)
{
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    public const int RandomLength = 26;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    public static IdFormat Order { get; } = new("ord_");

    public bool Fits(string text) =>
        text.Length == Prefix.Length + RandomLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Allowed);
}
