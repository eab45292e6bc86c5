namespace Iam.Tests.Conditions;

/// <summary>Keys that AWS declares multivalued, as AWS was recorded to decide on them (condition_sets.json), a deny beside each allow.</summary>
public class Keys_that_hold_several_values
{
    private const string Operators = "StringEquals StringNotEquals StringEqualsIfExists StringNotEqualsIfExists StringLike StringNotLike StringEqualsIgnoreCase";

    public static TheoryData<string, string> Plain { get; } =
    [
        .. from key in (string[])["aws:TagKeys", "AWS:tagkeys", "dynamodb:LeadingKeys", "dynamodb:Attributes", "dynamodb:FirstPartitionKeyValues", "sts:TransitiveTagKeys", "aws:PrincipalOrgPaths", "aws:ResourceOrgPaths", "aws:CalledVia", "aws:PrincipalServiceNamesList", "cognito-identity.amazonaws.com:amr", "saml:edupersonaffiliation", "events:Metadata/source"]
           from name in Operators.Split(' ')
           select (key, name),
    ];

    [Theory]
    [MemberData(nameof(Plain))]
    public void Never_meet_a_plain_operator_be_there_one_value_or_two(string key, string name)
    {
        foreach (var values in (string[][])[["a"], ["b"], ["a", "b"], [""]])
        {
            Assert.Equal(Verdict.ImplicitDeny, Decide("Allow", name, key, values));
            Assert.Equal(Verdict.Allow, Decide("Deny", name, key, values));
        }
    }

    [Theory]
    [InlineData("StringEquals", false)]
    [InlineData("StringEqualsIfExists", true)]
    [InlineData("StringNotEquals", true)]
    [InlineData("StringNotEqualsIfExists", true)]
    public void Are_absent_as_any_other(string name, bool met)
    {
        Assert.Equal(met ? Verdict.Allow : Verdict.ImplicitDeny, Decide("Allow", name, "aws:TagKeys", []));
        Assert.Equal(met ? Verdict.ExplicitDeny : Verdict.Allow, Decide("Deny", name, "aws:TagKeys", []));
    }

    [Theory]
    [InlineData("ForAnyValue:StringEquals", "a b", true)]
    [InlineData("ForAnyValue:StringEquals", "b c", false)]
    [InlineData("ForAllValues:StringEquals", "a a", true)]
    [InlineData("ForAllValues:StringEquals", "a b", false)]
    [InlineData("ForAnyValue:StringNotEquals", "a b", true)]
    [InlineData("ForAnyValue:StringNotEquals", "a", false)]
    public void Are_compared_with_a_qualifier(string name, string values, bool met) =>
        Assert.Equal(met ? Verdict.Allow : Verdict.ImplicitDeny, Decide("Allow", name, "aws:TagKeys", values.Split(' ')));

    [Theory]
    [InlineData("aws:RequestTag/team")]
    [InlineData("events:Metadata/")]
    [InlineData("dynamodb:Select")]
    public void Are_those_that_AWS_names_and_no_others(string key) => Assert.Equal(Verdict.Allow, Decide("Allow", "StringEquals", key, ["a"]));

    [Theory]
    [InlineData("${aws:TagKeys}", "team", false)]
    [InlineData("${aws:TagKeys, 'team'}", "team", false)]
    [InlineData("${aws:PrincipalTag/none, 'team'}", "team", true)]
    public void Fill_no_variable_nor_does_its_default(string wanted, string actual, bool met)
    {
        Assert.Equal(met ? Verdict.Allow : Verdict.ImplicitDeny, Decide("Allow", "StringEquals", "aws:RequestTag/team", [actual], wanted, tagKeys: "team"));
        Assert.Equal(met ? Verdict.ImplicitDeny : Verdict.Allow, Decide("Allow", "StringNotEquals", "aws:RequestTag/team", [actual], wanted, tagKeys: "team"));
    }

    [Fact]
    public void Are_named_as_such_where_a_statement_is_explained()
    {
        var policy = Given.Policy(PolicyKind.Identity, """{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:TagKeys": "team"} } }""");
        var request = Given.Call(Given.User);
        request.Context.Set("aws:TagKeys", ["team"]);

        Assert.Equal("StringEquals aws:TagKeys wants [team], the request has [team]: a key with several values, which StringEquals never matches without ForAnyValue or ForAllValues", Authorizer.Explain(request, Given.With(policy), null).Parts.Single().Why);
        Assert.Equal("StringEquals aws:TagKeys wants [team], the request has no such key", Authorizer.Explain(Given.Call(Given.User), Given.With(policy), null).Parts.Single().Why);
    }

    /// <summary>Within an allow of everything a deny shows whether it is met.</summary>
    private static Verdict Decide(string effect, string name, string key, string[] actual, string wanted = "a", string? tagKeys = null)
    {
        var everything = effect == "Deny" ? """{"Effect": "Allow", "Action": "*", "Resource": "*"}, """ : "";
        var policy = Given.Document(PolicyKind.Identity, $$$"""{"Version": "2012-10-17", "Statement": [{{{everything}}}{"Effect": "{{{effect}}}", "Action": "*", "Resource": "*", "Condition": {"{{{name}}}": {"{{{key}}}": "{{{wanted}}}"} } }]}""");
        var request = Given.Call(Given.User);
        if (actual.Length > 0)
        {
            request.Context.Set(key, [.. actual]);
        }

        if (tagKeys is not null)
        {
            request.Context.Set("aws:TagKeys", [tagKeys]);
        }

        return Authorizer.Decide(request, Given.With(policy), null).Verdict;
    }
}
