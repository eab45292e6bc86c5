using System.Text.RegularExpressions;
using CsCheck;
using Iam.Matching;

namespace Iam.Tests.Matching;

public class Wildcards
{
    [Theory]
    [InlineData("execute-api:Invoke", "EXECUTE-API:invoke", true)]
    [InlineData("execute-api:*", "execute-api:Invoke", true)]
    [InlineData("execute-api:In?oke", "execute-api:Invoke", true)]
    [InlineData("*", "anything:At", true)]
    [InlineData("execute-api:Inv", "execute-api:Invoke", false)]
    public void In_actions_ignore_case(string pattern, string action, bool matches) => Assert.Equal(
        matches ? Verdict.Allow : Verdict.ImplicitDeny, Authorizer.Decide(Given.Request(action: action), Given.Caller(Given.Allow(pattern, "*")), null).Verdict);

    [Theory]
    [InlineData("*", true)]
    [InlineData("arn:aws:execute-api:us-east-1:111122223333:abcdefghij/prod/GET/orders", true)]
    [InlineData("arn:aws:execute-api:us-east-1:111122223333:abcdefghij/prod/GET/ORDERS", false)]
    [InlineData("arn:aws:execute-api:us-east-1:111122223333:abcdefghij/*", true)]
    [InlineData("arn:aws:execute-api:*:*:*", true)]
    [InlineData("arn:aws:execute-api:*", true)]
    [InlineData("arn:aws:execute-api:us-*-1:111122223333:abcdefghij/prod/*/orders", true)]
    [InlineData("arn:aws:execute-api:us-east-1:11112222333?:abcdefghij/*", true)]
    [InlineData("arn:aws:execute-api:us-east-1:111122223333:abcdefghij/prod/POST/*", false)]
    public void In_resources_respect_case(string pattern, bool matches) =>
        Assert.Equal(matches ? Verdict.Allow : Verdict.ImplicitDeny, Authorizer.Decide(Given.Request(), Given.Caller(Given.Allow(resource: pattern)), null).Verdict);

    [Theory]
    [InlineData("arn:aws:sns:eu?1:topic:x", "arn:aws:sns:eu:1:topic:x", false)]
    [InlineData("arn:aws:sns:eu?:topic:x", "arn:aws:sns:eu::topic:x", false)]
    [InlineData("arn:aws:sns:eu?:1:topic:x", "arn:aws:sns:eu1:1:topic:x", true)]
    [InlineData("arn:aws:lambda:r:1:function:a?b", "arn:aws:lambda:r:1:function:a:b", true)]
    [InlineData("arn:aws:lambda:r:1:function:a?b", "arn:aws:lambda:r:1:function:ab", false)]
    public void Of_one_character_stay_in_their_segment(string pattern, string resource, bool matches) =>
        Assert.Equal(matches ? Verdict.Allow : Verdict.ImplicitDeny, Authorizer.Decide(Given.Request(resource: resource), Given.Caller(Given.Allow(resource: pattern)), null).Verdict);

    [Fact]
    public void Agree_with_a_regular_expression() => Gen.Select(Gen.Char["ab*?:"].Array[0, 8], Gen.Char["ab:c"].Array[0, 10]).Sample(
        static (pattern, text) =>
        {
            var source = new string(pattern);
            var compiled = PolicyPattern.Compile(source, WildcardScope.Text, ignoreCase: false, variables: false);
            var expected = Regex.IsMatch(new string(text), @"\A" + Regex.Escape(source).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + @"\z");
            return compiled.IsMatch(text, new ConditionContext()) == expected;
        },
        iter: 100_000);

    [Fact]
    public void Of_an_arn_condition_stay_in_their_segment() => Gen.Select(Gen.Char["a*?"].Array[0, 3].Array[6], Gen.Char["ab"].Array[0, 3].Array[6]).Sample(
        static (pattern, text) =>
        {
            string Arn(char[][] parts) => string.Join(':', parts.Select(static part => new string(part)));
            var compiled = PolicyPattern.Compile(Arn(pattern), WildcardScope.Arn, ignoreCase: false, variables: false);
            var expected = pattern.Zip(text).All(static pair => Regex.IsMatch(
                new string(pair.Second), @"\A" + Regex.Escape(new string(pair.First)).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + @"\z"));
            return compiled.IsMatch(Arn(text), new ConditionContext()) == expected;
        },
        iter: 50_000);

    [Fact]
    public void Of_a_hostile_pattern_take_no_time()
    {
        var compiled = PolicyPattern.Compile(string.Concat(Enumerable.Repeat("*a", 200)) + "b", WildcardScope.Text, ignoreCase: false, variables: false);
        Assert.False(compiled.IsMatch(new string('a', 2000), new ConditionContext()));
    }
}
