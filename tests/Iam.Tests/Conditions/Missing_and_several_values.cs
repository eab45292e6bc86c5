namespace Iam.Tests.Conditions;

/// <summary>IAM User Guide, "Conditions with multiple context keys or values" and "Single-valued vs. multivalued context keys".</summary>
public class Missing_and_several_values
{
    [Theory]
    [InlineData("StringEquals", "\"a\"")]
    [InlineData("StringEqualsIgnoreCase", "\"a\"")]
    [InlineData("StringLike", "\"*\"")]
    [InlineData("ArnLike", "\"*\"")]
    [InlineData("NumericEquals", "1")]
    [InlineData("NumericLessThan", "1")]
    [InlineData("DateGreaterThan", "\"2026-01-01\"")]
    [InlineData("Bool", "false")]
    [InlineData("BinaryEquals", "\"AQID\"")]
    [InlineData("IpAddress", "\"0.0.0.0/0\"")]
    public void A_missing_key_fails_a_positive_operator_unless_it_ends_in_if_exists(string name, string wanted)
    {
        Assert.False(Met.By(name, wanted));
        Assert.True(Met.By($"{name}IfExists", wanted));
        Assert.False(Met.By($"ForAnyValue:{name}", wanted));
        Assert.False(Met.By($"ForAnyValue:{name}IfExists", wanted));
        Assert.True(Met.By($"ForAllValues:{name}", wanted));
    }

    [Theory]
    [InlineData("StringNotEquals", "\"a\"")]
    [InlineData("StringNotEqualsIgnoreCase", "\"a\"")]
    [InlineData("StringNotLike", "\"*\"")]
    [InlineData("ArnNotLike", "\"*\"")]
    [InlineData("NumericNotEquals", "1")]
    [InlineData("DateNotEquals", "\"2026-01-01\"")]
    [InlineData("NotIpAddress", "\"0.0.0.0/0\"")]
    public void A_missing_key_meets_a_negated_operator(string name, string wanted)
    {
        Assert.True(Met.By(name, wanted));
        Assert.True(Met.By($"{name}IfExists", wanted));
    }

    [Theory]
    [InlineData("StringEqualsIfExists", "\"a\"", "a", true)]
    [InlineData("StringEqualsIfExists", "\"a\"", "b", false)]
    [InlineData("StringNotEqualsIfExists", "\"a\"", "a", false)]
    [InlineData("IpAddressIfExists", "\"10.0.0.0/8\"", "11.0.0.1", false)]
    [InlineData("BoolIfExists", "true", "false", false)]
    public void If_exists_changes_nothing_for_a_key_that_does(string name, string wanted, string actual, bool met) =>
        Assert.Equal(met, Met.By(name, wanted, actual));

    [Theory]
    [InlineData("true", false, true)]
    [InlineData("\"false\"", true, false)]
    public void Null_asks_whether_the_key_is_absent(string wanted, bool whenPresent, bool whenAbsent)
    {
        Assert.Equal(whenPresent, Met.By("Null", wanted, "x"));
        Assert.Equal(whenAbsent, Met.By("Null", wanted));
    }

    public static TheoryData<string, string, string[], bool> SeveralValues { get; } = new()
    {
        { "ForAllValues:StringEquals", """["a", "b"]""", ["a"], true },
        { "ForAllValues:StringEquals", """["a", "b"]""", ["a", "b"], true },
        { "ForAllValues:StringEquals", """["a", "b"]""", ["a", "c"], false },
        { "ForAllValues:StringEquals", """["a", "b"]""", [""], false },
        { "ForAllValues:StringEquals", """["a", ""]""", ["a", ""], true },
        { "ForAllValues:StringLike", "\"a*\"", ["ab", "ac"], true },
        { "ForAllValues:StringLike", "\"a*\"", ["ab", "bc"], false },
        { "ForAllValues:StringNotEquals", """["a", "b"]""", ["c", "d"], true },
        { "ForAllValues:StringNotEquals", """["a", "b"]""", ["c", "a"], false },
        { "ForAllValues:NumericLessThan", "10", ["1", "9"], true },
        { "ForAllValues:NumericLessThan", "10", ["1", "10"], false },
        { "ForAnyValue:StringEquals", """["a", "b"]""", ["c", "b"], true },
        { "ForAnyValue:StringEquals", """["a", "b"]""", ["c", "d"], false },
        { "ForAnyValue:StringEquals", """["a", "b"]""", [""], false },
        { "ForAnyValue:StringEquals", "\"\"", [""], true },
        { "ForAnyValue:StringNotEquals", "\"a\"", [""], true },
        { "ForAnyValue:StringNotEquals", """["a", "b"]""", ["a", "c"], true },
        { "ForAnyValue:StringNotEquals", """["a", "b"]""", ["a", "b"], false },
        { "ForAnyValue:StringLikeIfExists", "\"a*\"", ["x", "ab"], true },
        { "ForAnyValue:StringLikeIfExists", "\"a*\"", ["x"], false },
        { "StringEquals", "\"a\"", ["x", "a"], false },
        { "StringEqualsIfExists", "\"a\"", ["a", "a"], false },
        { "StringEquals", "\"a\"", ["x", "y"], false },
        { "StringNotEquals", "\"a\"", ["x", "a"], false },
        { "StringNotEquals", "\"a\"", ["x", "y"], false },
    };

    [Theory]
    [MemberData(nameof(SeveralValues))]
    public void A_key_may_have_several_values(string name, string wanted, string[] actual, bool met) => Assert.Equal(met, Met.By(name, wanted, actual));

    [Theory]
    [InlineData("ann", "10.1.1.1", true)]
    [InlineData("bob", "10.1.1.1", true)]
    [InlineData("eve", "10.1.1.1", false)]
    [InlineData("ann", "11.1.1.1", false)]
    public void Operators_and_keys_are_joined_by_and_values_by_or(string name, string address, bool met)
    {
        var policy = Given.Policy(
            PolicyKind.Identity,
            """
            {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {
              "StringEquals": {"test:Name": ["ann", "bob"], "test:Stage": "v1"},
              "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}
            """);
        var request = Given.Call(Given.User);
        request.Context.Set("test:Name", name).Set("test:Stage", "v1").Set("aws:SourceIp", address);

        Assert.Equal(met, Authorizer.Decide(request, Given.With(policy), null).Verdict == Verdict.Allow);
    }
}
