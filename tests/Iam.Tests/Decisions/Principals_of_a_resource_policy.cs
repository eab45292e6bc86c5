namespace Iam.Tests.Decisions;

public class Principals_of_a_resource_policy
{
    private const string Account = "arn:aws:iam::111122223333";

    [Theory]
    [InlineData("\"*\"", Verdict.Allow)]
    [InlineData("""{"AWS":"*"}""", Verdict.Allow)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:role/Storefront"}""", Verdict.Allow)]
    [InlineData("""{"AWS":"arn:aws:sts::111122223333:assumed-role/Storefront/s"}""", Verdict.Allow)]
    [InlineData("""{"AWS":"arn:aws:sts::111122223333:assumed-role/Storefront/other"}""", Verdict.ImplicitDeny)]
    [InlineData("""{"AWS":["arn:aws:iam::111122223333:role/Other","arn:aws:iam::111122223333:role/Storefront"]}""", Verdict.Allow)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:role/storefront"}""", Verdict.ImplicitDeny)]
    [InlineData("""{"AWS":"arn:aws:iam::444455556666:role/Storefront"}""", Verdict.ImplicitDeny)]
    [InlineData("""{"Service":"lambda.amazonaws.com"}""", Verdict.ImplicitDeny)]
    public void Name_a_role_session(string principal, Verdict verdict) =>
        Assert.Equal(verdict, Authorizer.Decide(Given.Request(), Given.Nothing, Given.ResourcePolicy(Given.For("Allow", principal))).Verdict);

    [Theory]
    [InlineData("""{"AWS":"111122223333"}""")]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:root"}""")]
    public void That_are_an_account_leave_it_to_the_callers_own_policies(string principal)
    {
        var policy = Given.ResourcePolicy(Given.For("Allow", principal));
        Assert.Equal(Verdict.ImplicitDeny, Authorizer.Decide(Given.Request(), Given.Nothing, policy).Verdict);
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Request(), Given.Caller(Given.Allow()), policy).Verdict);
    }

    [Fact]
    public void Denied_as_an_account_are_denied_whatever_their_own_policies_say() => Assert.Equal(
        Verdict.ExplicitDeny, Authorizer.Decide(Given.Request(), Given.Caller(Given.Allow()), Given.ResourcePolicy(Given.For("Deny", """{"AWS":"111122223333"}"""))).Verdict);

    [Fact]
    public void Not_named_by_NotPrincipal_are_denied()
    {
        var policy = Given.ResourcePolicy($$"""{"Effect":"Deny","NotPrincipal":{"AWS":["{{Account}}:role/Storefront","arn:aws:sts::111122223333:assumed-role/Storefront/s","{{Account}}:root"]},"Action":"*","Resource":"*"}""");
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Request(), Given.Caller(Given.Allow()), policy).Verdict);
        Assert.Equal(Verdict.ExplicitDeny, Authorizer.Decide(Given.Request(Given.Partner), Given.Caller(Given.Allow()), policy).Verdict);
    }

    [Fact]
    public void Denied_by_condition_are_all_but_the_named_role()
    {
        var policy = Given.ResourcePolicy(Given.For("Deny", "\"*\"", """{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/Storefront"}}"""));
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Request(), Given.Caller(Given.Allow()), policy).Verdict);
        Assert.Equal(Verdict.ExplicitDeny, Authorizer.Decide(Given.Request(Given.User), Given.Caller(Given.Allow()), policy).Verdict);
        Assert.Equal(Verdict.ExplicitDeny, Authorizer.Decide(Given.Request(Anonymous.Instance), Given.Nothing, policy).Verdict);
    }

    [Fact]
    public void Of_another_account_need_both_sides()
    {
        var policy = Given.ResourcePolicy(Given.For("Allow", """{"AWS":"arn:aws:iam::444455556666:role/Partner"}"""));
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Request(Given.Partner), Given.Caller(Given.Allow()), policy).Verdict);
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Identity, null, -1), Authorizer.Decide(Given.Request(Given.Partner), Given.Nothing, policy));
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Resource, null, -1), Authorizer.Decide(Given.Request(Given.Partner), Given.Caller(Given.Allow()), null));
    }
}
