namespace Iam.Tests.Decisions;

public class Refusal_message
{
    private const string Start = "User: arn:aws:sts::111122223333:assumed-role/Storefront/s is not authorized to perform: execute-api:Invoke on resource: " + Case.Resource;

    [Theory]
    [InlineData(DecidingPolicy.Identity, " because no identity-based policy allows the execute-api:Invoke action")]
    [InlineData(DecidingPolicy.Resource, " because no resource-based policy allows the execute-api:Invoke action")]
    [InlineData(DecidingPolicy.Boundary, " because no permissions boundary allows the execute-api:Invoke action")]
    [InlineData(DecidingPolicy.Session, " because no session policy allows the execute-api:Invoke action")]
    [InlineData(DecidingPolicy.Trust, " because no role trust policy allows the execute-api:Invoke action")]
    public void Of_an_implicit_deny_says_what_was_lacking(DecidingPolicy by, string reason) =>
        Assert.Equal(Start + reason, RefusalMessage.For(Case.Request(), new Decision(Verdict.ImplicitDeny, by, null, -1)));

    [Theory]
    [InlineData(DecidingPolicy.Identity, " with an explicit deny in an identity-based policy")]
    [InlineData(DecidingPolicy.Resource, " with an explicit deny in a resource-based policy")]
    [InlineData(DecidingPolicy.Boundary, " with an explicit deny in a permissions boundary")]
    [InlineData(DecidingPolicy.Session, " with an explicit deny in a session policy")]
    [InlineData(DecidingPolicy.Trust, " with an explicit deny in the role trust policy")]
    public void Of_an_explicit_deny_says_what_denied(DecidingPolicy by, string reason) =>
        Assert.Equal(Start + reason, RefusalMessage.For(Case.Request(), new Decision(Verdict.ExplicitDeny, by, Case.Policy(PolicyKind.Identity, Case.Deny()), 0)));

    [Fact]
    public void Names_a_managed_policy()
    {
        var managed = Policy.Parse($$"""{"Version":"2012-10-17","Statement":{{Case.Deny()}}}""", PolicyKind.Identity, new PolicyOrigin("No", "arn:aws:iam::111122223333:policy/No")).Policy;
        Assert.EndsWith(" with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/No", RefusalMessage.For(Case.Request(), new Decision(Verdict.ExplicitDeny, DecidingPolicy.Identity, managed, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_the_resource_as_it_is_told_to() => Assert.Contains(
        "on resource: masked because", RefusalMessage.For(Case.Request(), new Decision(Verdict.ImplicitDeny, DecidingPolicy.Identity, null, -1), "masked"), StringComparison.Ordinal);
}
