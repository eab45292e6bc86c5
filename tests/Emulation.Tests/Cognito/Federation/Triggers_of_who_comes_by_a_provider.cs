using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Users;

namespace Emulation.Tests.Cognito.Federation;

/// <summary>Which functions run when somebody comes by a provider, with what, and what their answers do.</summary>
public sealed class Triggers_of_who_comes_by_a_provider : IDisposable
{
    private static readonly ExternalProvider Provider = new(
        "Google", ProviderKind.Of("Google"), ImmutableDictionary<string, string>.Empty,
        ImmutableDictionary<string, string>.Empty.Add("email", "email").Add("given_name", "given_name"));

    private readonly TestPool pool = new($$$"""
        {"UsernameConfiguration":{"CaseSensitive":false},"LambdaConfig":{{{{string.Join(',', ((string[])["PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication"]).Select(static name => $"\"{name}\":\"{TestPool.FunctionArn}Triggered\""))}}},"InboundFederation":{"LambdaVersion":"V1_0","LambdaArn":"{{{TestPool.FunctionArn}}}Triggered"} } }
        """);

    public void Dispose() => pool.Dispose();

    [Fact]
    public async Task Run_in_AWSs_order()
    {
        await ComeInAsync();
        await ComeInAsync();

        Assert.Equal(
            [
                "InboundFederation_ExternalProvider", "PreSignUp_ExternalProvider", "PostConfirmation_ConfirmSignUp",
                "InboundFederation_ExternalProvider", "PreAuthentication_Authentication", "PostAuthentication_Authentication",
            ],
            pool.Events.Select(static e => (string?)e["triggerSource"]));
        Assert.All(pool.Events, static e => Assert.Equal("google_101", (string?)e["userName"]));
    }

    [Fact]
    public async Task See_before_the_user_is_made_what_Cognito_shows_them()
    {
        await ComeInAsync();
        var request = pool.Events.Single(static e => (string?)e["triggerSource"] == "PreSignUp_ExternalProvider")["request"]!;

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"userAttributes":{"email":"ann@example.com","given_name":"Ann","email_verified":"false","cognito:email_alias":"","cognito:phone_number_alias":""},"validationData":{}}"""),
            request), request.ToJsonString());
    }

    [Fact]
    public async Task See_afterwards_who_vouched()
    {
        await ComeInAsync();
        var attributes = pool.Events.Last()["request"]!["userAttributes"]!;

        Assert.Equal("EXTERNAL_PROVIDER", (string?)attributes["cognito:user_status"]);
        Assert.Contains("\"providerName\":\"Google\"", (string?)attributes["identities"], StringComparison.Ordinal);
    }

    /// <summary>The most common way to link: by the function that runs before a user is made.</summary>
    [Fact]
    public async Task May_link_to_a_user_who_is_there()
    {
        await pool.AddProvidersAsync();
        await pool.AddUserAsync("ann");
        Link("ann");
        var user = await ComeInAsync();

        Assert.Equal("ann", user.Username);
        Assert.Equal(
            ["InboundFederation_ExternalProvider:google_101", "PreSignUp_ExternalProvider:google_101", "PreAuthentication_Authentication:ann", "PostAuthentication_Authentication:ann"],
            pool.Events.Select(static e => $"{e["triggerSource"]}:{e["userName"]}").TakeLast(4));
        Assert.Single((await pool.DoAsync("ListUsers", "{}"))["Users"]!.AsArray());
    }

    [Fact]
    public async Task May_not_link_to_a_user_who_is_disabled()
    {
        await pool.AddProvidersAsync();
        await pool.AddUserAsync("ann");
        await pool.DoAsync("AdminDisableUser", """{"Username":"ann"}""");
        Link("ann");

        Assert.Equal("User is not enabled", (await Assert.ThrowsAsync<FederationException>(ComeInAsync)).Message);
    }

    [Fact]
    public async Task May_refuse()
    {
        pool.Function = static e => Task.FromResult((string?)e["triggerSource"] == "PreSignUp_ExternalProvider"
            ? new Emulation.Lambda.InvocationResult("""{"errorMessage":"Not you"}"""u8.ToArray(), "Unhandled") : TestPool.Answer(e));
        var refusal = await Assert.ThrowsAsync<FederationException>(ComeInAsync);

        Assert.Equal("PreSignUp failed with error Not you. ", refusal.Message);
        Assert.Empty((await pool.DoAsync("ListUsers", "{}"))["Users"]!.AsArray());
    }

    [Fact]
    public async Task Do_not_confirm_or_verify_anything()
    {
        pool.Respond("""{"autoConfirmUser":true,"autoVerifyEmail":true}""");
        var user = await ComeInAsync();

        Assert.Equal((UserStatus.EXTERNAL_PROVIDER, "false"), (user.Status, user.Attribute("email_verified")));
    }

    [Fact]
    public async Task Replace_the_claims_before_they_are_mapped()
    {
        pool.Respond("""{"userAttributesToMap":{"given_name":"Anna"}}""");
        var user = await ComeInAsync();
        var shown = pool.Events.First()["request"]!;

        Assert.Equal(("Anna", null), (user.Attribute("given_name"), user.Attribute("email")));
        Assert.Equal(("Google", "Google", "101"), ((string?)shown["providerName"], (string?)shown["providerType"], (string?)shown["attributes"]!["idToken"]!["sub"]));
    }

    private void Link(string user) =>
        pool.Function = async e =>
        {
            if ((string?)e["triggerSource"] == "PreSignUp_ExternalProvider")
            {
                await pool.LinkAsync(user, "Google", "101");
            }

            return TestPool.Answer(e);
        };

    private Task<CognitoUser> ComeInAsync()
    {
        var claims = ImmutableDictionary<string, string>.Empty.Add("sub", "101").Add("email", "ann@example.com").Add("given_name", "Ann");
        var person = new ExternalUser("101", claims) { Received = new JsonObject { ["idToken"] = new JsonObject { ["sub"] = "101" } } };
        return pool.Service.FederatedUsers.ComeInAsync(
            Provider, person, pool.Service.Directory.Pool(pool.PoolId), pool.Service.Directory.Client(pool.ClientId), TestContext.Current.CancellationToken);
    }
}
