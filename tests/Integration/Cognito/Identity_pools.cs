using System.Text.Json.Nodes;
using Harness;

namespace Integration.Cognito;

/// <summary>boto3's <c>cognito-identity</c> client, and the APIs that its credentials open.</summary>
[Trait("Stack", "own")]
public sealed class Identity_pools(IdentityPoolRun run) : IClassFixture<IdentityPoolRun>
{
    [Theory]
    [InlineData("expires", "true")]
    [InlineData("own", "200")]
    [InlineData("of another", "403")]
    [InlineData("guest", "403")]
    [InlineData("arn", "\"arn:aws:sts::111122223333:assumed-role/UserRole/CognitoIdentityCredentials\"")]
    [InlineData("UserRole", """["arn:aws:sts::111122223333:assumed-role/UserRole/phone","cognito-identity.amazonaws.com",true,true]""")]
    [InlineData("GuestRole", "\"AccessDenied\"")]
    [InlineData("developer", "true")]
    [InlineData("lookup", """["kim"]""")]
    [InlineData("unsigned developer", "\"MissingAuthenticationTokenException\"")]
    [InlineData("user as administrator", "\"AccessDeniedException\"")]
    [InlineData("operator", "\"answered\"")]
    [InlineData("operator hands over a role", "\"AccessDeniedException\"")]
    [InlineData("described", "\"renamed\"")]
    [InlineData("mappings", """[{"Type":"Token","AmbiguousRoleResolution":"Deny"}]""")]
    [InlineData("tags of principals", """{"client":"aud","username":"sub"}""")]
    [InlineData("tags", """{"b":"2"}""")]
    [InlineData("pools", "[false,true]")]
    [InlineData("identities", "[true]")]
    [InlineData("since", "true")]
    [InlineData("unprocessed", "[]")]
    [InlineData("never called", "[]")]
    public void Answer_boto3(string what, string value) => Assert.Equal(value, run.Seen(what).ToJsonString());

    [Fact]
    public void Are_told_to_the_function_behind_a_rest_api()
    {
        var identity = run.Seen("rest")[1]!;
        Assert.Equal((200, "authenticated", (string?)run.Seen("identity"), run.PoolId), ((int)run.Seen("rest")[0]!, (string?)identity["cognitoAuthenticationType"], (string?)identity["cognitoIdentityId"], (string?)identity["cognitoIdentityPoolId"]));
        Assert.Matches($"^{run.Provider},{run.Provider}:CognitoSignIn:[0-9a-f-]{{36}}$", (string?)identity["cognitoAuthenticationProvider"]);
    }

    [Fact]
    public void Are_told_to_the_function_behind_an_http_api()
    {
        var identity = run.Seen("http")[1]!["cognitoIdentity"]!;
        Assert.Equal((200, (string?)run.Seen("identity"), run.PoolId), ((int)run.Seen("http")[0]!, (string?)identity["identityId"], (string?)identity["identityPoolId"]));
        Assert.Equal(["authenticated", run.Provider], identity["amr"]!.AsArray().Take(2).Select(static entry => (string?)entry));
    }

    [Fact]
    public void Are_told_to_a_function_that_is_called_directly() =>
        Assert.Equal($$"""{"cognitoIdentityId":"{{run.Seen("identity")}}","cognitoIdentityPoolId":"{{run.PoolId}}"}""", run.Seen("direct").ToJsonString());

    [Fact]
    public async Task Give_credentials_in_one_line_of_a_test()
    {
        var aws = run.Aws!;
        using var users = aws.Client("Rest", await aws.IdentityAsync("Pool", await aws.SignInAsync("App", "sue")));
        using var guests = aws.Client("Rest", await aws.IdentityAsync("Pool"));
        using var answer = await users.GetAsync(new Uri("whoami", UriKind.Relative), TestContext.Current.CancellationToken);
        using var refusal = await guests.GetAsync(new Uri("whoami", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((200, 403), ((int)answer.StatusCode, (int)refusal.StatusCode));
    }

    [Fact]
    public async Task Publish_the_keys_of_their_tokens()
    {
        using var http = new HttpClient { BaseAddress = run.Aws!.EndpointUrl };
        var discovery = JsonNode.Parse(await http.GetStringAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative), TestContext.Current.CancellationToken))!;
        Assert.Equal("https://cognito-identity.amazonaws.com", (string?)discovery["issuer"]);
        var keys = JsonNode.Parse(await http.GetStringAsync(new Uri((string)discovery["jwks_uri"]!), TestContext.Current.CancellationToken))!["keys"]!.AsArray();
        Assert.All(keys, static key => Assert.Equal(("RS512", "RSA"), ((string?)key!["alg"], (string?)key["kty"])));
        Assert.NotEmpty(keys);
    }
}

/// <summary>A LocalAws with an identity pool, and one run of the boto3 script against it.</summary>
public sealed class IdentityPoolRun : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-identity-");
    private readonly Dictionary<string, JsonNode> seen = new(StringComparer.Ordinal);
    private string problem = "";

    public LocalAws? Aws { get; private set; }

    public string PoolId => Aws!.IdentityPoolId("Pool");

    /// <summary>The user pool as <c>Logins</c> names it.</summary>
    public string Provider => $"cognito-idp.us-east-1.amazonaws.com/{Aws!.UserPoolId("App")}";

    /// <summary>What the script saw; the test is skipped where the script cannot run.</summary>
    public JsonNode Seen(string what)
    {
        Assert.SkipWhen(problem.StartsWith("skip: ", StringComparison.Ordinal), problem);
        return seen.GetValueOrDefault(what) ?? throw new InvalidOperationException($"The script did not say '{what}'. {problem}");
    }

    public async ValueTask InitializeAsync()
    {
        var source = Path.Combine(StackFixture.Root, "tests", "Integration", "Cognito", "Identity");
        foreach (var file in (ReadOnlySpan<string>)["template.yaml", "echo/bootstrap", "echo/echo.py"])
        {
            var copy = Path.Combine(folder.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(source, file), copy);
        }

        Aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = Path.Combine(folder.FullName, "template.yaml") });
        if (!ExternalTool.Has("python3") || (await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode != 0)
        {
            problem = "skip: boto3 is not installed for python3";
            return;
        }

        var outcome = await ExternalTool.RunAsync(
            "python3",
            [Path.Combine(source, "identity_pools.py"), Aws.EndpointUrl.GetLeftPart(UriPartial.Authority), Aws.UserPoolId("App"), Aws.UserPoolClientId("App"), PoolId, Aws.UrlOf("Rest").AbsoluteUri, Aws.UrlOf("Http").AbsoluteUri, "Echo"],
            ("AWS_CONFIG_FILE", Aws.ConfigFile),
            ("AWS_SHARED_CREDENTIALS_FILE", Aws.CredentialsFile));
        problem = outcome.Error;
        foreach (var line in outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!))
        {
            seen[(string)line["what"]!] = line["value"]!.DeepClone();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Aws!.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
