namespace Emulation.Tokens;

/// <summary>
/// The text of a token, or of whatever else tells callers apart, as a key. Two are one when all of their characters are; the hash, a random one for each run, takes the last alone,
/// since a signed token ends with its signature. Hot path: a cryptographic hash of it would take longer than all the rest of a look-up.
/// </summary>
internal readonly struct SentText(ReadOnlyMemory<char> text) : IEquatable<SentText>
{
    /// <summary>So many characters, enough to tell signatures apart.</summary>
    private const int Hashed = 128;

    private readonly ReadOnlyMemory<char> text = text;

    public SentText(string text)
        : this(text.AsMemory())
    {
    }

    /// <summary>In characters.</summary>
    public int Length => text.Length;

    public bool Equals(SentText other) => text.Span.SequenceEqual(other.text.Span);

    public override bool Equals(object? obj) => obj is SentText other && Equals(other);

    public override int GetHashCode() => string.GetHashCode(text.Span[Math.Max(0, text.Length - Hashed)..]);

    /// <summary>Nothing that somebody could use: a key may get into a message.</summary>
    public override string ToString() => "(a token)";
}
