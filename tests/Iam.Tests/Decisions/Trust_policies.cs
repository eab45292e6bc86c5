namespace Iam.Tests.Decisions;

public class Trust_policies
{
    private const string RoleArn = "arn:aws:iam::111122223333:role/Target";
    private static readonly PrincipalPolicies MayAssume = Given.Caller(Given.Allow("sts:AssumeRole", RoleArn));

    [Fact]
    public void That_name_the_caller_are_enough_within_the_account()
    {
        Assert.Equal(Verdict.Allow, Decide(Given.Role, Given.Nothing, """{"AWS":"arn:aws:iam::111122223333:role/Storefront"}"""));
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.Role, Given.Nothing, """{"AWS":"arn:aws:iam::111122223333:role/Other"}"""));
    }

    [Fact]
    public void That_name_the_account_leave_it_to_the_callers_own_policies()
    {
        Assert.Equal(Verdict.Allow, Decide(Given.Role, MayAssume, """{"AWS":"arn:aws:iam::111122223333:root"}"""));
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.Role, Given.Nothing, """{"AWS":"arn:aws:iam::111122223333:root"}"""));
    }

    [Fact]
    public void That_do_not_name_the_caller_are_not_outweighed_by_its_own_policies() =>
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.Role, MayAssume, """{"Service":"lambda.amazonaws.com"}"""));

    [Fact]
    public void Of_another_account_need_the_callers_policies_too()
    {
        Assert.Equal(Verdict.Allow, Decide(Given.Partner, MayAssume, """{"AWS":"arn:aws:iam::444455556666:role/Partner"}"""));
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.Partner, Given.Nothing, """{"AWS":"arn:aws:iam::444455556666:role/Partner"}"""));
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.Partner, MayAssume, """{"AWS":"arn:aws:iam::111122223333:root"}"""));
    }

    [Fact]
    public void Yield_to_an_explicit_deny_of_the_callers_own() =>
        Assert.Equal(Verdict.ExplicitDeny, Decide(Given.Role, Given.Caller(Given.Deny("sts:*", "*")), """{"AWS":"arn:aws:iam::111122223333:role/Storefront"}"""));

    [Fact]
    public void Admit_a_service() => Assert.Equal(Verdict.Allow, Decide(new ServicePrincipal("lambda.amazonaws.com"), Given.Nothing, """{"Service":"lambda.amazonaws.com"}"""));

    [Fact]
    public void Ask_for_an_external_id()
    {
        const string Condition = ""","Condition":{"StringEquals":{"sts:ExternalId":"secret-7"}}""";
        Assert.Equal(Verdict.Allow, Decide(Given.Partner, MayAssume, """{"AWS":"444455556666"}""", Condition, static keys => keys.Set("sts:ExternalId", "secret-7")));
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.Partner, MayAssume, """{"AWS":"444455556666"}""", Condition, static keys => keys.Set("sts:ExternalId", "secret-8")));
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.Partner, MayAssume, """{"AWS":"444455556666"}""", Condition));
    }

    private static Verdict Decide(Principal principal, PrincipalPolicies caller, string trusted, string condition = "", Action<ConditionContext>? context = null) => Authorizer.DecideAssumeRole(
        Given.Request(principal, "sts:AssumeRole", RoleArn, context),
        caller,
        Given.Policy(PolicyKind.Trust, $$"""{"Effect":"Allow","Principal":{{trusted}},"Action":"sts:AssumeRole"{{condition}}}""")).Verdict;
}
