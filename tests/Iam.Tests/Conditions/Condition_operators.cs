namespace Iam.Tests.Conditions;

public class Condition_operators
{
    /// <summary>The condition, the key's values (null for an absent key), and whether it is met.</summary>
    public static TheoryData<string, string[]?, bool> Table { get; } = new()
    {
        { """{"StringEquals":{"k":"a"}}""", ["a"], true },
        { """{"StringEquals":{"k":"a"}}""", ["A"], false },
        { """{"StringEquals":{"k":"a*"}}""", ["ab"], false },
        { """{"StringEquals":{"k":["a","b"]}}""", ["b"], true },
        { """{"StringEquals":{"k":"a"}}""", null, false },
        { """{"StringEqualsIfExists":{"k":"a"}}""", null, true },
        { """{"StringEqualsIfExists":{"k":"a"}}""", ["b"], false },
        { """{"StringNotEquals":{"k":["a","b"]}}""", ["b"], false },
        { """{"StringNotEquals":{"k":["a","b"]}}""", ["c"], true },
        { """{"StringNotEquals":{"k":"a"}}""", null, true },
        { """{"StringEqualsIgnoreCase":{"k":"aB"}}""", ["Ab"], true },
        { """{"StringNotEqualsIgnoreCase":{"k":"aB"}}""", ["Ab"], false },
        { """{"StringLike":{"k":"a*c?"}}""", ["abbcd"], true },
        { """{"StringLike":{"k":"a*c?"}}""", ["abbc"], false },
        { """{"StringNotLike":{"k":"a*"}}""", ["b"], true },
        { """{"StringNotLike":{"k":"a*"}}""", ["ab"], false },
        { """{"NumericEquals":{"k":"10"}}""", ["10.0"], true },
        { """{"NumericNotEquals":{"k":10}}""", ["10"], false },
        { """{"NumericLessThan":{"k":"10"}}""", ["9"], true },
        { """{"NumericLessThan":{"k":"10"}}""", ["10"], false },
        { """{"NumericLessThanEquals":{"k":"10"}}""", ["10"], true },
        { """{"NumericGreaterThan":{"k":"10"}}""", ["11"], true },
        { """{"NumericGreaterThan":{"k":"10"}}""", ["10"], false },
        { """{"NumericGreaterThanEquals":{"k":"10"}}""", ["10"], true },
        { """{"NumericLessThan":{"k":"10"}}""", ["many"], false },
        { """{"DateGreaterThan":{"k":"2026-01-01T00:00:00Z"}}""", ["2026-11-23T12:00:00Z"], true },
        { """{"DateGreaterThan":{"k":"2026-01-01T00:00:00Z"}}""", ["2025-11-23T12:00:00Z"], false },
        { """{"DateLessThan":{"k":"2026-11-23"}}""", ["2026-11-22T23:59:59Z"], true },
        { """{"DateLessThanEquals":{"k":"1767225600"}}""", ["2026-01-01T00:00:00Z"], true },
        { """{"DateEquals":{"k":"2026-01-01T01:00:00+01:00"}}""", ["2026-01-01T00:00:00Z"], true },
        { """{"DateNotEquals":{"k":"2026-01-01T00:00:00Z"}}""", ["2026-01-01T00:00:00Z"], false },
        { """{"DateGreaterThanEquals":{"k":"2026-01-01T00:00:00Z"}}""", ["2026-01-01T00:00:00Z"], true },
        { """{"Bool":{"k":"true"}}""", ["true"], true },
        { """{"Bool":{"k":true}}""", ["false"], false },
        { """{"Bool":{"k":"false"}}""", null, false },
        { """{"BoolIfExists":{"k":"false"}}""", null, true },
        { """{"Null":{"k":"true"}}""", null, true },
        { """{"Null":{"k":"true"}}""", ["a"], false },
        { """{"Null":{"k":"false"}}""", ["a"], true },
        { """{"Null":{"k":"false"}}""", null, false },
        { """{"IpAddress":{"k":"10.0.0.0/8"}}""", ["10.255.1.2"], true },
        { """{"IpAddress":{"k":"10.0.0.0/8"}}""", ["11.0.0.1"], false },
        { """{"IpAddress":{"k":"10.0.0.1"}}""", ["10.0.0.1"], true },
        { """{"IpAddress":{"k":"10.0.0.1"}}""", ["10.0.0.2"], false },
        { """{"IpAddress":{"k":"2001:db8::/32"}}""", ["2001:db8:1::1"], true },
        { """{"IpAddress":{"k":"2001:db8::/32"}}""", ["10.0.0.1"], false },
        { """{"NotIpAddress":{"k":"10.0.0.0/8"}}""", ["11.0.0.1"], true },
        { """{"NotIpAddress":{"k":"10.0.0.0/8"}}""", ["10.0.0.1"], false },
        { """{"BinaryEquals":{"k":"QUI="}}""", ["QUI="], true },
        { """{"BinaryEquals":{"k":"QUI="}}""", ["QUJD"], false },
        { """{"ArnEquals":{"k":"arn:aws:iam::111122223333:role/*"}}""", ["arn:aws:iam::111122223333:role/path/R"], true },
        { """{"ArnLike":{"k":"arn:aws:*:role/R"}}""", ["arn:aws:iam::111122223333:role/R"], false },
        { """{"ArnLike":{"k":"arn:aws:iam::*:role/R"}}""", ["arn:aws:iam::111122223333:role/R"], true },
        { """{"ArnNotEquals":{"k":"arn:aws:iam::111122223333:role/R"}}""", ["arn:aws:iam::111122223333:role/R"], false },
        { """{"ArnNotLike":{"k":"arn:aws:iam::*:role/R"}}""", ["arn:aws:iam::111122223333:role/S"], true },
        { """{"ForAllValues:StringEquals":{"k":["a","b"]}}""", ["a", "b"], true },
        { """{"ForAllValues:StringEquals":{"k":["a","b"]}}""", ["a", "c"], false },
        { """{"ForAllValues:StringEquals":{"k":["a"]}}""", null, true },
        { """{"ForAnyValue:StringEquals":{"k":["a","b"]}}""", ["c", "b"], true },
        { """{"ForAnyValue:StringEquals":{"k":["a","b"]}}""", ["c"], false },
        { """{"ForAnyValue:StringEquals":{"k":["a"]}}""", null, false },
        { """{"ForAnyValue:StringEqualsIfExists":{"k":["a"]}}""", null, false },
        { """{"ForAllValues:StringNotEquals":{"k":["a"]}}""", ["b", "a"], false },
        { """{"ForAnyValue:StringNotEquals":{"k":["a"]}}""", ["a", "b"], true },
        { """{"StringEquals":{"K":"a"}}""", ["a"], true },
        { """{"StringEquals":{"k":"a"},"StringLike":{"k":"b*"}}""", ["a"], false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Are_met_as_documented(string condition, string[]? values, bool met)
    {
        var policy = Given.ResourcePolicy(Given.For("Allow", "\"*\"", condition.Replace("\"k\"", "\"aws:k\"", StringComparison.Ordinal).Replace("\"K\"", "\"AWS:K\"", StringComparison.Ordinal)));
        var request = Given.Request(context: keys =>
        {
            if (values is not null)
            {
                keys.Set("aws:k", [.. values]);
            }
        });
        Assert.Equal(met ? Verdict.Allow : Verdict.ImplicitDeny, Authorizer.Decide(request, Given.Nothing, policy).Verdict);
    }

    [Theory]
    [InlineData("${aws:username}", "ann", true)]
    [InlineData("${aws:username}", "bob", false)]
    [InlineData("${aws:PrincipalTag/team}-${aws:username}", "blue-ann", true)]
    [InlineData("${aws:missing}", "", false)]
    [InlineData("${aws:missing, 'guest'}", "guest", true)]
    [InlineData("${*}", "*", true)]
    [InlineData("${*}", "x", false)]
    [InlineData("${$}{a}", "${a}", true)]
    [InlineData("${aws:PrincipalTag/star}", "anything", false)]
    [InlineData("${aws:PrincipalTag/star}*", "anything", false)]
    public void Fill_in_policy_variables(string pattern, string value, bool met)
    {
        var policy = Given.ResourcePolicy(Given.For("Allow", "\"*\"", $$$"""{"StringLike":{"aws:k":"{{{pattern}}}"}}"""));
        var request = Given.Request(Given.User, context: keys => keys.Set("aws:k", value));
        Assert.Equal(met ? Verdict.Allow : Verdict.ImplicitDeny, Authorizer.Decide(request, Given.Nothing, policy).Verdict);
    }

    [Fact]
    public void Take_variables_literally_before_2012()
    {
        var policy = Given.Parsed($$"""{"Version":"2008-10-17","Statement":{{Given.For("Allow", "\"*\"", """{"StringEquals":{"aws:k":"${aws:username}"} }""")}}}""", PolicyKind.Resource);
        Assert.Equal(Verdict.ImplicitDeny, Authorizer.Decide(Given.Request(Given.User, context: static keys => keys.Set("aws:k", "ann")), Given.Nothing, policy).Verdict);
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Request(Given.User, context: static keys => keys.Set("aws:k", "${aws:username}")), Given.Nothing, policy).Verdict);
    }
}
