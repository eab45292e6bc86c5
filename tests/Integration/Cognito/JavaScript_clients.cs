using System.Text.Json.Nodes;
using Harness;
using Harness.Targets;

namespace Integration.Cognito;

/// <summary>npm's client of user pools, and verifiers of tokens that know nothing of LocalAws.</summary>
public class JavaScript_clients(StackFixture stack)
{
    private const string Client = "StorefrontClient";

    [Fact]
    public async Task Sign_in_by_SRP()
    {
        await stack.LocalAws.SignInAsync(Client, "srp@example.com");
        var tokens = await SignInAsync("srp@example.com", LocalAws.UserPassword);
        var refused = await SignInAsync("srp@example.com", "Not-The-Password-1");

        Assert.Equal(3, ((string)tokens["id"]!).Split('.').Length);
        Assert.Equal(("NotAuthorizedException", "Incorrect username or password."), ((string?)refused["refused"], (string?)refused["message"]));
    }

    [Fact]
    public async Task Are_not_told_who_is_a_user()
    {
        await stack.LocalAws.SignInAsync(Client, "srp.known@example.com");
        var known = await SignInAsync("srp.known@example.com", "Not-The-Password-1");
        var unknown = await SignInAsync("srp.unknown@example.com", "Not-The-Password-1");

        Assert.Equal(known.ToJsonString(), unknown.ToJsonString());
    }

    [Theory]
    [InlineData("id")]
    [InlineData("access")]
    public async Task Verify_tokens_from_the_key_set(string use)
    {
        var tokens = await stack.LocalAws.SignInAsync(Client, "jose@example.com");
        var token = use == "id" ? tokens.IdToken : tokens.AccessToken;

        Assert.Equal("good", await VerifyAsync("jose", stack.LocalAws, use, token));
        Assert.StartsWith("refused", await VerifyAsync("jose", stack.LocalAws, use, $"{token[..^6]}AAAAAA"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_as_they_do_on_AWS_when_tokens_say_its_issuer()
    {
        stack.InProcessOnly("starts a LocalAws of its own, whose tokens say AWS's issuer");
        await using var aws = await LocalAws.StartAsync(new LocalAwsOptions { IssuesAsAws = true }, TestContext.Current.CancellationToken);
        var tokens = await aws.SignInAsync(Client, "verify@example.com");

        Assert.Equal("good", await VerifyAsync("aws-jwt-verify", aws, "id", tokens.IdToken));
        Assert.Equal("good", await VerifyAsync("aws-jwt-verify", aws, "access", tokens.AccessToken));
        Assert.StartsWith("refused", await VerifyAsync("aws-jwt-verify", aws, "access", tokens.IdToken), StringComparison.Ordinal);
        Assert.StartsWith("refused", await VerifyAsync("aws-jwt-verify", aws, "id", tokens.IdToken, "7anotherclientanotherclient"), StringComparison.Ordinal);
    }

    private async Task<JsonObject> SignInAsync(string user, string password)
    {
        var outcome = await NodeTool.RunAsync("srp.mjs", stack.LocalAws.EndpointUrl.ToString(), stack.LocalAws.UserPoolId(Client), stack.LocalAws.UserPoolClientId(Client), user, password);
        return (JsonObject)JsonNode.Parse(outcome.Output.Split('\n')[^1])!;
    }

    private static async Task<string> VerifyAsync(string library, IAwsTarget aws, string use, string token, string? client = null)
    {
        var pool = aws.UserPoolId(Client);
        var issuer = new Uri(aws.EndpointUrl, pool).ToString();
        return (await NodeTool.RunAsync("verify.mjs", library, $"{issuer}/.well-known/jwks.json", issuer, pool, client ?? aws.UserPoolClientId(Client), use, token)).Output;
    }
}
