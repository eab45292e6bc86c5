using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using Harness;
using OtpNet;

namespace Integration.Cognito;

/// <summary>Chromium on the hosted pages.</summary>
public class A_browser(StackFixture stack)
{
    private const string Client = "StorefrontClient";
    private const string Redirect = "http://localhost:3000/callback";

    [Fact]
    public async Task Signs_in_with_an_authenticator_app_and_lands_with_a_code_that_is_taken_once()
    {
        ExternalTool.Require("chromium");
        var secret = await WithAuthenticatorAsync("browser@example.com");
        var authorize = $"{Domain}/oauth2/authorize?response_type=code&client_id={stack.LocalAws.UserPoolClientId(Client)}&redirect_uri={Uri.EscapeDataString(Redirect)}&scope=openid+email&state=of-the-application";
        var outcome = await NodeTool.RunAsync("browser.mjs", "/usr/bin/chromium", authorize, Redirect, "browser@example.com", LocalAws.UserPassword, secret);
        var landed = HttpUtility.ParseQueryString(new Uri(outcome.Output).Query);

        Assert.Equal("of-the-application", landed["state"]);
        var first = await TokenAsync(landed["code"]!);
        var second = await TokenAsync(landed["code"]!);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.NotNull(first.Body["id_token"]);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (second.Status, (string?)second.Body["error"]));
    }

    private string Domain => $"http://127.0.0.1:{stack.LocalAws.EndpointUrl.Port}/auth/customers-111122223333";

    /// <summary>The user's secret, once the app is set up.</summary>
    private async Task<string> WithAuthenticatorAsync(string user)
    {
        var tokens = await stack.LocalAws.SignInAsync(Client, user);
        var secret = (string)(await IdpAsync("AssociateSoftwareToken", new JsonObject { ["AccessToken"] = tokens.AccessToken }))["SecretCode"]!;
        await IdpAsync("VerifySoftwareToken", new JsonObject { ["AccessToken"] = tokens.AccessToken, ["UserCode"] = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp() });
        await IdpAsync("SetUserMFAPreference", new JsonObject { ["AccessToken"] = tokens.AccessToken, ["SoftwareTokenMfaSettings"] = new JsonObject { ["Enabled"] = true, ["PreferredMfa"] = true } });
        return secret;
    }

    private async Task<JsonObject> IdpAsync(string operation, JsonObject body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, stack.LocalAws.EndpointUrl) { Content = new StringContent(body.ToJsonString(), null, "application/x-amz-json-1.1") };
        request.Headers.Add("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{operation}: {text}");
        return (JsonObject)JsonNode.Parse(text)!;
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> TokenAsync(string code)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["client_id"] = stack.LocalAws.UserPoolClientId(Client), ["redirect_uri"] = Redirect, ["code"] = code });
        using var response = await http.PostAsync(new Uri($"{Domain}/oauth2/token"), form, TestContext.Current.CancellationToken);
        return (response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
