namespace Iam.Tests.Policies;

/// <summary>
/// What IAM stores and what not, row by row as it was seen to answer CreateRole (captured: iam/policy/testdata/oidc_trust_controls_*.json of radkawar/stackd).
/// </summary>
public class A_trust_policy_of_a_shared_issuer
{
    private const string Provider = "arn:aws:iam::111122223333:oidc-provider/";
    private const string GitHub = "token.actions.githubusercontent.com";
    private const string Cognito = "cognito-identity.amazonaws.com";
    private const string GitLab = "gitlab.com";

    /// <summary>AWS's table of September 2026: the issuer, and the key that must be asked.</summary>
    public static TheoryData<string, string> Shared => new()
    {
        { Cognito, $"{Cognito}:aud" },
        { $"{Provider}sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", "sts:RoleSessionName" },
        { $"{Provider}agent.buildkite.com", "agent.buildkite.com:sub" },
        { $"{Provider}oidc.codefresh.io", "oidc.codefresh.io:sub" },
        { $"{Provider}studio.datachain.ai/api", "studio.datachain.ai/api:sub" },
        { $"{Provider}{GitHub}", $"{GitHub}:sub" },
        { $"{Provider}oidc-configuration.audit-log.githubusercontent.com", "oidc-configuration.audit-log.githubusercontent.com:sub" },
        { $"{Provider}vstoken.actions.githubusercontent.com", "vstoken.actions.githubusercontent.com:sub" },
        { $"{Provider}{GitLab}", $"{GitLab}:sub" },
        { $"{Provider}rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7", "rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7:sub" },
        { $"{Provider}rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr", "rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr:sub" },
        { $"{Provider}rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg", "rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg:sub" },
        { $"{Provider}rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26", "rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26:sub" },
        { $"{Provider}oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb", "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb:sub" },
        { $"{Provider}oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu", "oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu:sub" },
        { $"{Provider}api.pulumi.com/oidc", "api.pulumi.com/oidc:aud" },
        { $"{Provider}sandboxes.cloud", "sandboxes.cloud:aud" },
        { $"{Provider}scalr.io", "scalr.io:sub" },
        { $"{Provider}tokens.cloud.shisho.dev", "tokens.cloud.shisho.dev:sub" },
        { $"{Provider}app.terraform.io", "app.terraform.io:sub" },
        { $"{Provider}proidc.upbound.io", "proidc.upbound.io:sub" },
        { $"{Provider}oidc.vercel.com", "oidc.vercel.com:aud" },
    };

    [Theory]
    [MemberData(nameof(Shared))]
    public void Must_say_who_of_all_is_meant(string principal, string key)
    {
        Assert.NotNull(Fault(Statement(principal)));
        Assert.Contains(key, Fault(Statement(principal, "StringEquals", "aws:SourceIp", "\"10.0.0.1\"")), StringComparison.Ordinal);
        Assert.NotNull(Fault(Statement(principal, "StringEqualsIfExists", key, "\"owned-value\"")));
        Assert.NotNull(Fault(Statement(principal, "StringLike", key, "\"*\"")));
        Assert.Null(Fault(Statement(principal, "StringEquals", key, "\"owned-value\"")));
        Assert.Null(Fault(Statement(principal).Replace("Allow", "Deny", StringComparison.Ordinal)));
        Assert.Null(Fault(Statement(principal).Replace("sts:AssumeRoleWithWebIdentity", "sts:TagSession", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData($"{Provider}issuer.example.com")]
    [InlineData($"{Provider}{GitLab}/private")]
    [InlineData("arn:aws:iam::111122223333:saml-provider/Corp")]
    public void Is_not_one_of_an_issuer_of_ones_own(string principal) => Assert.Null(Fault(Statement(principal)));

    [Theory]
    [InlineData("StringEquals", "\"owned-value\"", true)]
    [InlineData("StringEquals", "\"*\"", false)]
    [InlineData("StringEquals", "\"?\"", true)]
    [InlineData("StringEquals", "\"**\"", false)]
    [InlineData("StringEquals", "\"*?\"", false)]
    [InlineData("StringEquals", "\"\"", false)]
    [InlineData("StringEquals", "[\"*\", \"owned-value\"]", false)]
    [InlineData("StringEquals", "[]", true)]
    [InlineData("StringLike", "\"owned:*\"", true)]
    [InlineData("StringLike", "\"*\"", false)]
    [InlineData("StringLike", "\"*owned\"", false)]
    [InlineData("StringLike", "\" \"", false)]
    [InlineData("StringLike", "\"?*\"", true)]
    [InlineData("StringLike", "\"${aws:username}\"", true)]
    [InlineData("StringNotEquals", "\"owned-value\"", false)]
    [InlineData("StringEqualsIfExists", "\"owned-value\"", false)]
    [InlineData("StringLikeIfExists", "\"owned:*\"", false)]
    [InlineData("StringEqualsIgnoreCase", "\"owned-value\"", true)]
    [InlineData("ForAnyValue:StringEquals", "\"owned-value\"", true)]
    [InlineData("ForAllValues:StringEquals", "\"owned-value\"", true)]
    [InlineData("Null", "\"false\"", false)]
    [InlineData("Null", "\"true\"", false)]
    [InlineData("NumericEquals", "\"1\"", false)]
    [InlineData("Bool", "\"true\"", false)]
    public void Tells_repositories_of_GitHub_apart(string condition, string value, bool isStored)
    {
        const string Words = $"Trust policy with trusted principal {Provider}{GitHub} must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, {GitHub}:sub or {GitHub}:job_workflow_ref which is not scoped to all.";
        foreach (var claim in (string[])["sub", "job_workflow_ref"])
        {
            Assert.Equal(isStored ? null : Words, Fault(Statement($"{Provider}{GitHub}", condition, $"{GitHub}:{claim}", value)));
        }
    }

    [Fact]
    public void Asks_each_of_its_keys_in_one_operator_for_somebody()
    {
        Assert.NotNull(Fault(GitHubWith($$$"""{"StringEquals":{"{{{GitHub}}}:sub":"*","{{{GitHub}}}:job_workflow_ref":"owned-value"}}""")));
        Assert.NotNull(Fault(GitHubWith($$$"""{"StringEquals":{"{{{GitHub}}}:sub":"owned-value","{{{GitHub}}}:job_workflow_ref":"*"}}""")));
        Assert.Null(Fault(GitHubWith($$$"""{"StringEquals":{"{{{GitHub}}}:sub":"owned-value"},"StringLike":{"{{{GitHub}}}:sub":"*"}}""")));
    }

    [Theory]
    [InlineData("/private")]
    [InlineData(".example.test")]
    [InlineData("other")]
    public void Counts_all_that_begins_like_GitHub(string suffix)
    {
        Assert.NotNull(Fault(Statement($"{Provider}{GitHub}{suffix}", "StringEquals", $"{GitHub}:sub", "\"owned-value\"")));
        Assert.Null(Fault(Statement($"{Provider}{GitHub}{suffix}", "StringEquals", $"{GitHub}{suffix}:sub", "\"owned-value\"")));
    }

    [Theory]
    [InlineData("StringEquals", "\"owned-value\"", true)]
    [InlineData("StringEquals", "\"*?\"", true)]
    [InlineData("StringEquals", "[\"*\", \"owned-value\"]", false)]
    [InlineData("StringNotEquals", "\"owned-value\"", false)]
    [InlineData("StringEqualsIgnoreCase", "\"owned-value\"", true)]
    [InlineData("Null", "\"false\"", false)]
    [InlineData("NumericEquals", "\"1\"", false)]
    [InlineData("StringLike", "\"**\"", true)]
    [InlineData("StringLike", "[]", true)]
    [InlineData("StringEqualsIgnoreCase", "\"?\"", true)]
    [InlineData("StringEqualsIgnoreCase", "\"\"", true)]
    [InlineData("StringEqualsIgnoreCase", "[\"*\", \"owned-value\"]", false)]
    [InlineData("ForAnyValue:StringEquals", "\"*?\"", true)]
    [InlineData("ForAllValues:StringLike", "\"**\"", true)]
    [InlineData("ForAllValues:StringLike", "[]", true)]
    public void Tells_identity_pools_apart(string condition, string value, bool isStored)
    {
        foreach (var (principal, issuer, claim) in ((string, string, string)[])[(Cognito, Cognito, "aud"), ($"{Provider}{GitLab}", GitLab, "sub")])
        {
            var words = $"Trust policy with trusted principal {issuer} must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, {issuer}:{claim} which is not scoped to all.";
            Assert.Equal(isStored ? null : words, Fault(Statement(principal, condition, $"{issuer}:{claim}", value)));
            Assert.Equal(isStored ? null : words, Fault(Statement(principal, condition, $"{issuer}:{claim}".ToUpperInvariant(), value)));
        }
    }

    [Fact]
    public void Names_the_pool_and_not_only_how_its_people_signed_in()
    {
        Assert.Equal("A condition block must be present for the Cognito provider", Fault(Statement(Cognito)));
        Assert.Contains("must evaluate", Fault(Statement(Cognito, "ForAnyValue:StringLike", $"{Cognito}:amr", "\"authenticated\"")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accounts.google.com", "aud", "StringEquals", true)]
    [InlineData("accounts.google.com", "oaud", "StringEquals", true)]
    [InlineData("accounts.google.com", "sub", "StringEqualsIgnoreCase", true)]
    [InlineData("accounts.google.com", "sub", "ForAnyValue:StringEquals", true)]
    [InlineData("accounts.google.com", "app_id", "StringEquals", false)]
    [InlineData("accounts.google.com", "aud", "StringLike", false)]
    [InlineData("accounts.google.com", "aud", "StringEqualsIfExists", false)]
    [InlineData("accounts.google.com", "AUD", "StringEquals", false)]
    [InlineData("www.amazon.com", "app_id", "StringEquals", true)]
    [InlineData("www.amazon.com", "aud", "StringEquals", false)]
    [InlineData("graph.facebook.com", "app_id", "StringEquals", true)]
    [InlineData("graph.facebook.com", "aud", "StringEquals", false)]
    public void Names_an_application_or_a_person_of_the_oldest_providers(string issuer, string claim, string condition, bool isStored) => Assert.Equal(
        isStored ? null : $"Policy trusting {issuer} requires a StringEquals condition on an application id", Fault(Statement(issuer, condition, $"{issuer}:{claim}", "\"*\"")));

    [Fact]
    public void May_be_spelt_no_other_way() =>
        Assert.Equal("AssumeRole policy may only specify STS AssumeRole actions.", Fault(Statement(Cognito).Replace("sts:AssumeRoleWithWebIdentity", "STS:assumerolewithwebidentity", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"*\"", "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".")]
    [InlineData("""{"Federated":"*"}""", "Federated principals must be valid domain names or SAML metadata ARNs")]
    [InlineData("""{"AWS":"*"}""", null)]
    public void Or_of_others_names_them(string principal, string? message) => Assert.Equal(message, Fault($$"""{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRoleWithSAML"}"""));

    [Fact]
    public void Counts_what_it_lets_in_by_a_pattern_of_actions()
    {
        Assert.NotNull(Fault(Statement($"{Provider}{GitHub}").Replace("sts:AssumeRoleWithWebIdentity", "sts:*", StringComparison.Ordinal)));
        Assert.NotNull(Fault($$"""{"Effect":"Allow","Principal":{"Federated":["arn:aws:iam::111122223333:saml-provider/Corp","{{Provider}}{{GitHub}}"]},"NotAction":"sts:AssumeRole"}"""));
    }

    [Fact]
    public void That_was_stored_before_can_still_be_read()
    {
        const string Open = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"STS:AssumeRole"}}""";
        Assert.NotNull(Policy.Parse(Open, PolicyKind.Trust, new PolicyOrigin("test"), new PolicyParseOptions { Stored = true }).Policy);
        Assert.NotNull(Policy.Parse(Document(Statement($"{Provider}{GitHub}")), PolicyKind.Trust, new PolicyOrigin("test"), new PolicyParseOptions { Stored = true }).Policy);
        Assert.Null(Policy.Parse(Open, PolicyKind.Trust, new PolicyOrigin("test")).Policy);
    }

    [Theory]
    [InlineData("StringEquals")]
    [InlineData("ForAnyValue:StringLike")]
    [InlineData("ForAllValues:StringLike")]
    public void With_an_empty_list_lets_nobody_in(string condition)
    {
        var trust = Policy.Parse(Document(Statement(Cognito, condition, $"{Cognito}:aud", "[]")), PolicyKind.Trust, new PolicyOrigin("test")).Policy!;
        var request = Given.Call(new WebIdentity(Cognito, "someone"), "sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/R");
        request.Context.Set($"{Cognito}:aud", "pool");
        Assert.Equal(Verdict.ImplicitDeny, Authorizer.DecideAssumeRole(request, PrincipalPolicies.None, trust).Verdict);
    }

    [Fact]
    public void Takes_no_empty_list_where_nothing_was_seen_to()
    {
        Assert.NotNull(Fault(Statement($"{Provider}issuer.example.com", "StringNotEquals", "issuer.example.com:sub", "[]")));
        Assert.Null(Fault(Statement($"{Provider}issuer.example.com", "StringEquals", "issuer.example.com:sub", "[]")));
    }

    private static string GitHubWith(string condition) => Statement($"{Provider}{GitHub}")[..^1] + $",\"Condition\":{condition}}}";

    private static string Statement(string principal) => $$$"""{"Effect":"Allow","Principal":{"Federated":"{{{principal}}}"},"Action":"sts:AssumeRoleWithWebIdentity"}""";

    private static string Statement(string principal, string condition, string key, string value) => Statement(principal)[..^1] + $$$$""","Condition":{"{{{{condition}}}}":{"{{{{key}}}}":{{{{value}}}}}}}""";

    private static string Document(string statement) => $$"""{"Version":"2012-10-17","Statement":{{statement}}}""";

    /// <summary>What IAM answers; null when it stores the policy.</summary>
    private static string? Fault(string statement) => Policy.Parse(Document(statement), PolicyKind.Trust, new PolicyOrigin("test")).Errors is [var first, ..] ? first.Message : null;
}
