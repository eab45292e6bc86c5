using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Federation;

/// <summary>AdminDisableProviderForUser: who comes in afterwards, and how no more.</summary>
public sealed class Parting_users_from_providers(RunningLocalAws aws) : IClassFixture<RunningLocalAws>, IDisposable
{
    private readonly TestPool pool = new("""{"UsernameConfiguration":{"CaseSensitive":false},"AccountRecoverySetting":{"RecoveryMechanisms":[{"Priority":1,"Name":"verified_email"}]}}""");

    public void Dispose() => pool.Dispose();

    [Fact]
    public async Task Makes_a_profile_of_its_own_of_the_next_sign_in()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", "Google", "101");
        await pool.LinkAsync("ada", ArrivingUsers.Partner, "A-1");
        var linked = await pool.ComeInAsync("Google", "101");
        await pool.DoAsync("AdminDisableProviderForUser", ArrivingUsers.Part("Google", "101"));
        var own = await pool.ComeInAsync("Google", "101");

        Assert.Equal(("ada", "google_101"), (linked.Username, own.Username));
        Assert.Equal(("Partner:A-1:linked", "Google:101:own"), (await pool.IdentitiesAsync("ada"), await pool.IdentitiesAsync("google_101")));
        Assert.Equal("ada", (await pool.ComeInAsync(ArrivingUsers.Partner, "A-1")).Username);
    }

    [Fact]
    public async Task Leaves_no_identities_where_there_was_one()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", "Google", "101");
        await pool.DoAsync("AdminDisableProviderForUser", ArrivingUsers.Part("Google", "101"));

        Assert.Null(await pool.AttributeAsync("ada", "identities"));
        Assert.Equal("ada", (string?)(await pool.IdClaimsAsync("ada"))["cognito:username"]);
    }

    [Fact]
    public async Task Ends_a_link_by_a_claim_under_the_claim_until_it_was_used_and_under_the_subject_afterwards()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", ArrivingUsers.Partner, "a@partner.example.com", "email");
        var early = await pool.RefusalAsync("AdminDisableProviderForUser", ArrivingUsers.Part("Partner", "A-1"));
        await pool.ComeInAsync(ArrivingUsers.Partner, "A-1", ("email", "a@partner.example.com"));
        var late = await pool.RefusalAsync("AdminDisableProviderForUser", ArrivingUsers.Part("Partner", "a@partner.example.com", "email"));
        await pool.DoAsync("AdminDisableProviderForUser", ArrivingUsers.Part("Partner", "A-1"));

        Assert.Equal(("UserNotFoundException: User does not exist.", "UserNotFoundException: User does not exist."), (early, late));
        Assert.Equal("partner_a-1", (await pool.ComeInAsync(ArrivingUsers.Partner, "A-1", ("email", "a@partner.example.com"))).Username);
    }

    [Fact]
    public async Task Ends_a_link_that_nobody_has_used()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", ArrivingUsers.Partner, "a@partner.example.com", "email");
        await pool.DoAsync("AdminDisableProviderForUser", ArrivingUsers.Part("Partner", "a@partner.example.com", "email"));

        Assert.Equal("partner_a-1", (await pool.ComeInAsync(ArrivingUsers.Partner, "A-1", ("email", "a@partner.example.com"))).Username);
    }

    [Fact]
    public async Task Takes_the_password_from_a_user_of_the_pool()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", "Google", "101");
        await pool.DoAsync("AdminDisableProviderForUser", ArrivingUsers.Part("Cognito", "ada"));

        Assert.StartsWith("NotAuthorizedException: ", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ada")), StringComparison.Ordinal);
        Assert.Equal("NotAuthorizedException: User password cannot be reset in the current state.", await pool.RefusalAsync("AdminResetUserPassword", """{"Username":"ada"}"""));
        Assert.Equal("ada", (await pool.ComeInAsync("Google", "101")).Username);
    }

    [Fact]
    public async Task Shuts_out_who_came_by_the_provider_in_the_first_place()
    {
        await NativeAsync();
        await pool.ComeInAsync("Google", "101");
        await pool.DoAsync("AdminDisableProviderForUser", ArrivingUsers.Part("Google", "101"));

        Assert.Equal("User already exists with provider user id", (await Record.ExceptionAsync(() => pool.ComeInAsync("Google", "101")))!.Message);
    }

    [Theory]
    [InlineData("Google", "999", "Cognito_Subject", "UserNotFoundException: User does not exist.")]
    [InlineData("Partner", "101", "Cognito_Subject", "UserNotFoundException: User does not exist.")]
    [InlineData("Cognito", "nobody", "Cognito_Subject", "UserNotFoundException: User does not exist.")]
    [InlineData("Cognito", "ada", "email", "InvalidParameterException: The ProviderAttributeName of a user of the pool is Cognito_Subject.")]
    [InlineData("Elsewhere", "101", "Cognito_Subject", "ResourceNotFoundException: The provider Elsewhere does not exist for User Pool")]
    [InlineData("Google", "101", "Cognito_Subject", "answered")]
    public async Task Needs_somebody_who_is_linked(string provider, string value, string claim, string refusal)
    {
        await NativeAsync();
        await pool.LinkAsync("ada", "Google", "101");

        Assert.StartsWith(refusal, await pool.RefusalAsync("AdminDisableProviderForUser", ArrivingUsers.Part(provider, value, claim)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_the_sign_in_of_a_browser_that_came_by_the_provider()
    {
        await using var federated = await FederatedPool.MakeAsync(aws);
        await federated.Hosted.NewUserAsync();
        await federated.Hosted.CallAsync("AdminLinkProviderForUser", (JsonObject)JsonNode.Parse(ArrivingUsers.Link("ada", "Partner", "Ann-1"))!);
        using var browser = federated.Hosted.NewBrowser();
        var claims = await federated.IdTokenAsync(await federated.SignInAsync(browser));
        var before = (await browser.GetAsync($"/oauth2/authorize?{federated.Hosted.Query()}")).Location;
        await federated.Hosted.CallAsync("AdminDisableProviderForUser", (JsonObject)JsonNode.Parse(ArrivingUsers.Part("Partner", "Ann-1"))!);
        var after = (await browser.GetAsync($"/oauth2/authorize?{federated.Hosted.Query()}")).Location;

        Assert.Equal(("ada", "n-1"), ((string?)claims["cognito:username"], (string?)claims["nonce"]));
        Assert.False(claims.ContainsKey("cognito:groups"));
        Assert.StartsWith(HostedPool.Callback + "?code=", before, StringComparison.Ordinal);
        Assert.StartsWith("/login?", after, StringComparison.Ordinal);
    }

    private async Task NativeAsync()
    {
        await pool.AddProvidersAsync();
        await pool.AddUserAsync("ada", """[{"Name":"email","Value":"ada@example.com"},{"Name":"email_verified","Value":"true"}]""");
    }
}
