namespace Iam.Tests.Decisions;

/// <summary>IAM User Guide, "How IAM roles differ from resource-based policies" and "Policy evaluation logic": trust policies.</summary>
public class Assuming_a_role
{
    private const string Role = "arn:aws:iam::111122223333:role/worker";
    private const string Account = """{"AWS": "arn:aws:iam::111122223333:root"}""";
    private const string User = """{"AWS": "arn:aws:iam::111122223333:user/ann"}""";
    private const string RoleOfSession = """{"AWS": "arn:aws:iam::111122223333:role/team/reader"}""";
    private const string Stranger = """{"AWS": "arn:aws:iam::444455556666:user/eve"}""";
    private const string Everyone = """{"AWS": "*"}""";

    [Fact]
    public void Within_the_account_needs_no_more_than_to_be_named()
    {
        Assert.Equal(Verdict.Allow, Decide(Given.User, User).Verdict);
        Assert.Equal(Verdict.Allow, Decide(Given.Session, RoleOfSession).Verdict);
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Trust, null, -1), Decide(Given.Session, User, Given.Identity("Allow")));
        Assert.Equal(Verdict.ExplicitDeny, Decide(Given.User, User, Given.Identity("Deny")).Verdict);
    }

    [Fact]
    public void By_the_account_needs_an_identity_policy_too()
    {
        Assert.Equal(Verdict.Allow, Decide(Given.User, Account, Given.Identity("Allow")).Verdict);
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Identity, null, -1), Decide(Given.User, Account));
    }

    [Theory]
    [InlineData(Stranger)]
    [InlineData("""{"AWS": "444455556666"}""")]
    [InlineData(Everyone)]
    public void Across_accounts_needs_both(string principal)
    {
        Assert.Equal(Verdict.Allow, Decide(Given.Stranger, principal, Given.Identity("Allow")).Verdict);
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Identity, null, -1), Decide(Given.Stranger, principal));
        Assert.Equal(DecidingPolicy.Trust, Decide(Given.Stranger, Account, Given.Identity("Allow")).By);
    }

    [Theory]
    [InlineData(Stranger)]
    [InlineData("""{"AWS": "444455556666"}""")]
    public void Across_accounts_is_limited_by_the_callers_boundary(string principal)
    {
        Assert.Equal(Verdict.Allow, Decide(Given.Stranger, principal, Given.Identity("Allow"), Given.Boundary("Allow")).Verdict);
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Boundary, null, -1), Decide(Given.Stranger, principal, Given.Identity("Allow"), Given.Boundary("Neither")));
    }

    [Fact]
    public void Within_the_account_is_limited_by_the_callers_boundary_unless_it_is_named_itself()
    {
        Assert.Equal(Verdict.Allow, Decide(Given.User, User, boundary: Given.Boundary("Neither")).Verdict);
        Assert.Equal(Verdict.ExplicitDeny, Decide(Given.User, User, boundary: Given.Boundary("Deny")).Verdict);
        Assert.Equal(DecidingPolicy.Boundary, Decide(Given.User, Account, Given.Identity("Allow"), Given.Boundary("Neither")).By);
        Assert.Equal(DecidingPolicy.Boundary, Decide(Given.Session, RoleOfSession, boundary: Given.Boundary("Neither")).By);
    }

    [Fact]
    public void Is_denied_by_the_trust_policy_whatever_else_allows()
    {
        var decision = Decide(Given.User, Given.Trust("Deny", User), Given.Identity("Allow"));

        Assert.Equal((Verdict.ExplicitDeny, DecidingPolicy.Trust), (decision.Verdict, decision.By));
    }

    [Fact]
    public void By_a_service_needs_the_trust_policy_only()
    {
        Assert.Equal(Verdict.Allow, Decide(new ServicePrincipal("lambda.amazonaws.com"), """{"Service": "lambda.amazonaws.com"}""").Verdict);
        Assert.Equal(Verdict.ImplicitDeny, Decide(new ServicePrincipal("ec2.amazonaws.com"), """{"Service": "lambda.amazonaws.com"}""").Verdict);
    }

    [Theory]
    [InlineData("github.com", "repo:shop", Verdict.Allow)]
    [InlineData("github.com", "repo:other", Verdict.ImplicitDeny)]
    [InlineData("gitlab.com", "repo:shop", Verdict.ImplicitDeny)]
    public void By_a_web_identity_needs_its_provider_and_the_conditions(string provider, string subject, Verdict expected)
    {
        var trust = Given.Policy(
            PolicyKind.Trust,
            """{"Effect": "Allow", "Principal": {"Federated": "github.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"github.com:sub": "repo:shop"} } }""");
        var request = Given.Call(new WebIdentity(provider, subject), "sts:AssumeRoleWithWebIdentity", Role);
        request.Context.Set($"{provider}:sub", subject);

        Assert.Equal(expected, Authorizer.DecideAssumeRole(request, PrincipalPolicies.None, trust).Verdict);
    }

    [Theory]
    [InlineData("""{"AWS": "*"}""", Verdict.ImplicitDeny)]
    [InlineData("""{"Federated": "arn:aws:iam::111122223333:saml-provider/P"}""", Verdict.Allow)]
    [InlineData("""{"AWS": "*", "Federated": "arn:aws:iam::111122223333:saml-provider/P"}""", Verdict.Allow)]
    [InlineData("""{"AWS": "*", "Federated": "arn:aws:iam::111122223333:saml-provider/Q"}""", Verdict.ImplicitDeny)]
    public void With_an_assertion_takes_a_trust_in_its_provider_not_in_everyone(string principal, Verdict expected)
    {
        var caller = new WebIdentity("arn:aws:iam::111122223333:saml-provider/P", "ann");
        var request = Given.Call(caller, "sts:AssumeRoleWithSAML", Role);
        var trust = Given.Trust("Allow", principal);

        Assert.Equal(expected, Decide(caller, trust).Verdict);
        Assert.Equal(Verdict.Allow, Decide(Given.User, Given.Trust("Allow", """{"AWS": "*"}""")).Verdict);
        Assert.Equal(expected == Verdict.Allow ? [] : [DecidingPolicy.Trust], Remedy.For(DecisionRule.AssumeRole, request, PrincipalPolicies.None, trust).Select(static s => s.Part));
    }

    [Fact]
    public void With_an_assertion_is_denied_by_a_deny_of_everyone()
    {
        var trust = Given.Policy(PolicyKind.Trust, """{"Effect": "Allow", "Principal": {"Federated": "github.com"}, "Action": "sts:*"}""", """{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:*"}""");
        var everybody = new Guardrails(ResourceControl: [[Given.Policy(PolicyKind.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": "sts:*", "Resource": "*"}""")]]);
        var caller = new WebIdentity("github.com", "repo:shop");

        Assert.Equal(Verdict.ExplicitDeny, Decide(caller, trust).Verdict);
        Assert.Equal(DecidingPolicy.ResourceControl, Authorizer.DecideAssumeRole(Given.Call(caller, "sts:AssumeRoleWithWebIdentity", Role), PrincipalPolicies.None, Given.Trust("Allow", """{"Federated": "github.com"}"""), everybody).By);
    }

    [Fact]
    public void Is_not_for_callers_who_are_not_authenticated()
    {
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Trust, null, -1), Decide(Anonymous.Instance, Everyone));
        Assert.Equal(Verdict.Allow, Decide(Given.User, Everyone).Verdict);
    }

    private static Decision Decide(Principal caller, string principal, Policy? identity = null, Policy? boundary = null) =>
        Decide(caller, Given.Trust("Allow", principal), identity, boundary);

    private static Decision Decide(Principal caller, Policy trust, Policy? identity = null, Policy? boundary = null)
    {
        var (request, own) = (Given.Call(caller, "sts:AssumeRole", Role), Given.With(identity, boundary));
        var decision = Authorizer.DecideAssumeRole(request, own, trust);
        Assert.Equal(decision, Authorizer.ExplainAssumeRole(request, own, trust).Decision);
        return decision;
    }
}
