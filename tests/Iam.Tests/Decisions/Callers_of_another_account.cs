namespace Iam.Tests.Decisions;

/// <summary>IAM User Guide, "Cross-account policy evaluation logic": each side decides for itself, and both must allow.</summary>
public class Callers_of_another_account
{
    private const string User = """{"AWS": "arn:aws:iam::444455556666:user/eve"}""";
    private const string RoleSession = """{"AWS": "arn:aws:sts::444455556666:assumed-role/visitor/s9"}""";

    [Theory]
    [InlineData("\"*\"")]
    [InlineData("""{"AWS": "444455556666"}""")]
    [InlineData("""{"AWS": "arn:aws:iam::444455556666:root"}""")]
    [InlineData(User)]
    public void Need_an_allow_of_both_sides_however_the_resource_names_them(string principal)
    {
        var resource = Given.Resource("Allow", principal);
        var request = Given.Call(Given.Stranger);

        Assert.Equal(new Decision(Verdict.Allow, DecidingPolicy.Resource, resource, 0), Authorizer.Decide(request, Given.With(Given.Identity("Allow")), resource));
        Assert.Equal(new Decision(Verdict.ImplicitDeny, DecidingPolicy.Identity, null, -1), Authorizer.Decide(request, Given.With(Given.Identity("Neither")), resource));
        Assert.Equal(Verdict.ExplicitDeny, Authorizer.Decide(request, Given.With(Given.Identity("Deny")), resource).Verdict);
    }

    [Theory]
    [InlineData("""{"AWS": "111122223333"}""")]
    [InlineData("""{"AWS": "arn:aws:iam::444455556666:user/bob"}""")]
    [InlineData("""{"AWS": "arn:aws:iam::111122223333:user/eve"}""")]
    public void Are_denied_when_the_resource_does_not_name_them(string principal) => Assert.Equal(
        new Decision(Verdict.ImplicitDeny, DecidingPolicy.Resource, null, -1),
        Authorizer.Decide(Given.Call(Given.Stranger), Given.With(Given.Identity("Allow")), Given.Resource("Allow", principal)));

    [Fact]
    public void Are_limited_by_their_boundary_and_session_policies_even_when_the_session_is_named()
    {
        var request = Given.Call(Given.StrangeSession);
        var resource = Given.Resource("Allow", RoleSession);
        var own = Given.With(Given.Identity("Allow"), Given.Boundary("Allow"), Given.SessionPolicy("Allow"));

        Assert.Equal(Verdict.Allow, Authorizer.Decide(request, own, resource).Verdict);
        Assert.Equal(DecidingPolicy.Boundary, Denied(own with { Boundary = [Given.Boundary("Neither")] }));
        Assert.Equal(DecidingPolicy.Session, Denied(own with { Session = [Given.SessionPolicy("Neither")] }));
        Assert.Equal(DecidingPolicy.Identity, Denied(own with { Identity = [] }));

        DecidingPolicy Denied(PrincipalPolicies policies)
        {
            var decision = Authorizer.Decide(request, policies, resource);
            Assert.Equal(Verdict.ImplicitDeny, decision.Verdict);
            return decision.By;
        }
    }
}
