namespace Iam.Tests.Decisions;

/// <summary>IAM User Guide, "Permissions boundaries for IAM entities" and "Session policies": they limit, and never grant.</summary>
public class Boundaries_and_session_policies
{
    [Theory]
    [InlineData("Allow", "Allow", "Allow", Verdict.Allow, DecidingPolicy.Identity)]
    [InlineData("Allow", "Neither", "Allow", Verdict.ImplicitDeny, DecidingPolicy.Boundary)]
    [InlineData("Allow", "Allow", "Neither", Verdict.ImplicitDeny, DecidingPolicy.Session)]
    [InlineData("Allow", "Neither", "Neither", Verdict.ImplicitDeny, DecidingPolicy.Boundary)]
    [InlineData("Neither", "Allow", "Allow", Verdict.ImplicitDeny, DecidingPolicy.Identity)]
    [InlineData("Allow", "Deny", "Allow", Verdict.ExplicitDeny, DecidingPolicy.Boundary)]
    [InlineData("Allow", "Allow", "Deny", Verdict.ExplicitDeny, DecidingPolicy.Session)]
    [InlineData("Deny", "Allow", "Allow", Verdict.ExplicitDeny, DecidingPolicy.Identity)]
    [InlineData("Deny", "Deny", "Deny", Verdict.ExplicitDeny, DecidingPolicy.Identity)]
    public void Limit_what_identity_policies_grant(string identity, string boundary, string session, Verdict verdict, DecidingPolicy by)
    {
        var own = Given.With(Given.Identity(identity), Given.Boundary(boundary), Given.SessionPolicy(session));

        var decision = Authorizer.Decide(Given.Call(Given.Session), own, null);

        Assert.Equal((verdict, by), (decision.Verdict, decision.By));
    }

    [Fact]
    public void Are_absent_unless_given_and_an_empty_list_of_session_policies_grants_nothing()
    {
        var own = Given.With(Given.Identity("Allow"));

        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Call(Given.Session), own, null).Verdict);
        Assert.Equal(Verdict.ImplicitDeny, Authorizer.Decide(Given.Call(Given.Session), own with { Session = [] }, null).Verdict);
    }

    [Fact]
    public void Of_a_session_add_up_as_identity_policies_do()
    {
        var own = new PrincipalPolicies([Given.Identity("Neither"), Given.Identity("Allow")], default, [Given.SessionPolicy("Neither"), Given.SessionPolicy("Allow")]);

        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Call(Given.Session), own, null).Verdict);
        Assert.Equal(Verdict.ExplicitDeny, Authorizer.Decide(Given.Call(Given.Session), own with { Session = own.Session.Add(Given.SessionPolicy("Deny")) }, null).Verdict);
    }

    [Theory]
    [InlineData("Deny", "Neither", "Neither", DecidingPolicy.Identity)]
    [InlineData("Neither", "Deny", "Neither", DecidingPolicy.Boundary)]
    [InlineData("Neither", "Neither", "Deny", DecidingPolicy.Session)]
    public void Deny_explicitly_whatever_the_resource_policy_grants(string identity, string boundary, string session, DecidingPolicy by)
    {
        var own = Given.With(Given.Identity(identity), Given.Boundary(boundary), Given.SessionPolicy(session));
        var resource = Given.Resource("Allow", """{"AWS": "arn:aws:sts::111122223333:assumed-role/reader/s1"}""");

        var decision = Authorizer.Decide(Given.Call(Given.Session), own, resource);

        Assert.Equal((Verdict.ExplicitDeny, by), (decision.Verdict, decision.By));
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Call(Given.Session), Given.With(), resource).Verdict);
    }
}
