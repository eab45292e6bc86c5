namespace Iam.Tests.Decisions;

/// <summary>
/// A caller at the moment of assuming a role with a token or an assertion (captured: internal/services/sts/testdata/saml_trust_aws.json, saml_userid_aws.json and
/// oidc/aws-trust.json of radkawar/stackd).
/// </summary>
public class Whom_a_provider_vouches_for
{
    private const string Saml = "arn:aws:iam::111122223333:saml-provider/P";
    private const string Oidc = "arn:aws:iam::111122223333:oidc-provider/issuer.example.com";

    [Theory]
    [InlineData("StringEquals", "aws:PrincipalAccount", "111122223333", true)]
    [InlineData("StringEquals", "aws:PrincipalAccount", "anonymous", false)]
    [InlineData("Null", "aws:PrincipalAccount", "false", true)]
    [InlineData("Null", "aws:PrincipalAccount", "true", false)]
    [InlineData("StringEquals", "aws:PrincipalType", "User", true)]
    [InlineData("StringEquals", "aws:PrincipalType", "Anonymous", false)]
    [InlineData("StringEquals", "aws:PrincipalType", "FederatedUser", false)]
    [InlineData("StringEquals", "aws:userid", "PROVIDER", true)]
    [InlineData("StringEquals", "aws:userid", "111122223333", false)]
    [InlineData("Null", "aws:PrincipalArn", "true", true)]
    [InlineData("Null", "aws:PrincipalArn", "false", false)]
    [InlineData("Null", "aws:username", "true", true)]
    public void Is_known_by_the_provider(string condition, string key, string value, bool isAllowed)
    {
        foreach (var provider in (string[])[Saml, Oidc])
        {
            var trust = Trust($$"""{"Federated":"{{provider}}"}""", $$$""","Condition":{"{{{condition}}}":{"{{{key}}}":"{{{value.Replace("PROVIDER", provider, StringComparison.Ordinal)}}}"}}""");
            Assert.Equal(isAllowed ? Verdict.Allow : Verdict.ImplicitDeny, Decide(provider, trust));
        }
    }

    [Theory]
    [InlineData("Federated", "PROVIDER", Verdict.Allow)]
    [InlineData("AWS", "*", Verdict.ImplicitDeny)]
    [InlineData("AWS", "111122223333", Verdict.ImplicitDeny)]
    public void Is_let_in_as_a_federated_principal_only(string kind, string value, Verdict expected)
    {
        foreach (var provider in (string[])[Saml, Oidc])
        {
            Assert.Equal(expected, Decide(provider, Trust($$"""{"{{kind}}":"{{value.Replace("PROVIDER", provider, StringComparison.Ordinal)}}"}""")));
        }
    }

    [Fact]
    public void Is_denied_with_everybody()
    {
        var trust = Given.Policy(
            PolicyKind.Trust, $$"""{"Effect":"Allow","Principal":{"Federated":"{{Saml}}"},"Action":"sts:AssumeRoleWithSAML"}""", """{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRoleWithSAML"}""");
        Assert.Equal(Verdict.ExplicitDeny, Decide(Saml, trust));
        var controls = Given.Policy(PolicyKind.ResourceControl, """{"Effect":"Deny","Principal":"*","Action":"sts:*","Resource":"*"}""");
        Assert.Equal(Verdict.ExplicitDeny, Decide(Saml, Trust($$"""{"Federated":"{{Saml}}"}"""), new Guardrails(default, [[controls]])));
    }

    [Fact]
    public void Is_told_to_be_named_as_one()
    {
        var trust = Trust("""{"AWS":"*"}""");
        var steps = Remedy.For(DecisionRule.AssumeRole, Given.Call(new WebIdentity(Saml, "ann"), "sts:AssumeRoleWithSAML", Role), PrincipalPolicies.None, trust);
        Assert.Equal(DecidingPolicy.Trust, Assert.Single(steps).Part);
    }

    private const string Role = "arn:aws:iam::111122223333:role/R";

    private static Policy Trust(string principal, string condition = "") =>
        Given.Policy(PolicyKind.Trust, $$"""{"Effect":"Allow","Principal":{{principal}},"Action":["sts:AssumeRoleWithSAML","sts:AssumeRoleWithWebIdentity"]{{condition}}}""");

    private static Verdict Decide(string provider, Policy trust, Guardrails? guardrails = null) => Authorizer.DecideAssumeRole(
        Given.Call(new WebIdentity(provider, "someone"), provider == Saml ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity", Role), PrincipalPolicies.None, trust, guardrails).Verdict;
}
