using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using Harness;
using OtpNet;

namespace Integration.Cognito;

/// <summary>Other people's authenticators, browsers and clients, at a pool that takes passkeys and remembers devices.</summary>
[Trait("Stack", "own")]
public class Passkeys_and_devices(Passkeys_and_devices.PoolOfBoth pool) : IClassFixture<Passkeys_and_devices.PoolOfBoth>
{
    private const string Client = "Client";
    private const string Redirect = "http://localhost:3000/callback";

    private const string Template = """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Pool:
            Type: AWS::Cognito::UserPool
            Properties:
              MfaConfiguration: OPTIONAL
              EnabledMfas: [SOFTWARE_TOKEN_MFA]
              DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false }
              Policies: { SignInPolicy: { AllowedFirstAuthFactors: [PASSWORD, WEB_AUTHN] } }
              WebAuthnUserVerification: required
          Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { UserPoolId: !Ref Pool, Domain: passkeys-of-tests } }
          Client:
            Type: AWS::Cognito::UserPoolClient
            Properties:
              UserPoolId: !Ref Pool
              ExplicitAuthFlows: [ALLOW_USER_AUTH, ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
              AllowedOAuthFlowsUserPoolClient: true
              AllowedOAuthFlows: [code]
              AllowedOAuthScopes: [openid, email]
              CallbackURLs: ["http://localhost:3000/callback"]
        """;

    [Fact]
    public async Task Sign_in_on_the_pages_by_a_passkey_of_Chromiums()
    {
        ExternalTool.Require("chromium");
        await pool.Aws.SignInAsync(Client, "browser@example.com");
        var outcome = await NodeTool.RunAsync(
            "passkeys.mjs", "/usr/bin/chromium", Domain, pool.Aws.UserPoolClientId(Client), Redirect, "browser@example.com", LocalAws.UserPassword);
        var landed = outcome.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var signedIn = HttpUtility.ParseQueryString(new Uri(landed[1]).Query);

        Assert.Equal(Redirect, landed[0]);
        Assert.Equal("of-the-application", signedIn["state"]);
        Assert.Equal(HttpStatusCode.OK, await TokenAsync(signedIn["code"]!));
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public async Task Sign_in_by_the_API_with_a_software_authenticator(string algorithm)
    {
        var user = $"{algorithm.ToLowerInvariant()}@example.com";
        await pool.Aws.SignInAsync(Client, user);
        var outcome = (JsonObject)JsonNode.Parse((await NodeTool.RunAsync(
            "passkey-api.mjs", pool.Aws.EndpointUrl.ToString(), pool.Aws.UserPoolClientId(Client), user, LocalAws.UserPassword, Domain, algorithm)).Output)!;

        Assert.Equal(3, ((string)outcome["access"]!).Split('.').Length);
        Assert.Equal("RespondToAuthChallenge: NotAuthorizedException: Invalid session for the user, session can only be used once.", (string?)outcome["again"]);
    }

    [Fact]
    public async Task Remember_a_device_in_place_of_the_second_factor()
    {
        const string User = "devices@example.com";
        var secret = await WithAuthenticatorAsync(User);
        var outcome = (JsonObject)JsonNode.Parse((await NodeTool.RunAsync(
            "devices.mjs", pool.Aws.EndpointUrl.ToString(), pool.Aws.UserPoolId(Client), pool.Aws.UserPoolClientId(Client), User, LocalAws.UserPassword, secret)).Output)!;
        var device = (string?)outcome["devices"]![0];

        Assert.Equal("""[["SOFTWARE_TOKEN_MFA"],[],["SOFTWARE_TOKEN_MFA"]]""", outcome["asked"]!.ToJsonString());
        Assert.Equal([device, device, device], outcome["devices"]!.AsArray().Select(static one => (string?)one));
        Assert.Equal($"""["{device}"]""", outcome["listed"]!.ToJsonString());
        Assert.NotEqual(device, (string?)outcome["last"]);
    }

    private string Domain => $"http://passkeys-of-tests.auth.localhost:{pool.Aws.EndpointUrl.Port}";

    /// <summary>The user's secret, once the app is set up and asked for.</summary>
    private async Task<string> WithAuthenticatorAsync(string user)
    {
        var tokens = await pool.Aws.SignInAsync(Client, user);
        var secret = (string)(await IdpAsync("AssociateSoftwareToken", new JsonObject { ["AccessToken"] = tokens.AccessToken }))["SecretCode"]!;
        var code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().AddSeconds(-30).UtcDateTime);
        await IdpAsync("VerifySoftwareToken", new JsonObject { ["AccessToken"] = tokens.AccessToken, ["UserCode"] = code });
        await IdpAsync("SetUserMFAPreference", new JsonObject { ["AccessToken"] = tokens.AccessToken, ["SoftwareTokenMfaSettings"] = new JsonObject { ["Enabled"] = true, ["PreferredMfa"] = true } });
        return secret;
    }

    private async Task<JsonObject> IdpAsync(string operation, JsonObject body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, pool.Aws.EndpointUrl) { Content = new StringContent(body.ToJsonString(), null, "application/x-amz-json-1.1") };
        request.Headers.Add("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{operation}: {text}");
        return (JsonObject)JsonNode.Parse(text)!;
    }

    private async Task<HttpStatusCode> TokenAsync(string code)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["client_id"] = pool.Aws.UserPoolClientId(Client), ["redirect_uri"] = Redirect, ["code"] = code,
        });
        using var response = await http.PostAsync(new Uri($"http://127.0.0.1:{pool.Aws.EndpointUrl.Port}/auth/passkeys-of-tests/oauth2/token"), form, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    /// <summary>A LocalAws for the class.</summary>
    public sealed class PoolOfBoth : IAsyncLifetime
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");

        public LocalAws Aws { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var template = Path.Combine(folder.FullName, "template.yaml");
            await File.WriteAllTextAsync(template, Template, TestContext.Current.CancellationToken);
            Aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = template }, TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await Aws.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }
}
