namespace Iam.Tests.Conditions;

/// <summary>Letters beyond ASCII, as AWS was recorded to compare them (condition_strings.json).</summary>
public class Letters_whose_case_does_not_count
{
    [Theory]
    [InlineData("I", "\u0131", false)]
    [InlineData("i", "\u0130", false)]
    [InlineData("\u0130", "i\u0307", true)]
    [InlineData("K", "\u212A", true)]
    [InlineData("s", "\u017F", false)]
    [InlineData("\u00DF", "\u1E9E", true)]
    [InlineData("\u00DF", "SS", false)]
    [InlineData("\u00C9", "\u00E9", true)]
    [InlineData("\u00E9", "e\u0301", false)]
    [InlineData("\u03A3", "\u03C3", true)]
    [InlineData("\u03A3", "\u03C2", false)]
    [InlineData("\u039F\u03A3", "\u03BF\u03C2", true)]
    [InlineData("\u039F\u03A3", "\u03BF\u03C3", false)]
    [InlineData("\u039F\u03A3\u0391", "\u03BF\u03C3\u03B1", true)]
    [InlineData("\u039F\u03A3 \u0391", "\u03BF\u03C2 \u03B1", true)]
    [InlineData("\U00010400", "\U00010428", false)]
    [InlineData("A\u03A3\U00010400", "a\u03C3\U00010400", true)]
    [InlineData("A\u03A3\U00010400", "a\u03C2\U00010400", false)]
    [InlineData("\U00010400\u03A3", "\U00010400\u03C2", true)]
    [InlineData("\U00010400\u03A3", "\U00010400\u03C3", false)]
    public void Are_compared_in_lower_case(string wanted, string actual, bool met)
    {
        Assert.Equal(met, Met.By("StringEqualsIgnoreCase", $"\"{Escaped(wanted)}\"", actual));
        Assert.Equal(!met, Met.By("StringNotEqualsIgnoreCase", $"\"{Escaped(wanted)}\"", actual));
        Assert.Equal(met, Met.By("ForAnyValue:StringEqualsIgnoreCase", $"\"{Escaped(wanted)}\"", "other", actual));
    }

    private static string Escaped(string text) => string.Concat(text.Select(static c => $"\\u{(int)c:x4}"));
}
