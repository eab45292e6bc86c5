using System.Text.Json.Nodes;
using Integration.InProcess;

namespace Integration.Cognito;

/// <summary>npm's <c>node-saml</c> in the place of a user pool: it takes what a SAML stand-in answers, and none of it changed or for somebody else.</summary>
public sealed class A_SAML_judge_written_elsewhere(Signing_in_without_a_browser.Stack stack) : IClassFixture<Signing_in_without_a_browser.Stack>
{
    [Fact]
    public async Task Takes_the_answer_of_a_stand_in()
    {
        var pool = stack.Aws.UserPoolId("AppClient");
        var authorize = $"{stack.Aws.EndpointUrl}auth/people/oauth2/authorize?response_type=code&client_id={stack.Aws.UserPoolClientId("AppClient")}"
            + $"&redirect_uri={Uri.EscapeDataString("https://app.example.com/callback")}&identity_provider=Company";
        var outcome = await NodeTool.RunAsync("saml-judge.mjs", authorize, $"{stack.Aws.EndpointUrl}_localaws/stand-ins/{pool}/Company/metadata");
        var said = JsonNode.Parse(outcome.Output)!;

        Assert.Equal($"urn:amazon:cognito:sp:{pool}", (string?)said["issuer"]);
        Assert.True(said["taken"]!["refused"] is null, outcome.Output);
        Assert.False(string.IsNullOrEmpty((string?)said["taken"]!["nameId"]));
        Assert.Contains("signature", (string?)said["changed"]!["refused"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("audience", (string?)said["forAnother"]!["refused"], StringComparison.OrdinalIgnoreCase);
    }
}
