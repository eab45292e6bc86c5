using Emulation.Tokens;

namespace Emulation.Tests.Tokens;

/// <summary>By which kept answers and signatures are found: one character more or less is another caller.</summary>
public sealed class Texts_of_tokens
{
    private static readonly string Token = string.Concat(Enumerable.Range(0, 1000).Select(static i => (char)('a' + (i % 26))));

    [Fact]
    public void Are_one_when_every_character_is()
    {
        var other = new SentText($"Bearer {Token}".AsMemory(7));
        Assert.Equal(new SentText(Token), other);
        Assert.Equal(new SentText(Token).GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(900)]
    [InlineData(999)]
    public void Are_two_when_one_character_differs(int at) =>
        Assert.NotEqual(new SentText(Token), new SentText(string.Concat(Token.AsSpan(0, at), "!", Token.AsSpan(at + 1))));

    [Fact]
    public void Are_two_when_one_is_longer()
    {
        Assert.NotEqual(new SentText(Token), new SentText(Token + "a"));
        Assert.NotEqual(new SentText(Token), new SentText("a" + Token));
        Assert.NotEqual(new SentText(""), new SentText("a"));
    }

    [Fact]
    public void Are_shown_to_nobody() => Assert.DoesNotContain("abc", $"{new SentText(Token)}", StringComparison.Ordinal);
}
