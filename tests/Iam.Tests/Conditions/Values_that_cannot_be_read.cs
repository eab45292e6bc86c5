namespace Iam.Tests.Conditions;

/// <summary>Texts that are no ARN, address, number or date, in a request and in a policy, as AWS was recorded to take them (condition_values.json, condition_ip.json).</summary>
public class Values_that_cannot_be_read
{
    private const string Arn = "arn:aws:iam::111122223333:user/test";

    [Theory]
    [InlineData("ArnLike", "arn:aws:iam::*:user/*", "not-an-arn")]
    [InlineData("ArnLike", "arn:aws:iam::*:user/*", "")]
    [InlineData("ArnLike", "*", "arn:aws:iam::user")]
    [InlineData("ArnNotLike", "arn:aws:iam::*:user/*", "not-an-arn")]
    [InlineData("ArnNotEquals", "arn:aws:iam::*:user/*", "")]
    [InlineData("ArnNotLikeIfExists", "arn:aws:iam::*:user/*", "not-an-arn")]
    [InlineData("ForAnyValue:ArnNotLike", "arn:aws:iam::*:user/*", "not-an-arn")]
    [InlineData("ForAllValues:ArnNotLike", "arn:aws:iam::*:user/*", "not-an-arn")]
    [InlineData("IpAddress", "192.0.2.0/24", "not-an-ip")]
    [InlineData("NotIpAddress", "192.0.2.0/24", "not-an-ip")]
    [InlineData("NotIpAddress", "192.0.2.0/24", "")]
    [InlineData("NotIpAddress", "192.0.2.0/24", "192.0.2.1/32")]
    [InlineData("NotIpAddress", "192.0.2.0/24", "192.0.513")]
    [InlineData("NotIpAddress", "192.0.2.0/24", "3221225985")]
    [InlineData("NotIpAddressIfExists", "192.0.2.0/24", "not-an-ip")]
    [InlineData("ForAnyValue:NotIpAddress", "192.0.2.0/24", "not-an-ip")]
    [InlineData("NumericEquals", "1", "no-number")]
    [InlineData("NumericEquals", "1", " 1")]
    [InlineData("NumericLessThan", "1", "")]
    [InlineData("DateLessThan", "2030-01-01", "not-a-date")]
    public void Of_a_request_meet_nothing(string name, string wanted, string actual)
    {
        Assert.Equal(Verdict.ImplicitDeny, Decide(PolicyKind.Identity, "Allow", name, $"\"{wanted}\"", actual));
        Assert.Equal(Verdict.Allow, Decide(PolicyKind.Identity, "Deny", name, $"\"{wanted}\"", actual));
    }

    [Theory]
    [InlineData("NumericNotEquals", "1", "no-number")]
    [InlineData("NumericNotEquals", "1", "NaN")]
    [InlineData("NumericNotEquals", "1", "Infinity")]
    [InlineData("DateNotEquals", "2030-01-01", "not-a-date")]
    public void Of_a_request_are_another_number_or_date(string name, string wanted, string actual) => Assert.Equal(Verdict.Allow, Decide(PolicyKind.Identity, "Allow", name, $"\"{wanted}\"", actual));

    [Theory]
    [InlineData("NumericGreaterThan", "1e400", true)]
    [InlineData("NumericGreaterThan", "-1e400", false)]
    [InlineData("NumericLessThan", "1e400", false)]
    [InlineData("NumericLessThan", "-1e400", true)]
    public void Are_not_those_that_are_only_large(string name, string actual, bool met) => Assert.Equal(met ? Verdict.Allow : Verdict.ImplicitDeny, Decide(PolicyKind.Identity, "Allow", name, "10", actual));

    [Theory]
    [InlineData("NumericEquals", "\"NaN\"")]
    [InlineData("DateEquals", "\"not-a-date\"")]
    [InlineData("ArnLike", "\"not-an-arn\"")]
    [InlineData("ArnLike", "\"arn:aws:iam\"")]
    [InlineData("ArnLike", "\"a*\"")]
    [InlineData("IpAddress", "\"not-an-ip\"")]
    [InlineData("IpAddress", "\"192.0.2.0/33\"")]
    [InlineData("IpAddress", "\"192.0.2.0/-1\"")]
    [InlineData("IpAddress", "\"2001:db8::/129\"")]
    [InlineData("IpAddress", "\"2001:db8::5/64\"")]
    [InlineData("IpAddress", "\"::ffff:192.0.2.0/24\"")]
    public void Of_a_policy_are_refused_but_taken_for_a_session(string name, string wanted)
    {
        var policy = Given.Json($$$"""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"{{{name}}}": {"test:Key": {{{wanted}}}} } }""");

        Assert.NotEmpty(Iam.Policy.Parse(policy, PolicyKind.Identity, new PolicyOrigin("test")).Errors);
        Assert.NotEmpty(Iam.Policy.Parse(policy, PolicyKind.Boundary, new PolicyOrigin("test")).Errors);
        Assert.NotEmpty(Iam.Policy.Parse(policy, PolicyKind.ServiceControl, new PolicyOrigin("test")).Errors);
        Assert.Empty(Iam.Policy.Parse(policy, PolicyKind.Session, new PolicyOrigin("test")).Errors);
    }

    /// <summary>What an earlier version took and kept stays, with the meaning that AWS gives it.</summary>
    [Theory]
    [InlineData("IpAddress", Verdict.ImplicitDeny)]
    [InlineData("NotIpAddress", Verdict.Allow)]
    public void Of_a_policy_that_was_kept_match_nothing(string name, Verdict verdict)
    {
        var json = Given.Json($$$"""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"{{{name}}}": {"aws:SourceIp": "2001:db8::5/64"} } }""");
        var policy = Given.Document(PolicyKind.Identity, json, options: new PolicyParseOptions { Stored = true });
        var request = Given.Call(Given.User);
        request.Context.Set("aws:SourceIp", "2001:db8::5");

        Assert.Equal(verdict, Authorizer.Decide(request, Given.With(policy), null).Verdict);
        Assert.NotEmpty(Iam.Policy.Parse(json, PolicyKind.Identity, new PolicyOrigin("test")).Errors);
    }

    [Theory]
    [InlineData("BinaryEquals", "no-binary")]
    [InlineData("Bool", "${aws:username}")]
    [InlineData("Null", "${aws:username}")]
    public void Of_a_policy_are_refused_for_a_session_too(string name, string wanted) => Assert.NotEmpty(Iam.Policy.Parse(
        Given.Json($$$"""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"{{{name}}}": {"test:Key": "{{{wanted}}}"} } }"""), PolicyKind.Session, new PolicyOrigin("test")).Errors);

    [Theory]
    [InlineData("NumericEquals", "\"NaN\"", "1", false)]
    [InlineData("NumericNotEquals", "\"NaN\"", "1", true)]
    [InlineData("DateEquals", "\"not-a-date\"", "not-a-date", false)]
    [InlineData("DateNotEquals", "\"not-a-date\"", "2030-01-01", true)]
    [InlineData("IpAddress", "\"not-an-ip\"", "192.0.2.1", false)]
    [InlineData("NotIpAddress", "\"not-an-ip\"", "192.0.2.1", true)]
    [InlineData("NotIpAddress", "\"not-an-ip\"", "not-an-ip", false)]
    [InlineData("IpAddress", "[\"not-an-ip\", \"192.0.2.0/24\"]", "192.0.2.1", true)]
    [InlineData("NotIpAddress", "\"2001:db8::5/64\"", "2001:db8::5", true)]
    [InlineData("Null", "\"yes\"", "present", true)]
    [InlineData("Null", "\"TRUE\"", "present", false)]
    public void Of_a_session_policy_match_nothing(string name, string wanted, string actual, bool met)
    {
        Assert.Equal(met ? Verdict.Allow : Verdict.ImplicitDeny, Decide(PolicyKind.Session, "Allow", name, wanted, actual));
        Assert.Equal(met ? Verdict.ExplicitDeny : Verdict.Allow, Decide(PolicyKind.Session, "Deny", name, wanted, actual));
    }

    [Theory]
    [InlineData("ArnLike", "\"not-an-arn\"", Arn, false, true)]
    [InlineData("ArnNotLike", "\"not-an-arn\"", Arn, false, true)]
    [InlineData("ArnNotLike", "\"not-an-arn\"", "not-an-arn", false, false)]
    [InlineData("ArnLike", "[\"not-an-arn\", \"arn:aws:iam::*:user/*\"]", Arn, false, true)]
    [InlineData("ArnLike", "[\"arn:aws:iam::*:user/*\", \"not-an-arn\"]", Arn, true, true)]
    [InlineData("ArnNotLike", "[\"arn:aws:iam::*:user/*\", \"not-an-arn\"]", Arn, false, false)]
    [InlineData("ArnNotLike", "[\"arn:aws:iam::*:role/*\", \"not-an-arn\"]", Arn, false, true)]
    public void Of_an_arn_operator_never_grant_and_always_deny(string name, string wanted, string actual, bool allows, bool denies)
    {
        Assert.Equal(allows ? Verdict.Allow : Verdict.ImplicitDeny, Decide(PolicyKind.Session, "Allow", name, wanted, actual));
        Assert.Equal(denies ? Verdict.ExplicitDeny : Verdict.Allow, Decide(PolicyKind.Session, "Deny", name, wanted, actual));
    }

    [Theory]
    [InlineData("Allow", Verdict.ImplicitDeny)]
    [InlineData("Deny", Verdict.ExplicitDeny)]
    public void Of_an_arn_operator_may_come_from_a_variable(string effect, Verdict verdict)
    {
        Assert.Equal(verdict, Decide(PolicyKind.Identity, effect, "ArnLike", "\"${aws:username}\"", Arn));
        Assert.Equal(verdict, Decide(PolicyKind.Identity, effect, "ArnNotLike", "\"${aws:username}\"", Arn));
    }

    private static Verdict Decide(PolicyKind kind, string effect, string name, string wanted, string actual)
    {
        var everything = """{"Effect": "Allow", "Action": "*", "Resource": "*"}""";
        var statement = $$$"""{"Effect": "{{{effect}}}", "Action": "*", "Resource": "*", "Condition": {"{{{name}}}": {"test:Key": {{{wanted}}}} } }""";
        var policy = effect == "Deny" ? Given.Policy(kind, everything, statement) : Given.Policy(kind, statement);
        var request = Given.Call(Given.User);
        request.Context.Set("test:Key", actual);
        var caller = kind == PolicyKind.Session ? Given.With(Given.Policy(PolicyKind.Identity, everything), session: policy) : Given.With(policy);
        return Authorizer.Decide(request, caller, null).Verdict;
    }
}
