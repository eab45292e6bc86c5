using System.Text.Json.Nodes;
using System.Web;
using Integration.InProcess;

namespace Integration.Cognito;

/// <summary>Chromium at stand-ins whose answer is a form that sends itself, under the pages' own security policy.</summary>
public sealed class A_browser_at_stand_ins_that_post(Signing_in_without_a_browser.Stack stack) : IClassFixture<Signing_in_without_a_browser.Stack>
{
    [Theory]
    [InlineData("SignInWithApple")]
    [InlineData("Company")]
    public async Task Comes_back_with_a_code(string provider)
    {
        ExternalTool.Require("chromium");
        var pictures = Directory.CreateTempSubdirectory("localaws-pictures-");
        var authorize = $"http://127.0.0.1:{stack.Aws.EndpointUrl.Port}/auth/people/oauth2/authorize?response_type=code&client_id={stack.Aws.UserPoolClientId("AppClient")}"
            + $"&redirect_uri={Uri.EscapeDataString("https://app.example.com/callback")}&state=of-the-application&identity_provider={provider}";
        var outcome = await NodeTool.RunAsync("stand-in.mjs", "/usr/bin/chromium", authorize, "", "https://app.example.com/callback", "Amy Ames", pictures.FullName, "false");
        pictures.Delete(recursive: true);
        var said = JsonNode.Parse(outcome.Output)!;
        var landed = HttpUtility.ParseQueryString(new Uri((string)said["url"]!).Query);

        Assert.Empty(said["complaints"]!.AsArray());
        Assert.Equal("of-the-application", landed["state"]);
        Assert.NotNull(landed["code"]);
    }
}
