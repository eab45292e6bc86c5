using Emulation.Explain.Trust;

namespace Emulation.Tests.Explain.Trust;

/// <summary>The claims that GitHub, GitLab and Kubernetes would put into a token, by what somebody says of it.</summary>
public class Tokens_as_their_issuers_make_them
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Theory]
    [InlineData("repo=acme/shop ref=refs/heads/main", "repo:acme/shop:ref:refs/heads/main")]
    [InlineData("repo=acme/shop branch=main", "repo:acme/shop:ref:refs/heads/main")]
    [InlineData("repo=acme/shop tag=v1", "repo:acme/shop:ref:refs/tags/v1")]
    [InlineData("repo=acme/shop branch=main environment=prod", "repo:acme/shop:environment:prod")]
    [InlineData("repo=acme/shop environment=Prod:V1", "repo:acme/shop:environment:Prod%3AV1")]
    [InlineData("repo=acme/shop event=pull_request", "repo:acme/shop:pull_request")]
    [InlineData("repo=acme/shop event=pull_request environment=prod", "repo:acme/shop:environment:prod")]
    [InlineData("repo=acme@12/shop@34 branch=main", "repo:acme@12/shop@34:ref:refs/heads/main")]
    [InlineData("repo=acme/shop branch=main sub=repository_owner", "repository_owner:acme")]
    [InlineData("repo=acme@12/shop@34 branch=main sub=repo,context,job_workflow_ref job_workflow_ref=acme/ci/.github/workflows/d.yml@v1",
        "repo:acme@12/shop@34:ref:refs/heads/main:job_workflow_ref:acme/ci/.github/workflows/d.yml@v1")]
    public void Have_GitHubs_subject(string words, string subject)
    {
        var claims = GitHubJob.Read(Words(words), Now).Claims;
        Assert.Equal((subject, "https://token.actions.githubusercontent.com", "sts.amazonaws.com"), (claims.Text("sub"), claims.Issuer, claims.Text("aud")));
        Assert.Equal("acme/shop", claims.Text("repository"));
    }

    [Theory]
    [InlineData("branch=main", "say repo=")]
    [InlineData("repo=shop branch=main", "ORG/REPO")]
    [InlineData("repo=acme@1/shop branch=main", "ORG@ID/REPO@ID")]
    [InlineData("repo=acme/shop", "on which ref")]
    [InlineData("repo=acme/shop ref=main", "refs/heads/main")]
    [InlineData("repo=acme/shop branch=main tag=v1", "one of ref, branch and tag")]
    [InlineData("repo=acme/shop branch=main sub=repo,workflow", "add workflow=...")]
    [InlineData("repo=acme/shop brunch=main", "Did you mean 'branch'?")]
    [InlineData("repo=acme/shop branch=", "say a value")]
    public void Are_none_of_GitHubs_without_what_it_knows_of_every_job(string words, string said) =>
        Assert.Contains(said, Assert.Throws<UsageException>(() => GitHubJob.Read(Words(words), Now)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("project=acme/web/shop branch=main", "project_path:acme/web/shop:ref_type:branch:ref:main", "https://gitlab.com", "https://gitlab.com")]
    [InlineData("project=acme/shop tag=v1 issuer=https://git.acme.example/ aud=aws", "project_path:acme/shop:ref_type:tag:ref:v1", "https://git.acme.example", "aws")]
    [InlineData("project=acme/shop ref=main ref_type=branch", "project_path:acme/shop:ref_type:branch:ref:main", "https://gitlab.com", "https://gitlab.com")]
    public void Have_GitLabs_subject(string words, string subject, string issuer, string audience)
    {
        var claims = GitLabJob.Read(Words(words), Now).Claims;
        Assert.Equal((subject, issuer, audience), (claims.Text("sub"), claims.Issuer, claims.Text("aud")));
    }

    [Theory]
    [InlineData("project=shop branch=main", "GROUP/PROJECT")]
    [InlineData("project=acme/shop", "branch=main or tag=v1")]
    [InlineData("project=acme/shop ref=refs/heads/main", "names alone")]
    [InlineData("project=acme/shop ref=main ref_type=twig", "branch or tag")]
    [InlineData("project=acme/shop branch=main issuer=gitlab.acme.example", "as a URL")]
    public void Are_none_of_GitLabs_without_what_it_knows_of_every_job(string words, string said) =>
        Assert.Contains(said, Assert.Throws<UsageException>(() => GitLabJob.Read(Words(words), Now)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("serviceaccount=web/api")]
    [InlineData("serviceaccount=web:api")]
    [InlineData("serviceaccount=api namespace=web")]
    public void Have_the_subject_of_a_service_account(string words)
    {
        var claims = ServiceAccount.Read(Words(words), ["https://oidc.eks.us-east-1.amazonaws.com/id/AB12"], Now).Claims;
        Assert.Equal(("system:serviceaccount:web:api", "https://oidc.eks.us-east-1.amazonaws.com/id/AB12"), (claims.Text("sub"), claims.Issuer));
    }

    [Theory]
    [InlineData("serviceaccount=api", "NAMESPACE/NAME", "https://oidc.eks.x/id/1")]
    [InlineData("serviceaccount=web/api", "aws eks describe-cluster", "")]
    [InlineData("serviceaccount=web/api", "issuer=https://oidc.eks.x/id/1 or issuer=https://oidc.eks.x/id/2", "https://oidc.eks.x/id/1 https://oidc.eks.x/id/2")]
    public void Are_none_of_a_service_account_without_its_cluster(string words, string said, string clusters) => Assert.Contains(
        said, Assert.Throws<UsageException>(() => ServiceAccount.Read(Words(words), clusters.Split(' ', StringSplitOptions.RemoveEmptyEntries), Now)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "iss is missing")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{\"iss\":\"https://a\",\"iss\":\"https://b\"}", "twice")]
    [InlineData("eyJ.eyJ.secret", "looks like a token")]
    public void Are_none_of_a_file_that_has_none(string file, string said)
    {
        var error = Assert.Throws<UsageException>(() => ClaimsFile.Read(System.Text.Encoding.UTF8.GetBytes(file), "claims.json", Now)).Message;
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Words(string words) => words.Split(' ').Select(static word => word.Split('=', 2)).ToDictionary(static word => word[0], static word => word[1]);
}
