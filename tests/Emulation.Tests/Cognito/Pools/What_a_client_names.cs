namespace Emulation.Tests.Cognito.Pools;

/// <summary>Scopes and identity providers have to be in the pool before a client names them.</summary>
public sealed class What_a_client_names : IDisposable
{
    private const string Client = """{"ClientName":"web","AllowedOAuthScopes":["openid","orders/read"],"SupportedIdentityProviders":["COGNITO","Staff"]}""";
    private readonly TestPool pool = new();

    [Fact]
    public async Task Has_to_be_there()
    {
        Assert.Equal($"InvalidParameterException: The provider Staff does not exist for User Pool {pool.PoolId}.", await pool.RefusalAsync("CreateUserPoolClient", Client));
        await pool.DoAsync("CreateIdentityProvider", """{"ProviderName":"Staff","ProviderType":"SAML","ProviderDetails":{"MetadataURL":"https://saml.example.com"}}""");
        Assert.Equal("ScopeDoesNotExistException: Invalid scope requested: orders/read", await pool.RefusalAsync("CreateUserPoolClient", Client));
        await pool.DoAsync("CreateResourceServer", """{"Identifier":"orders","Name":"Orders","Scopes":[{"ScopeName":"read","ScopeDescription":"Read"}]}""");
        Assert.Equal("answered", await pool.RefusalAsync("CreateUserPoolClient", Client));
        Assert.Equal("answered", await pool.RefusalAsync("UpdateUserPoolClient", Client));
    }

    [Theory]
    [InlineData("\"WriteAttributes\":[\"given_name\"]", "InvalidParameterException: Invalid write attributes specified while creating a client")]
    [InlineData("\"WriteAttributes\":[\"family_name\",\"custom:x\"]", "InvalidParameterException: Invalid write attributes specified while creating a client")]
    [InlineData("\"ReadAttributes\":[\"custom:x\"]", "InvalidParameterException: Invalid read attributes specified while creating a client")]
    [InlineData("\"WriteAttributes\":[\"given_name\",\"family_name\"],\"ReadAttributes\":[\"given_name\"]", "answered")]
    public async Task Are_attributes_of_the_pool_and_all_that_it_requires_to_be_written(string attributes, string answer)
    {
        using var own = new TestPool("""{"Schema":[{"Name":"family_name","Required":true,"AttributeDataType":"String"}]}""");
        Assert.Equal(answer, await own.RefusalAsync("CreateUserPoolClient", $$"""{"ClientName":"web",{{attributes}}}"""));
        Assert.Equal(answer, await own.RefusalAsync("UpdateUserPoolClient", $$"""{"ClientName":"web",{{attributes}}}"""));
    }

    [Theory]
    [InlineData("OIDC", """{"client_id":"1"}""", "clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.")]
    [InlineData("SAML", "{}", "At least one of the MetadataURL or MetadataFile should be provided.")]
    [InlineData("Google", "{}", "Provider Staff cannot be of type Google.")]
    public async Task Is_a_provider_only_with_what_its_type_needs(string type, string details, string refusal) =>
        Assert.Equal($"InvalidParameterException: {refusal}", await pool.RefusalAsync("CreateIdentityProvider", $$"""{"ProviderName":"Staff","ProviderType":"{{type}}","ProviderDetails":{{details}}}"""));

    [Fact]
    public async Task Is_a_provider_only_with_a_source_for_what_the_pool_requires()
    {
        using var own = new TestPool("""{"Schema":[{"Name":"email","Required":true,"AttributeDataType":"String"}]}""");
        const string Provider = """{"ProviderName":"Staff","ProviderType":"SAML","ProviderDetails":{"MetadataURL":"https://saml.example.com"},"AttributeMapping":{MAPPING}}""";
        Assert.Equal("InvalidParameterException: The attribute mapping is missing required attributes [email]", await own.RefusalAsync("CreateIdentityProvider", Provider.Replace("MAPPING", "", StringComparison.Ordinal)));
        Assert.Equal("InvalidParameterException: AttributeMapping contains invalid mapping: [custom:x]", await own.RefusalAsync("CreateIdentityProvider", Provider.Replace("MAPPING", "\"custom:x\":\"x\"", StringComparison.Ordinal)));
        Assert.Equal("answered", await own.RefusalAsync("CreateIdentityProvider", Provider.Replace("MAPPING", "\"email\":\"mail\"", StringComparison.Ordinal)));
    }

    public void Dispose() => pool.Dispose();
}
