namespace Iam.Tests.Decisions;

/// <summary>AWS KMS Developer Guide, "Default key policy" and "Troubleshooting key access".</summary>
public class A_key_of_KMS
{
    private const string Account = """{"AWS":"arn:aws:iam::111122223333:root"}""";
    private const string Role = """{"AWS":"arn:aws:iam::111122223333:role/Storefront"}""";

    private static Decision Decide(Policy? key, PrincipalPolicies own, Principal? by = null) => KeyRules.KeyAccess.Decide(Case.Request(by), own, key);

    [Fact]
    public void Is_closed_without_a_policy_whatever_the_caller_may()
    {
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Resource, null, -1), Decide(null, Case.Caller(Case.Allow())));
        Assert.Equal(Verdict.ImplicitDeny, Decide(null, Case.Nothing, new AccountRoot(Case.Account)).Verdict);
    }

    [Fact]
    public void Is_open_to_whom_its_policy_names()
    {
        Assert.Equal(Verdict.Allow, Decide(Case.ResourcePolicy(Case.For("Allow", Role)), Case.Nothing).Verdict);
        Assert.Equal(Verdict.ImplicitDeny, Decide(Case.ResourcePolicy(Case.For("Allow", Role)), Case.Caller(Case.Allow()), Case.User).Verdict);
    }

    [Fact]
    public void Is_open_to_whom_its_account_lets_in_where_its_policy_leaves_it_to_the_account()
    {
        var policy = Case.ResourcePolicy(Case.For("Allow", Account));
        Assert.Equal(DecidingPolicy.Identity, Decide(policy, Case.Caller(Case.Allow())).By);
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Identity, null, -1), Decide(policy, Case.Nothing));
        Assert.Equal(Verdict.Allow, Decide(policy, Case.Nothing, new AccountRoot(Case.Account)).Verdict);
    }

    [Fact]
    public void Is_closed_by_any_deny()
    {
        Assert.Equal(Verdict.ExplicitDeny, Decide(Case.ResourcePolicy(Case.For("Allow", Role)), Case.Caller(Case.Deny())).Verdict);
        Assert.Equal(Verdict.ExplicitDeny, Decide(Case.ResourcePolicy(Case.For("Allow", Role), Case.For("Deny", "\"*\"")), Case.Caller(Case.Allow())).Verdict);
    }

    [Fact]
    public void Takes_both_sides_across_accounts()
    {
        var policy = Case.ResourcePolicy(Case.For("Allow", """{"AWS":"arn:aws:iam::444455556666:role/Partner"}"""));
        Assert.Equal(Verdict.Allow, Decide(policy, Case.Caller(Case.Allow()), Case.Partner).Verdict);
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Identity, null, -1), Decide(policy, Case.Nothing, Case.Partner));
        Assert.Equal(DecidingPolicy.Resource, Decide(Case.ResourcePolicy(Case.For("Allow", Account)), Case.Caller(Case.Allow()), Case.Partner).By);
    }

    [Fact]
    public void Keeps_to_the_callers_boundary()
    {
        var policy = Case.ResourcePolicy(Case.For("Allow", Role));
        var own = Case.Nothing with { Boundary = [Case.Policy(PolicyKind.Boundary, Case.Allow(action: "s3:*"))] };
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Boundary, null, -1), Decide(policy, own));
    }

    /// <summary>A grant is a statement beside the policy's own.</summary>
    [Fact]
    public void Is_open_by_statements_beside_its_policy()
    {
        var policy = Case.ResourcePolicy(Case.For("Allow", Account)).With(Case.ResourcePolicy(Case.For("Allow", Role)));
        var decision = Decide(policy, Case.Nothing);
        Assert.Equal((Verdict.Allow, 1), (decision.Verdict, decision.StatementIndex));
    }

    [Fact]
    public void Is_explained_as_it_is_decided()
    {
        var policy = Case.ResourcePolicy(Case.For("Allow", Account));
        Assert.Equal(Decide(policy, Case.Nothing), KeyRules.KeyAccess.Explain(Case.Request(), Case.Nothing, policy).Decision);
        Assert.Equal(DecidingPolicy.Resource, Assert.Single(Remedy.For(KeyRules.KeyAccess, Case.Request(), Case.Caller(Case.Allow()), null)).Part);
    }
}
