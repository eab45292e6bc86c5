using System.Text.Json.Nodes;
using Emulation.Tests.Gateway.Authorizers;

namespace Emulation.Tests.CognitoIdentity;

/// <summary>Logins by the companies of SupportedLoginProviders: ID tokens of Google and Apple, access tokens of Facebook and Amazon.</summary>
public sealed class A_login_of_a_company : IAsyncLifetime
{
    private const string Google = "accounts.google.com";
    private const string Apple = "appleid.apple.com";
    private const string Facebook = "graph.facebook.com";
    private const string Amazon = "www.amazon.com";
    private const string Unsupported = "NotAuthorizedException: Token is not from a supported provider of this identity pool.";
    private const string NotVerified = "NotAuthorizedException: Invalid login token. Couldn't verify signed token.";
    private const string Trust = """
        {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Federated: cognito-identity.amazonaws.com}, Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"], Condition: {StringEquals: {"cognito-identity.amazonaws.com:aud": !Ref Social}}}]}
        """;

    private StandInCompanies companies = null!;
    private TestIdentities pools = null!;

    public async ValueTask InitializeAsync()
    {
        companies = await StandInCompanies.StartAsync();
        pools = new TestIdentities(
            tail: $$$"""
              Social:
                Type: AWS::Cognito::IdentityPool
                Properties:
                  AllowUnauthenticatedIdentities: false
                  AllowClassicFlow: true
                  SupportedLoginProviders: {accounts.google.com: "web.apps.googleusercontent.com;phone.apps.googleusercontent.com", appleid.apple.com: com.shop, graph.facebook.com: "777", www.amazon.com: amzn1.application.1}
              SocialRoles:
                Type: AWS::Cognito::IdentityPoolRoleAttachment
                Properties:
                  IdentityPoolId: !Ref Social
                  Roles: {authenticated: !GetAtt SocialRole.Arn}
                  RoleMappings:
                    google: {IdentityProvider: accounts.google.com, Type: Rules, AmbiguousRoleResolution: Deny, RulesConfiguration: {Rules: [{Claim: email, MatchType: Contains, Value: "@shop.example", RoleARN: !GetAtt StaffRole.Arn}]} }
              SocialTags: {Type: AWS::Cognito::IdentityPoolPrincipalTag, Properties: {IdentityPoolId: !Ref Social, IdentityProviderName: graph.facebook.com, UseDefaults: true}}
              SocialRole: {Type: AWS::IAM::Role, Properties: {RoleName: SocialRole, AssumeRolePolicyDocument: {{{Trust}}} } }
              StaffRole: {Type: AWS::IAM::Role, Properties: {RoleName: StaffRole, AssumeRolePolicyDocument: {{{Trust}}} } }
            """,
            social: companies);
        pools.Time.SetUtcNow(TokenMaker.Now);
        companies.AccessTokens["EAA-ann"] = ("777", "fb-ann");
        companies.AccessTokens["EAA-ben"] = ("777", "fb-ben");
        companies.AccessTokens["EAA-of-another-app"] = ("666", "fb-ann");
        companies.AccessTokens["Atza|ann"] = ("amzn1.application.1", "amzn1.account.ANN");
        companies.AccessTokens["Atza|of-another-app"] = ("amzn1.application.2", "amzn1.account.ANN");
    }

    public async ValueTask DisposeAsync()
    {
        pools.Dispose();
        await companies.DisposeAsync();
    }

    [Fact]
    public async Task Is_one_identity_for_each_person()
    {
        var google = await IdAsync(Google, OfGoogle());

        Assert.Equal(google, await IdAsync(Google, OfGoogle(("aud", "phone.apps.googleusercontent.com"))));
        Assert.NotEqual(google, await IdAsync(Google, OfGoogle(("sub", "102"))));
        Assert.Equal(await IdAsync(Facebook, "EAA-ann"), await IdAsync(Facebook, "EAA-ann"));
        Assert.NotEqual(await IdAsync(Facebook, "EAA-ann"), await IdAsync(Facebook, "EAA-ben"));
        Assert.NotNull(await IdAsync(Apple, companies.Apple.Token(("sub", "001.a"), ("aud", "com.shop"))));
        Assert.NotNull(await IdAsync(Amazon, "Atza|ann"));
    }

    [Theory]
    [InlineData(Facebook, "EAA-ann", """["authenticated","graph.facebook.com","graph.facebook.com:777:fb-ann"]""")]
    [InlineData(Amazon, "Atza|ann", """["authenticated","www.amazon.com","www.amazon.com:amzn1.application.1:amzn1.account.ANN"]""")]
    [InlineData(Google, null, """["authenticated","accounts.google.com","accounts.google.com:web.apps.googleusercontent.com:101"]""")]
    public async Task Says_who_vouched(string company, string? token, string amr)
    {
        var logins = new JsonObject { [company] = token ?? OfGoogle() };
        var basic = await pools.DoAsync("GetOpenIdToken", TestIdentities.For(await pools.IdAsync(logins, "Social"), logins));

        Assert.Equal(amr, TestIdentities.Claims((string)basic["Token"]!)["amr"]!.ToJsonString());
    }

    [Fact]
    public async Task Takes_both_of_Googles_names() => Assert.Equal("answered", await RefusalAsync(Google, OfGoogle(("iss", "accounts.google.com"))));

    [Theory]
    [InlineData("aud", "other.apps.googleusercontent.com", Unsupported)]
    [InlineData("iss", "https://appleid.apple.com", "NotAuthorizedException: Invalid login token. Issuer doesn't match providerName")]
    [InlineData("iss", "https://accounts.google.com.evil.example", "NotAuthorizedException: Invalid login token. Issuer doesn't match providerName")]
    [InlineData("sub", "", "NotAuthorizedException: Invalid login token. Missing a required claim: sub")]
    [InlineData("sub", null, "NotAuthorizedException: Invalid login token. Missing a required claim: sub")]
    [InlineData("azp", "other.apps.googleusercontent.com", "answered")]
    public async Task Of_Google_is_for_the_pools_applications(string claim, string? value, string refusal)
    {
        var claims = companies.Google.Claims(("sub", "101"), ("aud", "web.apps.googleusercontent.com"), (claim, value));
        if (value is null)
        {
            claims.Remove(claim);
        }

        Assert.Equal(refusal, await RefusalAsync(Google, companies.Google.Sign(claims)));
    }

    [Fact]
    public async Task For_several_applications_is_of_the_one_that_asked()
    {
        var audiences = new JsonArray("other.apps.googleusercontent.com", "web.apps.googleusercontent.com");

        Assert.Equal(Unsupported, await RefusalAsync(Google, OfGoogle(("aud", audiences.DeepClone()), ("azp", "other.apps.googleusercontent.com"))));
        Assert.Equal(Unsupported, await RefusalAsync(Google, OfGoogle(("aud", audiences.DeepClone()))));
        Assert.Equal("answered", await RefusalAsync(Google, OfGoogle(("aud", audiences.DeepClone()), ("azp", "web.apps.googleusercontent.com"))));
    }

    [Fact]
    public async Task Is_refused_for_a_token_of_another_company_or_of_a_forger()
    {
        using var forger = new TokenMaker("https://accounts.google.com", key: "a forger's");
        var apple = companies.Apple.Token(("iss", "https://accounts.google.com"), ("aud", "web.apps.googleusercontent.com"));

        Assert.Equal(NotVerified, await RefusalAsync(Google, forger.Token(("aud", "web.apps.googleusercontent.com"))));
        Assert.Equal(NotVerified, await RefusalAsync(Google, apple));
        Assert.Equal(NotVerified, await RefusalAsync(Google, companies.Google.Sign(companies.Google.Claims(("aud", "web.apps.googleusercontent.com")), algorithm: "none", sign: static _ => [])));
        Assert.Equal("NotAuthorizedException: Invalid login token. Not a valid OpenId Connect identity token.", await RefusalAsync(Google, "EAA-ann"));
        Assert.StartsWith("NotAuthorizedException: Invalid login token. Token expired: ", await RefusalAsync(Google, OfGoogle(("exp", 1))), StringComparison.Ordinal);
    }

    /// <summary>The oldest way in: an application of the attacker's own asks its users for tokens, and shows them elsewhere.</summary>
    [Theory]
    [InlineData(Facebook, "EAA-of-another-app", Unsupported)]
    [InlineData(Amazon, "Atza|of-another-app", Unsupported)]
    [InlineData(Facebook, "EAA-nobody", "NotAuthorizedException: Invalid login token. Not a valid access token.")]
    [InlineData(Amazon, "Atza|nobody", "NotAuthorizedException: Invalid login token. Not a valid access token.")]
    [InlineData(Facebook, "Atza|ann", Unsupported)]
    [InlineData(Amazon, "EAA-ann", Unsupported)]
    public async Task Is_refused_for_an_access_token_that_is_not_of_the_pools_application(string company, string token, string refusal) => Assert.Equal(refusal, await RefusalAsync(company, token));

    [Theory]
    [InlineData(500, "busy")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"id":"777","id":"666"}""")]
    public async Task Is_an_error_of_the_company_where_it_does_not_answer_as_it_should(int status, string body)
    {
        companies.Answer = http =>
        {
            http.Response.StatusCode = status;
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, body);
        };

        Assert.Equal("ExternalServiceException: The identity provider that the login names did not answer. Try again later.", await RefusalAsync(Facebook, "EAA-ann"));
    }

    [Theory]
    [InlineData(Google)]
    [InlineData(Facebook)]
    public async Task Is_refused_by_a_pool_without_the_company(string company)
    {
        Assert.Equal(Unsupported, await pools.RefusalAsync("GetId", new JsonObject { ["Logins"] = new JsonObject { [company] = company == Google ? OfGoogle() : "EAA-ann" } }));
        Assert.Empty(companies.Asked);
    }

    [Theory]
    [InlineData("ann@shop.example", "StaffRole")]
    [InlineData("ann@example.com", null)]
    public async Task Has_the_role_that_the_mapping_finds(string email, string? role)
    {
        var logins = new JsonObject { [Google] = OfGoogle(("email", email)) };
        var request = TestIdentities.For(await pools.IdAsync(logins, "Social"), logins);

        if (role is null)
        {
            Assert.StartsWith("NotAuthorizedException: The role mapping", await pools.RefusalAsync("GetCredentialsForIdentity", request), StringComparison.Ordinal);
            return;
        }

        Assert.Contains($"assumed-role/{role}/", pools.CallerOf(await pools.DoAsync("GetCredentialsForIdentity", request)).Principal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Becomes_the_tags_of_the_session()
    {
        var logins = new JsonObject { [Facebook] = "EAA-ann" };
        var caller = pools.CallerOf(await pools.DoAsync("GetCredentialsForIdentity", TestIdentities.For(await pools.IdAsync(logins, "Social"), logins)));

        Assert.Equal("client=777 username=fb-ann", string.Join(' ', caller.Session!.Tags.Select(static tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Is_joined_to_another_and_parted_from_it()
    {
        var both = new JsonObject { [Google] = OfGoogle(), [Facebook] = "EAA-ann" };
        var id = await pools.IdAsync(both, "Social");
        var early = await IdAsync(Facebook, "EAA-ann");
        await pools.DoAsync("UnlinkIdentity", new JsonObject { ["IdentityId"] = id, ["Logins"] = both.DeepClone(), ["LoginsToRemove"] = new JsonArray(Facebook) });

        Assert.Equal(id, early);
        Assert.Equal(id, await IdAsync(Google, OfGoogle()));
        Assert.NotEqual(id, await IdAsync(Facebook, "EAA-ann"));
        Assert.Equal("ResourceConflictException: A login is already linked to another account.", await pools.RefusalAsync("GetId", new JsonObject { ["IdentityPoolId"] = pools.Id("Social"), ["Logins"] = both.DeepClone() }));
    }

    [Fact]
    public async Task Is_shown_with_the_pool()
    {
        var shown = await pools.DoAsync("DescribeIdentityPool", new JsonObject { ["IdentityPoolId"] = pools.Id("Social") });

        Assert.Equal("777", (string?)shown["SupportedLoginProviders"]![Facebook]);
    }

    private string OfGoogle(params (string Name, JsonNode? Value)[] changes) => companies.Google.Token([("sub", "101"), ("aud", "web.apps.googleusercontent.com"), .. changes]);

    private Task<string> IdAsync(string company, string token) => pools.IdAsync(new JsonObject { [company] = token }, "Social");

    private Task<string> RefusalAsync(string company, string token) =>
        pools.RefusalAsync("GetId", new JsonObject { ["IdentityPoolId"] = pools.Id("Social"), ["Logins"] = new JsonObject { [company] = token } });
}
