namespace Iam.Tests.Decisions;

/// <summary>IAM User Guide, "Policy evaluation logic": what a resource policy grants depends on how it names the caller.</summary>
public class Resource_policy_in_the_same_account
{
    private const string Account = """{"AWS": "111122223333"}""";
    private const string Root = """{"AWS": "arn:aws:iam::111122223333:root"}""";
    private const string User = """{"AWS": "arn:aws:iam::111122223333:user/ann"}""";
    private const string Role = """{"AWS": "arn:aws:iam::111122223333:role/team/reader"}""";
    private const string RoleSession = """{"AWS": "arn:aws:sts::111122223333:assumed-role/reader/s1"}""";

    [Theory]
    [InlineData("\"*\"")]
    [InlineData("""{"AWS": "*"}""")]
    [InlineData(User)]
    [InlineData("""{"AWS": ["arn:aws:iam::111122223333:user/bob", "arn:aws:iam::111122223333:user/ann"]}""")]
    [InlineData("""{"Service": "lambda.amazonaws.com", "AWS": "arn:aws:iam::111122223333:user/ann"}""")]
    public void Grants_to_a_user_it_names(string principal)
    {
        Assert.Equal(Verdict.Allow, Decide(Given.User, "Allow", principal).Verdict);
        Assert.Equal(Verdict.ExplicitDeny, Decide(Given.User, "Deny", principal).Verdict);
    }

    [Theory]
    [InlineData("""{"AWS": "arn:aws:iam::111122223333:user/Ann"}""")]
    [InlineData("""{"AWS": "arn:aws:iam::111122223333:user/path/ann"}""")]
    [InlineData("""{"AWS": "arn:aws:iam::444455556666:user/ann"}""")]
    [InlineData("""{"AWS": "444455556666"}""")]
    [InlineData("""{"AWS": "arn:aws:iam::111122223333:role/ann"}""")]
    [InlineData("""{"Service": "lambda.amazonaws.com"}""")]
    [InlineData("""{"Federated": "accounts.google.com"}""")]
    [InlineData("""{"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}""")]
    public void Denies_a_caller_it_does_not_name(string principal)
    {
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Identity, null, -1), Decide(Given.User, "Allow", principal));
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.User, "Deny", principal).Verdict);
    }

    [Theory]
    [InlineData(Account)]
    [InlineData(Root)]
    public void Delegates_to_identity_policies_when_it_names_the_account(string principal)
    {
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.User, "Allow", principal).Verdict);
        Assert.Equal(Verdict.Allow, Decide(Given.User, "Allow", principal, Given.Identity("Allow")).Verdict);
        Assert.Equal(Verdict.ExplicitDeny, Decide(Given.User, "Deny", principal, Given.Identity("Allow")).Verdict);
    }

    [Fact]
    public void Grants_to_the_sessions_of_a_role_it_names()
    {
        Assert.Equal(Verdict.Allow, Decide(Given.Session, "Allow", Role).Verdict);
        Assert.Equal(Verdict.ExplicitDeny, Decide(Given.Session, "Deny", Role, Given.Identity("Allow")).Verdict);
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.Session, "Allow", """{"AWS": "arn:aws:iam::111122223333:role/reader"}""").Verdict);
    }

    [Fact]
    public void Grants_to_the_one_session_it_names()
    {
        Assert.Equal(Verdict.Allow, Decide(Given.Session, "Allow", RoleSession).Verdict);
        Assert.Equal(Verdict.ImplicitDeny, Decide(Given.Session, "Allow", """{"AWS": "arn:aws:sts::111122223333:assumed-role/reader/s2"}""").Verdict);
    }

    [Theory]
    [InlineData(Role, Verdict.ImplicitDeny)]
    [InlineData(RoleSession, Verdict.Allow)]
    [InlineData("\"*\"", Verdict.Allow)]
    public void Is_limited_by_what_a_boundary_leaves_unsaid_for_a_role_but_not_for_a_session(string principal, Verdict expected)
    {
        var bounded = new PrincipalPolicies([], [Given.Boundary("Neither")]);
        var scoped = new PrincipalPolicies([], default, [Given.SessionPolicy("Neither")]);

        Assert.Equal(expected, Authorizer.Decide(Given.Call(Given.Session), bounded, Given.Resource("Allow", principal)).Verdict);
        Assert.Equal(expected, Authorizer.Decide(Given.Call(Given.Session), scoped, Given.Resource("Allow", principal)).Verdict);
    }

    [Fact]
    public void Is_not_limited_by_what_a_boundary_leaves_unsaid_for_a_user_or_federated_user()
    {
        var bounded = new PrincipalPolicies([], [Given.Boundary("Neither")]);
        var federated = new FederatedUser(Given.Home, "fred");

        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Call(Given.User), bounded, Given.Resource("Allow", User)).Verdict);
        Assert.Equal(Verdict.ImplicitDeny, Authorizer.Decide(Given.Call(Given.User), bounded, Given.Resource("Allow", Account)).Verdict);
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Call(federated), bounded, Given.Resource("Allow", """{"AWS": "arn:aws:sts::111122223333:federated-user/fred"}""")).Verdict);
        Assert.Equal(Verdict.ImplicitDeny, Authorizer.Decide(Given.Call(federated), bounded, Given.Resource("Allow", """{"AWS": "arn:aws:sts::111122223333:federated-user/eve"}""")).Verdict);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/team/reader", Verdict.Allow)]
    [InlineData("arn:aws:iam::111122223333:role/team/writer", Verdict.ImplicitDeny)]
    public void Matches_roles_by_pattern_in_a_condition(string pattern, Verdict expected)
    {
        var policy = Given.Policy(
            PolicyKind.Resource,
            $$"""{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "{{pattern}}"} } }""");

        Assert.Equal(expected, Authorizer.Decide(Given.Call(Given.Session), new PrincipalPolicies([], [Given.Boundary("Neither")]), policy).Verdict);
    }

    [Fact]
    public void Decides_by_the_statement_that_names_the_caller_most_narrowly()
    {
        var policy = Given.Policy(PolicyKind.Resource, Statement(Account), Statement(Role), Statement(RoleSession));

        Assert.Equal(new Decision(Verdict.Allow, DecidingPolicy.Resource, policy, 2), Authorizer.Decide(Given.Call(Given.Session), PrincipalPolicies.None, policy));

        static string Statement(string principal) => $$"""{"Effect": "Allow", "Principal": {{principal}}, "Action": "*", "Resource": "*"}""";
    }

    private static Decision Decide(Principal caller, string effect, string principal, Policy? identity = null) =>
        Authorizer.Decide(Given.Call(caller), Given.With(identity), Given.Resource(effect, principal));
}
