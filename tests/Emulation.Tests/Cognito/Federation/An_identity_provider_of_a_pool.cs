using System.Text.Json.Nodes;
using Emulation.Tests.Sts;

namespace Emulation.Tests.Cognito.Federation;

/// <summary>What CreateIdentityProvider takes of each type, what DescribeIdentityProvider adds, and what it never shows.</summary>
public sealed class An_identity_provider_of_a_pool : IDisposable
{
    private const string Client = """ "client_id":"1","client_secret":"s","authorize_scopes":"openid email" """;
    private const string Redirect = """<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/sso"/>""";
    private const string Logout = """<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/slo"/>""";
    private readonly TestPool pool = new();

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(
        "Google", Client, "sub",
        """{"attributes_url":"https://people.googleapis.com/v1/people/me?personFields=","attributes_url_add_attributes":"true","authorize_scopes":"openid email","authorize_url":"https://accounts.google.com/o/oauth2/v2/auth","client_id":"1","client_secret":"s","oidc_issuer":"https://accounts.google.com","token_request_method":"POST","token_url":"https://www.googleapis.com/oauth2/v4/token"}""")]
    [InlineData(
        "Facebook", Client + ",\"api_version\":\"v12.0\"", "id",
        """{"api_version":"v12.0","attributes_url":"https://graph.facebook.com/v12.0/me?fields=","attributes_url_add_attributes":"true","authorize_scopes":"openid email","authorize_url":"https://www.facebook.com/v12.0/dialog/oauth","client_id":"1","client_secret":"s","token_request_method":"GET","token_url":"https://graph.facebook.com/v12.0/oauth/access_token"}""")]
    [InlineData(
        "LoginWithAmazon", Client, "user_id",
        """{"attributes_url":"https://api.amazon.com/user/profile","attributes_url_add_attributes":"false","authorize_scopes":"openid email","authorize_url":"https://www.amazon.com/ap/oa","client_id":"1","client_secret":"s","token_request_method":"POST","token_url":"https://api.amazon.com/auth/o2/token"}""")]
    [InlineData(
        "SignInWithApple", """ "client_id":"1","team_id":"T","key_id":"K","private_key":"MIG","authorize_scopes":"email name" """, "sub",
        """{"attributes_url_add_attributes":"false","authorize_scopes":"email name","authorize_url":"https://appleid.apple.com/auth/authorize","client_id":"1","key_id":"K","oidc_issuer":"https://appleid.apple.com","team_id":"T","token_request_method":"POST","token_url":"https://appleid.apple.com/auth/token"}""")]
    [InlineData(
        "OIDC", """ "client_id":"1","attributes_request_method":"GET","oidc_issuer":"https://idp.example.com","authorize_scopes":"openid" """, "sub",
        """{"attributes_request_method":"GET","attributes_url_add_attributes":"false","authorize_scopes":"openid","client_id":"1","oidc_issuer":"https://idp.example.com"}""")]
    public async Task Is_described_with_what_Cognito_knows_of_its_type(string type, string details, string username, string described)
    {
        var name = type == "OIDC" ? "Partner" : type;
        var made = await pool.DoAsync("CreateIdentityProvider", Request(name, type, details));
        var shown = await pool.DoAsync("DescribeIdentityProvider", $$"""{"ProviderName":"{{name}}"}""");

        Assert.Equal(described, shown["IdentityProvider"]!["ProviderDetails"]!.ToJsonString().Replace("\\u0026", "&", StringComparison.Ordinal));
        Assert.Equal(username, (string?)shown["IdentityProvider"]!["AttributeMapping"]!["username"]);
        Assert.True(JsonNode.DeepEquals(made, shown));
    }

    [Fact]
    public async Task Has_of_SAML_the_addresses_of_its_metadata()
    {
        await pool.DoAsync("CreateIdentityProvider", Saml(Redirect + Logout));
        var details = (await pool.DoAsync("DescribeIdentityProvider", """{"ProviderName":"Staff"}"""))["IdentityProvider"]!["ProviderDetails"]!;

        Assert.Equal(("https://idp.example.com/sso", "https://idp.example.com/slo"), ((string?)details["SSORedirectBindingURI"], (string?)details["SLORedirectBindingURI"]));
    }

    [Fact]
    public async Task Does_not_have_of_SAML_what_only_its_caller_says()
    {
        await pool.DoAsync("CreateIdentityProvider", Request(
            "Staff", "SAML", """ "MetadataURL":"https://a.example.com","SSORedirectBindingURI":"https://evil.example/","ActiveEncryptionCertificate":"evil" """));
        var details = (await pool.DoAsync("DescribeIdentityProvider", """{"ProviderName":"Staff"}"""))["IdentityProvider"]!["ProviderDetails"]!;

        Assert.Null(details["SSORedirectBindingURI"]);
        Assert.NotEqual("evil", (string?)details["ActiveEncryptionCertificate"]);
    }

    [Fact]
    public async Task Is_refused_with_a_certificate_that_has_expired()
    {
        pool.Time.Advance(TimeSpan.FromDays(40));

        Assert.Equal("InvalidParameterException: The signing certificate in the metadata has expired.", await pool.RefusalAsync("CreateIdentityProvider", Saml(Redirect)));
    }

    [Theory]
    [InlineData("", "No SingleSignOn Http redirect binding location found in metadata.")]
    [InlineData("""<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>""", "No SingleSignOn Http redirect binding location found in metadata.")]
    [InlineData("<unclosed>", "Unable to unmarshall metadata")]
    public async Task Is_refused_with_metadata_that_leads_nowhere(string services, string words) =>
        Assert.Equal($"InvalidParameterException: {words}", await pool.RefusalAsync("CreateIdentityProvider", Saml(services)));

    [Theory]
    [InlineData("SAML", """ "MetadataURL":"https://a.example.com","MetadataFile":"<x/>" """, "Only one of the MetadataURL or MetadataFile should be provided.")]
    [InlineData("SAML", """ "MetadataURL":"https://a.example.com","IDPSignout":"perhaps" """, "IDPSignout is true or false.")]
    [InlineData("SAML", """ "MetadataURL":"https://a.example.com","RequestSigningAlgorithm":"rsa-sha1" """, "RequestSigningAlgorithm is rsa-sha256.")]
    [InlineData("OIDC", """ "client_id":"1","attributes_request_method":"PUT","oidc_issuer":"https://a.example.com","authorize_scopes":"openid" """, "1 validation error detected: Value at 'attributesRequestMethod' failed to satisfy constraint: Member must satisfy enum value set: [POST, GET]")]
    [InlineData("OIDC", """ "client_id":"1","attributes_request_method":"GET","oidc_issuer":"http://a.example.com","authorize_scopes":"openid" """, "OIDC endpoint must start with https://")]
    [InlineData("OIDC", """ "client_id":"1","attributes_request_method":"GET","oidc_issuer":"https://a.example.com","token_url":"http://127.0.0.1.example.com/","authorize_scopes":"openid" """, "OIDC endpoint must start with https://")]
    [InlineData("OIDC", """ "client_id":"1","attributes_request_method":"GET","oidc_issuer":"https://a.example.com","authorize_scopes":"email" """, "authorize_scopes of an OIDC provider must have openid.")]
    public async Task Is_refused_where_its_details_do_not_fit(string type, string details, string words) =>
        Assert.Equal($"InvalidParameterException: {words}", await pool.RefusalAsync("CreateIdentityProvider", Request("Staff", type, details)));

    [Fact]
    public async Task May_be_of_this_machine_without_TLS() =>
        Assert.Equal("answered", await pool.RefusalAsync("CreateIdentityProvider", Request(
            "Local", "OIDC", """ "client_id":"1","attributes_request_method":"GET","oidc_issuer":"http://127.0.0.1:9000","authorize_scopes":"openid" """)));

    [Fact]
    public async Task Has_fifty_identifiers_at_the_most()
    {
        string With(int count) => Request("Staff", "SAML", "\"MetadataURL\":\"https://a.example.com\"").Replace(
            "\"ProviderName\"", $"\"IdpIdentifiers\":[{string.Join(',', Enumerable.Range(0, count).Select(static i => $"\"d{i}\""))}],\"ProviderName\"", StringComparison.Ordinal);

        Assert.Equal(
            "InvalidParameterException: 1 validation error detected: Value at 'idpIdentifiers' failed to satisfy constraint: Member must have length less than or equal to 50",
            await pool.RefusalAsync("CreateIdentityProvider", With(51)));
        Assert.Equal("answered", await pool.RefusalAsync("CreateIdentityProvider", With(50)));
    }

    [Fact]
    public async Task Takes_flags_of_a_template_as_texts()
    {
        await pool.DoAsync("CreateIdentityProvider", Request("Staff", "SAML", "\"MetadataURL\":\"https://a.example.com\",\"IDPSignout\":false"));

        Assert.Equal("\"false\"", (await pool.DoAsync("DescribeIdentityProvider", """{"ProviderName":"Staff"}"""))["IdentityProvider"]!["ProviderDetails"]!["IDPSignout"]!.ToJsonString());
    }

    [Fact]
    public async Task Comes_with_a_group_for_those_who_use_it()
    {
        await pool.DoAsync("CreateIdentityProvider", Request("Google", "Google", Client));
        var group = await pool.DoAsync("GetGroup", $$"""{"GroupName":"{{pool.PoolId}}_Google"}""");

        Assert.Equal("Autogenerated group for users who sign in using Google", (string?)group["Group"]!["Description"]);
    }

    private static string Request(string name, string type, string details) => $$"""{"ProviderName":"{{name}}","ProviderType":"{{type}}","ProviderDetails":{{{details}}} }""";

    private static string Saml(string services)
    {
        using var provider = new SamlMaker("https://idp.example.com/", DateTimeOffset.UnixEpoch.AddYears(56));
        var metadata = provider.Metadata.Replace("</IDPSSODescriptor>", $"{services}</IDPSSODescriptor>", StringComparison.Ordinal);
        return Request("Staff", "SAML", $"\"MetadataFile\":{JsonValue.Create(metadata).ToJsonString()}");
    }
}
