using Emulation.Explain.Trust;

namespace Emulation.Tests.Explain.Trust;

/// <summary>Which claim is off and by how much, what would mend it, and who gets in who should not.</summary>
public class What_keeps_a_token_out
{
    private const string GitHub = "token.actions.githubusercontent.com";
    private const string ToRelease = "StringEquals: { token.actions.githubusercontent.com:sub: [repo:acme/shop:environment:prod, repo:acme/shop:ref:refs/heads/release] }";
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public void Is_shown_beside_the_nearest_value_with_the_place_where_they_part() => Assert.Contains(
        """
                 StringEquals token.actions.githubusercontent.com:sub: not met
                   wants  repo:acme/shop:ref:refs/heads/release   (the nearest of 2)
                   has    repo:acme/shop:ref:refs/heads/main
                                                        ^ differs from here

        What would let it in
          * In statement 1 of Deploy.AssumeRolePolicyDocument (template.yaml:9): add "repo:acme/shop:ref:refs/heads/main" to StringEquals
        """.Replace(" StringEquals\n", " StringEquals", StringComparison.Ordinal),
        Asked(ToRelease, "repo=acme/shop branch=main"), StringComparison.Ordinal);

    [Fact]
    public void Is_nothing_where_the_policy_means_it()
    {
        var text = Asked(ToRelease, "repo=acme/shop environment=prod");
        Assert.StartsWith("a job of acme/shop in environment prod becomes Deploy: ALLOWED\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("What would let it in", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Too open", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StringEquals: { GITHUB:sub: repo:Acme/Shop:ref:refs/heads/main }", "repo=acme/shop branch=main", "upper and lower case, which StringEquals minds")]
    [InlineData("StringEquals: { GITHUB:sub: \"repo:acme/shop:*\" }", "repo=acme/shop branch=main", "StringEquals takes * for the character itself")]
    [InlineData("StringEquals: { GITHUB:sub: \"repo:acme/shop:ref:refs/heads/main\" }", "repo=acme/shop branch=main environment=prod", "in the place of the ref")]
    [InlineData("StringEquals: { GITHUB:sub: \"repo:acme/shop:environment:prod\" }", "repo=acme/shop branch=main", "The job names no environment")]
    [InlineData("StringEquals: { GITHUB:sub: \"repo:acme/shop:ref:refs/heads/main\" }", "repo=acme/shop event=pull_request", "Jobs of pull requests have pull_request in sub")]
    [InlineData("StringEquals: { GITHUB:sub: \"repo:acme/shop:ref:refs/heads/main\" }", "repo=acme@1/shop@2 branch=main", "an immutable subject: the policy must have the ids")]
    [InlineData("StringEquals: { GITHUB:sub: \"repo:acme@1/shop@2:ref:refs/heads/main\" }", "repo=acme/shop branch=main", "The policy wants an immutable subject")]
    [InlineData("StringLike: { GITHUB:sub: \"repo:acme/*\" }, StringEquals: { GITHUB:repository_owner: acme }", "repo=acme/shop branch=main",
        "AWS makes no condition key of the claim repository_owner, which the token has as acme")]
    [InlineData("StringLike: { GITHUB:sub: \"repo:acme/*\" }, StringEquals: { GITHUB:environment: prod }", "repo=acme/shop branch=main", "The token has no claim environment.")]
    [InlineData("StringLike: { GITHUB:sub: \"repo:acme/*\" }, StringEquals: { gitlab.com:sub: x }", "repo=acme/shop branch=main", "a key of another issuer")]
    public void Is_put_into_words(string condition, string words, string said) =>
        Assert.Contains(said, Asked(condition.Replace("GITHUB", GitHub, StringComparison.Ordinal), words), StringComparison.Ordinal);

    [Fact]
    public void Is_asked_for_where_the_question_leaves_it_out()
    {
        const string Condition = "StringEquals: { token.actions.githubusercontent.com:job_workflow_ref: acme/ci/.github/workflows/d.yml@v1 }";
        Assert.Contains("add job_workflow_ref=...", Assert.Throws<UsageException>(() => Asked(Condition, "repo=acme/shop branch=main")).Message, StringComparison.Ordinal);
        Assert.Contains(": ALLOWED", Asked(Condition, "repo=acme/shop branch=main job_workflow_ref=acme/ci/.github/workflows/d.yml@v1"), StringComparison.Ordinal);
        Assert.Contains(": REFUSED", Asked(Condition, "repo=acme/shop branch=main job_workflow_ref=other/ci/.github/workflows/d.yml@v1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StringNotEquals: { token.actions.githubusercontent.com:actor: bot }", "repo=acme/shop branch=main", null)]
    [InlineData("StringNotEquals: { token.actions.githubusercontent.com:actor: bot }", "repo=acme/shop branch=main actor=bot", "REFUSED")]
    [InlineData("StringNotEquals: { token.actions.githubusercontent.com:actor: bot }", "repo=acme/shop branch=main actor=ann", "ALLOWED")]
    [InlineData("StringEquals: { token.actions.githubusercontent.com:actor: bot }", "repo=other/shop branch=main", "REFUSED")]
    public void Is_not_told_of_what_nobody_said(string condition, string words, string? verdict)
    {
        var whole = $"StringLike: {{ {GitHub}:sub: \"repo:acme/*\" }}, {condition}";
        if (verdict is null)
        {
            Assert.Contains("add actor=...", Assert.Throws<UsageException>(() => Asked(whole, words)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains($": {verdict}", Asked(whole, words), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Is_asked_for_where_a_deny_depends_on_it()
    {
        const string Deny = """
                        - Effect: Deny
                          Principal: { Federated: !Ref GitHub }
                          Action: sts:AssumeRoleWithWebIdentity
                          Condition: { StringNotEquals: { token.actions.githubusercontent.com:workflow: Deploy } }
            """;
        const string Condition = "StringLike: { token.actions.githubusercontent.com:sub: \"repo:acme/*\" }";
        Assert.Contains("add workflow=...", Assert.Throws<UsageException>(() => Asked(Condition, "repo=acme/shop branch=main", Deny)).Message, StringComparison.Ordinal);
        Assert.Contains(": ALLOWED", Asked(Condition, "repo=acme/shop branch=main workflow=Deploy", Deny), StringComparison.Ordinal);
        Assert.Contains(": REFUSED", Asked(Condition, "repo=acme/shop branch=main workflow=Test", Deny), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_a_provider_that_no_template_has()
    {
        var text = Text(ToRelease, GitLabJob.Read(new Dictionary<string, string> { ["project"] = "acme/shop", ["branch"] = "main" }, Now));
        Assert.Contains("AWS answers: No OpenIDConnect provider found in your account for https://gitlab.com (400 InvalidIdentityToken)", text, StringComparison.Ordinal);
        Assert.Contains("Issuer: { Type: AWS::IAM::OIDCProvider, Properties: { Url: \"https://gitlab.com\", ClientIdList: [\"https://gitlab.com\"] } }", text, StringComparison.Ordinal);
        Assert.Contains("{ StringEquals: { \"gitlab.com:aud\": \"https://gitlab.com\", \"gitlab.com:sub\": \"project_path:acme/shop:ref_type:branch:ref:main\" } }", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_an_audience_that_the_provider_does_not_take()
    {
        var text = Asked(ToRelease, "repo=acme/shop environment=prod aud=https://github.com/acme");
        Assert.Contains("AWS answers: Incorrect token audience (400 InvalidIdentityToken)", text, StringComparison.Ordinal);
        Assert.Contains("Add \"https://github.com/acme\" to ClientIdList of arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("repo:*:ref:refs/heads/main", "Any repository of GitHub, of whomever it is, may become Deploy too, such as one whose sub is repo:somebody-else/anything:ref:refs/heads/main.")]
    [InlineData("repo:acme/*", "Every repository of acme may become Deploy too")]
    [InlineData("repo:acme/shop:*", "A job on any branch of acme/shop, without an environment, may become Deploy too")]
    [InlineData("repo:acme/shop:ref:refs/heads/main", null)]
    public void Is_too_little_where_others_get_in_too(string pattern, string? warning)
    {
        var text = Asked($"StringLike: {{ {GitHub}:sub: \"{pattern}\" }}", "repo=acme/shop branch=main");
        Assert.Contains(": ALLOWED", text, StringComparison.Ordinal);
        Assert.Equal(warning is not null, text.Contains("\nToo open\n", StringComparison.Ordinal));
        Assert.Contains(warning ?? "", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_a_statement_that_denies_it()
    {
        var text = Asked("StringLike: { token.actions.githubusercontent.com:sub: \"repo:acme/*\" }", "repo=acme/shop event=pull_request", """
                        - Sid: NoPullRequests
                          Effect: Deny
                          Principal: { Federated: !Ref GitHub }
                          Action: sts:AssumeRoleWithWebIdentity
                          Condition: { StringLike: { token.actions.githubusercontent.com:sub: "*:pull_request" } }
            """);
        Assert.Contains("statement 'NoPullRequests' of Deploy.AssumeRolePolicyDocument (template.yaml:13) denies", text, StringComparison.Ordinal);
        Assert.Contains("Make an exception in statement 'NoPullRequests'", text, StringComparison.Ordinal);
    }

    private static string Asked(string condition, string words, string statements = "") =>
        Text(condition, GitHubJob.Read(words.Split(' ').Select(static word => word.Split('=', 2)).ToDictionary(static word => word[0], static word => word[1]), Now), statements);

    private static string Text(string condition, AskedToken token, string statements = "")
    {
        using var question = new TrustQuestion(Given.Stacks($$"""
            Resources:
              GitHub: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "https://token.actions.githubusercontent.com", ClientIdList: [sts.amazonaws.com] } }
              Deploy:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                        - Effect: Allow
                          Principal: { Federated: !Ref GitHub }
                          Action: sts:AssumeRoleWithWebIdentity
                          Condition: { {{condition}} }
            {{statements}}
            """), "Deploy", null);
        return TrustText.Of(TrustAnswer.Of(question, token, isSessionNamed: false, Now));
    }
}
