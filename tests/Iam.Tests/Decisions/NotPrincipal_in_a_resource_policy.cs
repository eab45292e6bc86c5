namespace Iam.Tests.Decisions;

/// <summary>
/// IAM User Guide, "IAM JSON policy elements: NotPrincipal": with Deny, whoever is to be spared must be listed in full, since the account is
/// looked up first, then the role, then the session; and nobody with a permissions boundary is spared.
/// </summary>
public class NotPrincipal_in_a_resource_policy
{
    private const string Account = "arn:aws:iam::111122223333:root";
    private const string User = "arn:aws:iam::111122223333:user/ann";
    private const string Role = "arn:aws:iam::111122223333:role/team/reader";
    private const string RoleSession = "arn:aws:sts::111122223333:assumed-role/reader/s1";

    [Theory]
    [InlineData(new[] { Account, User }, true)]
    [InlineData(new[] { "111122223333", User }, true)]
    [InlineData(new[] { User, Account, Role }, true)]
    [InlineData(new[] { "*" }, true)]
    [InlineData(new[] { User }, false)]
    [InlineData(new[] { Account }, false)]
    [InlineData(new[] { Role }, false)]
    public void Spares_a_user_that_is_listed_with_its_account(string[] listed, bool spared) => Assert.Equal(spared, Spares(Given.User, listed));

    [Theory]
    [InlineData(new[] { Account, Role, RoleSession }, true)]
    [InlineData(new[] { "*" }, true)]
    [InlineData(new[] { Role, RoleSession }, false)]
    [InlineData(new[] { Account, RoleSession }, false)]
    [InlineData(new[] { Account, Role }, false)]
    [InlineData(new[] { Account, Role, "arn:aws:sts::111122223333:assumed-role/reader/s2" }, false)]
    public void Spares_a_session_that_is_listed_with_its_role_and_account(string[] listed, bool spared) => Assert.Equal(spared, Spares(Given.Session, listed));

    [Fact]
    public void Spares_the_account_itself()
    {
        Assert.True(Spares(new AccountRoot(Given.Home), [Account]));
        Assert.False(Spares(new AccountRoot(Given.Away), [Account]));
    }

    [Fact]
    public void Denies_whoever_is_not_authenticated() => Assert.False(Spares(Anonymous.Instance, [Account, User]));

    [Fact]
    public void Spares_nobody_who_has_a_permissions_boundary()
    {
        var policies = Given.With(Given.Identity("Allow"), Given.Boundary("Allow"));
        var policy = Given.Resource("Deny", $$"""{"AWS": ["{{Account}}", "{{User}}"]}""", "NotPrincipal");

        Assert.Equal(Verdict.ExplicitDeny, Authorizer.Decide(Given.Call(Given.User), policies, policy).Verdict);
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Call(Given.User), policies with { Boundary = default }, policy).Verdict);
    }

    [Theory]
    [InlineData(User, Verdict.ImplicitDeny)]
    [InlineData(Account, Verdict.ImplicitDeny)]
    [InlineData("arn:aws:iam::111122223333:user/bob", Verdict.Allow)]
    public void With_allow_grants_to_everyone_whom_it_does_not_name(string listed, Verdict expected) =>
        Assert.Equal(expected, Authorizer.Decide(Given.Call(Given.User), PrincipalPolicies.None, Given.Resource("Allow", $$"""{"AWS": "{{listed}}"}""", "NotPrincipal")).Verdict);

    private static bool Spares(Principal caller, string[] listed)
    {
        var list = string.Join(", ", listed.Select(static arn => $"\"{arn}\""));
        var decision = Authorizer.Decide(Given.Call(caller), Given.With(Given.Identity("Allow")), Given.Resource("Deny", $$"""{"AWS": [{{list}}]}""", "NotPrincipal"));
        return decision.Verdict != Verdict.ExplicitDeny;
    }
}
