using System.Text.Json.Nodes;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Users;

namespace Emulation.Tests.Cognito.Federation;

/// <summary>AdminLinkProviderForUser: who signs in then, by what, and what may not be linked.</summary>
public sealed class Linking_users_to_providers : IDisposable
{
    private readonly TestPool pool = new("""{"UsernameConfiguration":{"CaseSensitive":false},"AliasAttributes":["email"]}""");

    public void Dispose() => pool.Dispose();

    [Fact]
    public async Task Brings_the_user_in_with_name_sub_and_groups_as_they_were()
    {
        var before = await NativeAsync();
        await pool.DoAsync("CreateGroup", """{"GroupName":"editors"}""");
        await pool.DoAsync("AdminAddUserToGroup", """{"Username":"ada","GroupName":"editors"}""");
        await pool.LinkAsync("ada", "Google", "101");
        var linked = await pool.IdentitiesAsync("ada");
        var user = await pool.ComeInAsync("Google", "101", ("email", "ada@example.com"));
        var groups = await pool.DoAsync("AdminListGroupsForUser", """{"Username":"ada"}""");

        Assert.Equal(("Google:101:linked", "Google:101:linked"), (linked, await pool.IdentitiesAsync("ada")));
        Assert.Equal((before.Sub, "ada", UserStatus.CONFIRMED), (user.Sub, user.Username, user.Status));
        Assert.Equal(["editors"], groups["Groups"]!.AsArray().Select(static one => (string?)one!["GroupName"]));
        Assert.Single((await pool.DoAsync("ListUsers", "{}"))["Users"]!.AsArray());
    }

    [Fact]
    public async Task Shows_the_identity_in_the_attribute_and_in_the_token()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", "Google", "101");
        var shown = JsonNode.Parse((await pool.AttributeAsync("ada", "identities"))!)![0]!;
        var token = (await pool.IdClaimsAsync("ada"))["identities"]![0]!;

        Assert.Equal("""{"userId":"101","providerName":"Google","providerType":"Google","issuer":null,"primary":false""", shown.ToJsonString()[..shown.ToJsonString().IndexOf(",\"dateCreated", StringComparison.Ordinal)]);
        Assert.Equal(System.Text.Json.JsonValueKind.Number, shown["dateCreated"]!.GetValueKind());
        Assert.Equal(("\"101\"", "\"false\"", System.Text.Json.JsonValueKind.String), (token["userId"]!.ToJsonString(), token["primary"]!.ToJsonString(), token["dateCreated"]!.GetValueKind()));
    }

    [Fact]
    public async Task Writes_what_the_provider_says_over_what_the_user_had()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", ArrivingUsers.Partner, "A-1");
        await pool.ComeInAsync(ArrivingUsers.Partner, "A-1", ("email", "lovelace@partner.example.com"), ("given_name", "Augusta"), ("email_verified", "true"));

        Assert.Equal(
            ("Augusta", "lovelace@partner.example.com", "false"),
            (await pool.AttributeAsync("ada", "given_name"), await pool.AttributeAsync("ada", "email"), await pool.AttributeAsync("ada", "email_verified")));
    }

    [Fact]
    public async Task Leaves_the_password_good()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", "Google", "101");

        Assert.Equal("ada", (string?)(await pool.IdClaimsAsync("ada"))["cognito:username"]);
    }

    [Fact]
    public async Task Outlives_a_restart()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", "Google", "101");
        await pool.LinkAsync("ada", ArrivingUsers.Partner, "ada@partner.example.com", "email");
        pool.Restart();

        Assert.Equal("ada", (await pool.ComeInAsync("Google", "101")).Username);
        Assert.Equal("ada", (await pool.ComeInAsync(ArrivingUsers.Partner, "A-1", ("email", "ada@partner.example.com"))).Username);
    }

    [Fact]
    public async Task By_a_claim_waits_for_whoever_comes_with_it_and_is_theirs_from_then_on()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", ArrivingUsers.Partner, "ada@partner.example.com", "email");
        var waiting = await pool.AttributeAsync("ada", "identities");
        var first = await pool.ComeInAsync(ArrivingUsers.Partner, "A-1", ("email", "ada@partner.example.com"));
        var later = await pool.ComeInAsync(ArrivingUsers.Partner, "A-1", ("email", "countess@partner.example.com"));
        var other = await pool.ComeInAsync(ArrivingUsers.Partner, "B-2", ("email", "ada@partner.example.com"));

        Assert.Null(waiting);
        Assert.Equal(("ada", "ada", "partner_b-2"), (first.Username, later.Username, other.Username));
        Assert.Equal("Partner:A-1:linked", await pool.IdentitiesAsync("ada"));
    }

    [Theory]
    [InlineData("Ada@partner.example.com", "email")]
    [InlineData("ada@partner.example.com.evil.example", "email")]
    [InlineData("ada@partner.example.com", "given_name")]
    public async Task By_a_claim_is_to_that_claim_and_spelling_alone(string value, string claim)
    {
        await NativeAsync();
        await pool.LinkAsync("ada", ArrivingUsers.Partner, "ada@partner.example.com", "email");

        Assert.Equal("partner_a-1", (await pool.ComeInAsync(ArrivingUsers.Partner, "A-1", (claim, value))).Username);
    }

    [Fact]
    public async Task By_a_claim_is_to_that_provider_alone()
    {
        await NativeAsync();
        await pool.LinkAsync("ada", ArrivingUsers.Partner, "ada@partner.example.com", "email");

        Assert.Equal("google_a-1", (await pool.ComeInAsync("Google", "A-1", ("email", "ada@partner.example.com"))).Username);
    }

    [Fact]
    public async Task Brings_nobody_in_whose_claims_are_linked_to_two_users()
    {
        await NativeAsync();
        await NativeAsync("bob");
        await pool.LinkAsync("ada", ArrivingUsers.Partner, "x@partner.example.com", "email");
        await pool.LinkAsync("bob", ArrivingUsers.Partner, "Bob", "given_name");
        var refusal = await Assert.ThrowsAsync<FederationException>(() => pool.ComeInAsync(ArrivingUsers.Partner, "X-1", ("email", "x@partner.example.com"), ("given_name", "Bob")));

        Assert.Equal("Invalid ProviderName/Username combination. Please check again ", refusal.Message);
    }

    [Fact]
    public async Task Is_possible_to_a_user_who_came_by_another_provider()
    {
        await ProvidersAsync();
        var google = await pool.ComeInAsync("Google", "101", ("email", "ada@example.com"));
        await pool.DoAsync("AdminLinkProviderForUser", ArrivingUsers.Link("101", ArrivingUsers.Partner, "A-1", destination: "Google"));

        Assert.Equal(google.Sub, (await pool.ComeInAsync(ArrivingUsers.Partner, "A-1")).Sub);
        Assert.Equal("Google:101:own Partner:A-1:linked", await pool.IdentitiesAsync("google_101"));
    }

    [Theory]
    [InlineData("Cognito", "bob", "Cognito_Subject", "InvalidParameterException: Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser")]
    [InlineData("Google", "taken", "Cognito_Subject", "InvalidParameterException: SourceUser is already linked to DestinationUser")]
    [InlineData("Google", "signed-up", "Cognito_Subject", "InvalidParameterException: Merging is not currently supported, provide a SourceUser that has not been signed up in order to link")]
    [InlineData("Google", "of-bob", "Cognito_Subject", "InvalidParameterException: Merging is not currently supported, provide a SourceUser that has not been signed up in order to link")]
    [InlineData("Google", "ada@example.com", "email", "InvalidParameterException: Invalid SourceUser: the ProviderAttributeName of Google is Cognito_Subject.")]
    [InlineData("Google", "102", null, "InvalidParameterException: Invalid SourceUser: the ProviderAttributeName of Google is Cognito_Subject.")]
    [InlineData("Partner", "Ada", "family_name", "InvalidParameterException: Invalid SourceUser: ProviderAttributeName is Cognito_Subject, or a claim that the AttributeMapping of Partner maps to an attribute.")]
    [InlineData("Elsewhere", "1", "Cognito_Subject", "ResourceNotFoundException: The provider Elsewhere does not exist for User Pool")]
    [InlineData("Google", "new", "Cognito_Subject", "answered")]
    public async Task Is_refused_in_AWSs_words(string provider, string value, string? claim, string refusal)
    {
        await NativeAsync();
        await NativeAsync("bob");
        await pool.LinkAsync("ada", "Google", "taken");
        await pool.LinkAsync("bob", "Google", "of-bob");
        await pool.ComeInAsync("Google", "signed-up");

        Assert.StartsWith(refusal, await pool.RefusalAsync("AdminLinkProviderForUser", ArrivingUsers.Link("ada", provider, value, claim)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_a_user_and_both_ends()
    {
        await ProvidersAsync();

        Assert.Equal("UserNotFoundException: User does not exist.", await pool.RefusalAsync("AdminLinkProviderForUser", ArrivingUsers.Link("nobody", "Google", "1")));
        Assert.Equal(
            "InvalidParameterException: 1 validation error detected: Value null at 'sourceUser' failed to satisfy constraint: Member must not be null",
            await pool.RefusalAsync("AdminLinkProviderForUser", """{"DestinationUser":{"ProviderName":"Cognito","ProviderAttributeValue":"ada"}}"""));
    }

    [Fact]
    public async Task Ends_at_five_for_a_user()
    {
        await NativeAsync();
        for (var i = 0; i < 4; i++)
        {
            await pool.LinkAsync("ada", "Google", $"{i}");
        }

        await pool.LinkAsync("ada", ArrivingUsers.Partner, "a@example.com", "email");

        Assert.Equal("LimitExceededException: A user can be linked to 5 identities at most.", await pool.RefusalAsync("AdminLinkProviderForUser", ArrivingUsers.Link("ada", "Google", "9")));
    }

    [Fact]
    public async Task Ends_at_five_claims_for_a_provider()
    {
        await NativeAsync();
        await NativeAsync("bob");
        await pool.DoAsync("UpdateIdentityProvider", """
            {"ProviderName":"Partner","AttributeMapping":{"email":"c1","given_name":"c2","family_name":"c3","nickname":"c4","name":"c5","locale":"c6"} }
            """);
        for (var i = 1; i <= 5; i++)
        {
            await pool.LinkAsync(i < 4 ? "ada" : "bob", ArrivingUsers.Partner, "x", $"c{i}");
        }

        Assert.Equal("LimitExceededException: Users can be linked by 5 claims of a provider at most.", await pool.RefusalAsync("AdminLinkProviderForUser", ArrivingUsers.Link("bob", "Partner", "x", "c6")));
        Assert.Equal("answered", await pool.RefusalAsync("AdminLinkProviderForUser", ArrivingUsers.Link("bob", "Partner", "y", "c1")));
    }

    [Theory]
    [InlineData("""[{"Name":"custom:seat","Value":"12"}]""", "InvalidParameterException: Invalid DestinationUser: the user has the attribute custom:seat, which cannot be changed, and so cannot be linked.")]
    [InlineData("[]", "answered")]
    public async Task Is_refused_for_a_user_with_an_attribute_that_cannot_change(string attributes, string refusal)
    {
        using var other = new TestPool("""{"Schema":[{"Name":"seat","AttributeDataType":"String","Mutable":false}]}""");
        await other.AddProvidersAsync();
        await other.AddUserAsync("ada", attributes);

        Assert.Equal(refusal, await other.RefusalAsync("AdminLinkProviderForUser", ArrivingUsers.Link("ada", "Google", "1")));
    }

    [Theory]
    [InlineData("AdminDisableUser", "User is not enabled")]
    [InlineData("AdminEnableUser", null)]
    public async Task Brings_nobody_in_who_is_disabled(string operation, string? refusal)
    {
        await NativeAsync();
        await pool.LinkAsync("ada", "Google", "101");
        await pool.DoAsync(operation, """{"Username":"ada"}""");

        Assert.Equal(refusal, (await Record.ExceptionAsync(() => pool.ComeInAsync("Google", "101")))?.Message);
    }

    /// <summary>Whoever signs up with somebody's address must not wait for its owner to come by a provider.</summary>
    [Fact]
    public async Task Brings_nobody_in_who_has_not_confirmed()
    {
        await ProvidersAsync();
        await pool.DoAsync("SignUp", """{"Username":"eve","Password":"Passw0rd!","UserAttributes":[{"Name":"email","Value":"ada@example.com"}]}""");
        await pool.LinkAsync("eve", "Google", "101");

        Assert.Equal("User is not confirmed.", (await Assert.ThrowsAsync<FederationException>(() => pool.ComeInAsync("Google", "101", ("email", "ada@example.com")))).Message);
        Assert.Equal("ada@example.com", await pool.AttributeAsync("eve", "email"));
    }

    [Fact]
    public async Task Ends_with_the_user()
    {
        var before = await NativeAsync();
        await pool.LinkAsync("ada", "Google", "101");
        await pool.LinkAsync("ada", ArrivingUsers.Partner, "ada@example.com", "email");
        await pool.DoAsync("AdminDeleteUser", """{"Username":"ada"}""");
        var again = await pool.ComeInAsync("Google", "101");

        Assert.Equal(("google_101", "partner_a-1"), (again.Username, (await pool.ComeInAsync(ArrivingUsers.Partner, "A-1", ("email", "ada@example.com"))).Username));
        Assert.NotEqual(before.Sub, again.Sub);
    }

    private Task ProvidersAsync() => pool.AddProvidersAsync();

    private async Task<(string Sub, string Name)> NativeAsync(string name = "ada")
    {
        if ((await pool.DoAsync("ListIdentityProviders", "{}"))["Providers"]!.AsArray().Count == 0)
        {
            await ProvidersAsync();
        }

        await pool.AddUserAsync(name, $$"""[{"Name":"email","Value":"{{name}}@example.com"},{"Name":"email_verified","Value":"true"}]""");
        return ((await pool.AttributeAsync(name, "sub"))!, name);
    }
}
