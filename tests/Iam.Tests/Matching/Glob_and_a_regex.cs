using System.Text.RegularExpressions;
using CsCheck;
using Iam.Matching;

namespace Iam.Tests.Matching;

/// <summary>The matcher backtracks by hand; a regular expression says the same thing in another way.</summary>
public class Glob_and_a_regex
{
    private static readonly Gen<char> Letter = Gen.OneOf('a', 'b', ':');

    private static readonly Gen<string> Text = Letter.Array[0, 12].Select(static letters => new string(letters));

    private static readonly Gen<string> Pattern =
        Gen.Frequency((3, Letter), (2, Gen.OneOf(Glob.Star, Glob.SegmentStar, Glob.SegmentQuestion, Glob.Question))).Array[0, 9].Select(static letters => new string(letters));

    [Fact]
    public void Agree_on_wildcards_of_one_kind() => Agree(Pattern.Select(static pattern => pattern.Replace(Glob.SegmentStar, Glob.Star)));

    [Fact]
    public void Agree_on_wildcards_that_stay_in_their_segment() =>
        Agree(Pattern.Select(static pattern => pattern.Replace(Glob.Star, Glob.SegmentStar).Replace(Glob.Question, Glob.SegmentQuestion)));

    // In a Resource only '*' may cross a colon before the fifth; a '?' that may cross comes after all segment stars.
    [Fact]
    public void Agree_on_the_mixture_that_a_resource_has() => Agree(
        Gen.Select(Pattern, Pattern, static (head, tail) =>
            head.Replace(Glob.Question, Glob.SegmentQuestion) + tail.Replace(Glob.SegmentStar, Glob.Star)));

    [Fact]
    public void Agree_on_case() => Agree(Pattern.Select(static pattern => pattern.Replace('a', 'A').Replace(Glob.SegmentStar, Glob.Star)), ignoreCase: true);

    // Each star doubles the ways that a matcher which tries them all has to try.
    [Fact]
    public void Differ_in_time_for_many_stars()
    {
        var pattern = string.Concat(Enumerable.Repeat($"a{Glob.Star}", 2000)) + "b";

        Assert.False(Glob.IsMatch(pattern, new string('a', 20_000), ignoreCase: false));
        Assert.True(Glob.IsMatch(pattern, new string('a', 20_000) + "b", ignoreCase: false));
    }

    private static void Agree(Gen<string> patterns, bool ignoreCase = false) => Gen.Select(patterns, Text).Sample(
        (pattern, text) => Glob.IsMatch(pattern, text, ignoreCase) == Expression(pattern, ignoreCase).IsMatch(text),
        iter: 50_000);

    private static Regex Expression(string pattern, bool ignoreCase) => new(
        $"^{string.Concat(pattern.Select(static c => c switch
        {
            Glob.Star => ".*",
            Glob.SegmentStar => "[^:]*",
            Glob.Question => ".",
            Glob.SegmentQuestion => "[^:]",
            _ => Regex.Escape(c.ToString()),
        }))}$",
        RegexOptions.Singleline | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
}
