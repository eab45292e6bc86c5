namespace Iam.Tests.Decisions;

public class Boundaries_and_session_policies
{
    private static readonly Policy Elsewhere = Given.Policy(PolicyKind.Boundary, Given.Allow(resource: "arn:aws:s3:::other"));
    private static readonly Policy Here = Given.Policy(PolicyKind.Boundary, Given.Allow(resource: "*"));
    private static readonly Policy Denying = Given.Policy(PolicyKind.Boundary, Given.Allow(resource: "*"), Given.Deny());

    [Fact]
    public void Limit_what_identity_policies_allow()
    {
        Assert.Equal(Verdict.Allow, Decide(boundary: Here).Verdict);
        Assert.Equal((Verdict.ImplicitDeny, DecidingPolicy.Boundary), Parts(Decide(boundary: Elsewhere)));
        Assert.Equal((Verdict.ExplicitDeny, DecidingPolicy.Boundary), Parts(Decide(boundary: Denying)));
        Assert.Equal(Verdict.Allow, Decide(session: Here).Verdict);
        Assert.Equal((Verdict.ImplicitDeny, DecidingPolicy.Session), Parts(Decide(session: Elsewhere)));
        Assert.Equal((Verdict.ExplicitDeny, DecidingPolicy.Session), Parts(Decide(session: Denying)));
    }

    [Fact]
    public void Grant_nothing_themselves() =>
        Assert.Equal((Verdict.ImplicitDeny, DecidingPolicy.Identity), Parts(Authorizer.Decide(Given.Request(), new PrincipalPolicies([], Here, [Here]), null)));

    [Fact]
    public void Limit_a_grant_to_the_role_but_not_to_its_session()
    {
        var toRole = Given.ResourcePolicy(Given.For("Allow", """{"AWS":"arn:aws:iam::111122223333:role/Storefront"}"""));
        var toSession = Given.ResourcePolicy(Given.For("Allow", """{"AWS":"arn:aws:sts::111122223333:assumed-role/Storefront/s"}"""));
        var limited = new PrincipalPolicies([], Elsewhere, default);
        Assert.Equal((Verdict.ImplicitDeny, DecidingPolicy.Boundary), Parts(Authorizer.Decide(Given.Request(), limited, toRole)));
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Request(), limited, toSession).Verdict);
        Assert.Equal((Verdict.ImplicitDeny, DecidingPolicy.Session), Parts(Authorizer.Decide(Given.Request(), new PrincipalPolicies([], null, [Elsewhere]), toRole)));
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Request(), new PrincipalPolicies([], null, [Elsewhere]), toSession).Verdict);
    }

    [Fact]
    public void Deny_even_what_names_the_session() => Assert.Equal(
        Verdict.ExplicitDeny,
        Authorizer.Decide(Given.Request(), new PrincipalPolicies([], Denying, default), Given.ResourcePolicy(Given.For("Allow", """{"AWS":"arn:aws:sts::111122223333:assumed-role/Storefront/s"}"""))).Verdict);

    private static Decision Decide(Policy? boundary = null, Policy? session = null) =>
        Authorizer.Decide(Given.Request(), new PrincipalPolicies([Given.Policy(PolicyKind.Identity, Given.Allow())], boundary, session is null ? default : [session]), null);

    private static (Verdict Verdict, DecidingPolicy By) Parts(Decision decision) => (decision.Verdict, decision.By);
}
