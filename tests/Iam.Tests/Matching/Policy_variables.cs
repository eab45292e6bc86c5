namespace Iam.Tests.Matching;

/// <summary>IAM User Guide, "IAM policy elements: Variables and tags".</summary>
public class Policy_variables
{
    private static readonly IamUser Tagged = new(Given.Home, "/", "ann", "AIDAANN", new Dictionary<string, string>
    {
        ["team"] = "blue",
        ["star"] = "*",
        ["mark"] = "?",
        ["dollar"] = "${aws:username}",
        ["noncharacter"] = "\uFDD0",
        ["colon"] = "a:b",
    });

    [Theory]
    [InlineData("${aws:username}", "ann", true)]
    [InlineData("${aws:username}", "bob", false)]
    [InlineData("${AWS:UserName}", "ann", true)]
    [InlineData("${ aws:username }", "ann", true)]
    [InlineData("${aws:PrincipalTag/team}", "blue", true)]
    [InlineData("${aws:PrincipalTag/team}", "red", false)]
    [InlineData("a-${aws:username}-${aws:PrincipalTag/team}/*", "a-ann-blue/x/y", true)]
    [InlineData("a-${aws:username}-${aws:PrincipalTag/team}/*", "a-ann-red/x/y", false)]
    [InlineData("${aws:PrincipalTag/none}", "", false)]
    [InlineData("${aws:PrincipalTag/none}", "${aws:PrincipalTag/none}", false)]
    [InlineData("${aws:PrincipalTag/none, 'all'}", "all", true)]
    [InlineData("${aws:PrincipalTag/none, 'all'}", "blue", false)]
    [InlineData("${aws:PrincipalTag/none, ''}x", "x", true)]
    [InlineData("${aws:PrincipalTag/team, 'all'}", "blue", true)]
    [InlineData("${aws:PrincipalTag/team, 'all'}", "all", false)]
    [InlineData("${aws:PrincipalTag/none, '*'}", "anything", false)]
    [InlineData("${aws:PrincipalTag/none, '\\uFDD0'}", "anything", false)]
    [InlineData("${*}", "*", true)]
    [InlineData("${*}", "x", false)]
    [InlineData("${?}", "?", true)]
    [InlineData("${?}", "x", false)]
    [InlineData("${$}{aws:username}", "${aws:username}", true)]
    [InlineData("${$}{aws:username}", "ann", false)]
    [InlineData("$ann", "$ann", true)]
    [InlineData("${aws:username", "${aws:username", true)]
    [InlineData("${}", "", false)]
    public void Are_filled_in_by_the_request(string pattern, string value, bool matches)
    {
        Assert.Equal(matches, InResource(pattern, value));
        Assert.Equal(matches, InCondition("StringLike", pattern, value));
        Assert.Equal(!matches, InCondition("StringNotLike", pattern, value));
    }

    [Theory]
    [InlineData("${aws:PrincipalTag/star}", "*", true)]
    [InlineData("${aws:PrincipalTag/star}", "x", false)]
    [InlineData("${aws:PrincipalTag/mark}", "?", true)]
    [InlineData("${aws:PrincipalTag/mark}", "x", false)]
    [InlineData("${aws:PrincipalTag/dollar}", "ann", false)]
    [InlineData("${aws:PrincipalTag/dollar}", "${aws:username}", true)]
    [InlineData("${aws:PrincipalTag/noncharacter}", "anything", false)]
    [InlineData("${aws:PrincipalTag/colon}", "a:b", true)]
    public void Never_bring_a_wildcard_or_another_variable_with_them(string pattern, string value, bool matches)
    {
        Assert.Equal(matches, InResource(pattern, value));
        Assert.Equal(matches, InCondition("StringLike", pattern, value));
        Assert.Equal(matches, InCondition("StringEquals", pattern, value));
    }

    [Fact]
    public void Take_keys_with_one_value_only()
    {
        var request = Given.Call(Tagged, resource: "arn:aws:s3:::b/x");
        request.Context.Set("test:Names", ["x", "y"]);

        Assert.False(Allows(request, Statement("arn:aws:s3:::b/${test:Names}", "{}")));
        request.Context.Set("test:Names", ["x"]);
        Assert.True(Allows(request, Statement("arn:aws:s3:::b/${test:Names}", "{}")));
    }

    [Theory]
    [InlineData("ArnLike", "arn:aws:iam::${aws:PrincipalAccount}:user/*", "arn:aws:iam::111122223333:user/x", true)]
    [InlineData("ArnLike", "arn:aws:iam::${aws:PrincipalAccount}:user/*", "arn:aws:iam::444455556666:user/x", false)]
    [InlineData("StringEqualsIgnoreCase", "${aws:username}", "ANN", true)]
    [InlineData("StringEqualsIgnoreCase", "${aws:username}", "BOB", false)]
    [InlineData("StringEquals", "${*}", "*", true)]
    [InlineData("StringEquals", "${*}", "x", false)]
    public void Stand_in_string_and_arn_conditions(string name, string pattern, string value, bool met) => Assert.Equal(met, InCondition(name, pattern, value));

    [Fact]
    public void Are_plain_text_before_version_2012_10_17()
    {
        const string Old = """{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${aws:username}"}}""";

        Assert.False(Allows(Given.Call(Tagged, resource: "arn:aws:s3:::b/ann"), Given.Document(PolicyKind.Identity, Old)));
        Assert.True(Allows(Given.Call(Tagged, resource: "arn:aws:s3:::b/${aws:username}"), Given.Document(PolicyKind.Identity, Old)));
    }

    [Fact]
    public void Are_plain_text_in_an_action()
    {
        var policy = Given.Policy(PolicyKind.Identity, """{"Effect": "Allow", "Action": "s3:${username}", "Resource": "*"}""");

        var request = Given.Call(Tagged, action: "s3:ann");
        request.Context.Set("username", "ann");

        Assert.False(Allows(request, policy));
        Assert.True(Allows(Given.Call(Tagged, action: "s3:${username}"), policy));
    }

    private static bool InResource(string pattern, string value) => Allows(Given.Call(Tagged, resource: $"arn:aws:s3:::b/{value}"), Statement($"arn:aws:s3:::b/{pattern}", "{}"));

    private static bool InCondition(string name, string pattern, string value)
    {
        var request = Given.Call(Tagged);
        request.Context.Set("test:Key", value);
        return Allows(request, Statement("*", $$"""{"{{name}}": {"test:Key": "{{pattern}}"} }"""));
    }

    private static Policy Statement(string resource, string condition) =>
        Given.Policy(PolicyKind.Identity, $$"""{"Effect": "Allow", "Action": "*", "Resource": "{{resource}}", "Condition": {{condition}} }""");

    private static bool Allows(AccessRequest request, Policy policy) => Authorizer.Decide(request, Given.With(policy), null).Verdict == Verdict.Allow;
}
