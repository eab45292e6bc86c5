using System.Text.Json.Nodes;
using Harness;

namespace Integration.InProcess;

/// <summary>The harness signs people in through stand-ins, by the way that a browser takes.</summary>
[Trait("Stack", "own")]
public sealed class Signing_in_without_a_browser : IClassFixture<Signing_in_without_a_browser.Stack>
{
    private readonly LocalAws aws;

    public Signing_in_without_a_browser(Stack stack) => aws = stack.Aws;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Google", "AppClient", "Google_")]
    [InlineData("SignInWithApple", "AppClient", "SignInWithApple_")]
    [InlineData("Partner", "ServerClient", "Partner_zed@example.org")]
    [InlineData("Company", "AppClient", "Company_zed@example.org")]
    public async Task Ends_in_the_tokens_of_whoever_the_claims_are_of(string via, string client, string name)
    {
        var tokens = await aws.SignInAsync(client, via, claims: new { email = "zed@example.org", email_verified = true }, cancellation: Cancellation);
        var claims = Claims(tokens.IdToken);

        Assert.StartsWith(name, (string?)claims["cognito:username"], StringComparison.Ordinal);
        Assert.Equal(("zed@example.org", tokens.Sub), ((string?)claims["email"], (string?)claims["sub"]));
        Assert.Equal("access", (string?)Claims(tokens.AccessToken)["token_use"]);
        Assert.NotEmpty(tokens.RefreshToken);
    }

    [Fact]
    public async Task Is_somebody_with_an_address_where_no_claims_are_given() =>
        Assert.Equal("amy@example.com", (string?)Claims((await aws.SignInAsync("AppClient", via: "Google", cancellation: Cancellation)).IdToken)["email"]);

    [Fact]
    public async Task Opens_a_route_to_the_users_of_the_pool_and_to_nobody_else()
    {
        var tokens = await aws.SignInAsync("AppClient", "Google", new { email = "zed@example.org" }, cancellation: Cancellation);

        (await aws.AsUser(tokens).GetAsync("Api", "/me", cancellation: Cancellation)).ShouldBeAllowed();
        (await aws.AsNobody().GetAsync("Api", "/me", cancellation: Cancellation)).ShouldBeDenied();
    }

    [Theory]
    [InlineData("Google", "deny", "access_denied", "access_denied")]
    [InlineData("Partner", "expired", "invalid_request", "Exception processing authorization code")]
    [InlineData("Company", "audience", "server_error", "Invalid SAML response received: Audience restriction is not valid. ")]
    public async Task Fails_as_the_application_learns_it(string via, string fault, string error, string description)
    {
        var refused = await Assert.ThrowsAsync<SignInRefusedException>(() => aws.SignInAsync(via == "Partner" ? "ServerClient" : "AppClient", via, fault: fault, cancellation: Cancellation));

        Assert.Equal((error, description), (refused.Error, refused.Description));
    }

    [Fact]
    public async Task Says_which_providers_the_client_lists() => Assert.StartsWith(
        "The client AppClient does not list the identity provider 'Facebook' in SupportedIdentityProviders. It lists: Google, SignInWithApple, Company, Stranger.",
        (await Assert.ThrowsAsync<ArgumentException>(() => aws.SignInAsync("AppClient", via: "Facebook", cancellation: Cancellation))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Says_what_to_do_where_there_is_no_stand_in() => Assert.Contains(
        "The identity provider 'Stranger' has no stand-in, and nobody signs in at the real one without a browser. Write LocalAwsOptions { StandIns = [\"Stranger\"] }",
        (await Assert.ThrowsAsync<InvalidOperationException>(() => aws.SignInAsync("AppClient", via: "Stranger", cancellation: Cancellation))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Says_what_is_wrong_with_claims_and_with_what_is_to_go_wrong()
    {
        Assert.Contains("The claims are no JSON", (await Assert.ThrowsAsync<InvalidOperationException>(() => aws.SignInAsync("AppClient", "Google", "{", cancellation: Cancellation))).Message, StringComparison.Ordinal);
        Assert.Contains("deny, server-error, expired", (await Assert.ThrowsAsync<InvalidOperationException>(() => aws.SignInAsync("AppClient", "Google", fault: "bad", cancellation: Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_start_with_the_name_of_no_provider()
    {
        var failure = await Assert.ThrowsAsync<LocalAwsStartException>(() => LocalAws.StartAsync(new LocalAwsOptions { Template = "template.yaml", StandIns = ["Goggle"] }, Cancellation));
        Assert.Contains("--stand-in Goggle: no user pool of the templates has an identity provider of this name.", failure.Message, StringComparison.Ordinal);
    }

    private static JsonObject Claims(string token) => (JsonObject)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!;

    /// <summary>A pool with a provider of each kind, and a route for its users.</summary>
    public sealed class Stack : IAsyncLifetime
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-federation-");

        public LocalAws Aws { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var template = Path.Combine(folder.FullName, "template.yaml");
            using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
            await File.WriteAllTextAsync(template, Template.Replace("APPLE-KEY", Convert.ToBase64String(key.ExportPkcs8PrivateKey()), StringComparison.Ordinal), Cancellation);
            Aws = await LocalAws.StartAsync(
                new LocalAwsOptions
                {
                    Template = template,
                    StandIns = ["google,apple", "Company"],
                    Functions = { ["Me"] = ProxyFunction.Of(static _ => ProxyAnswer.Json("you")) },
                },
                Cancellation);
        }

        public async ValueTask DisposeAsync()
        {
            await Aws.DisposeAsync();
            folder.Delete(recursive: true);
        }

        private const string Template = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Pool: { Type: AWS::Cognito::UserPool }
              Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { UserPoolId: !Ref Pool, Domain: people } }
              Google:
                Type: AWS::Cognito::UserPoolIdentityProvider
                Properties:
                  UserPoolId: !Ref Pool
                  ProviderName: Google
                  ProviderType: Google
                  ProviderDetails: { client_id: shop, client_secret: s3cret, authorize_scopes: openid email profile }
                  AttributeMapping: { email: email }
              Apple:
                Type: AWS::Cognito::UserPoolIdentityProvider
                Properties:
                  UserPoolId: !Ref Pool
                  ProviderName: SignInWithApple
                  ProviderType: SignInWithApple
                  ProviderDetails: { client_id: com.example.shop, team_id: TEAM123456, key_id: KEY1234567, private_key: APPLE-KEY, authorize_scopes: email name }
                  AttributeMapping: { email: email }
              Partner:
                Type: AWS::Cognito::UserPoolIdentityProvider
                Metadata: { LocalAws: { StandIn: true } }
                Properties: &partner
                  UserPoolId: !Ref Pool
                  ProviderName: Partner
                  ProviderType: OIDC
                  ProviderDetails: { client_id: shop, client_secret: s3cret, oidc_issuer: "https://login.example.com", authorize_scopes: openid email, attributes_request_method: GET }
                  AttributeMapping: { email: email }
              Stranger:
                Type: AWS::Cognito::UserPoolIdentityProvider
                Properties:
                  UserPoolId: !Ref Pool
                  ProviderName: Stranger
                  ProviderType: OIDC
                  ProviderDetails: { client_id: shop, client_secret: s3cret, oidc_issuer: "https://stranger.example.com", authorize_scopes: openid email, attributes_request_method: GET }
              Company:
                Type: AWS::Cognito::UserPoolIdentityProvider
                Properties:
                  UserPoolId: !Ref Pool
                  ProviderName: Company
                  ProviderType: SAML
                  ProviderDetails: { MetadataURL: "https://idp.example.com/metadata.xml" }
                  AttributeMapping: { email: email }
              AppClient:
                Type: AWS::Cognito::UserPoolClient
                DependsOn: [Google, Apple, Company, Stranger]
                Properties: { UserPoolId: !Ref Pool, ClientName: AppClient, SupportedIdentityProviders: [Google, SignInWithApple, Company, Stranger], AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: [code], AllowedOAuthScopes: [openid, email], CallbackURLs: ["https://app.example.com/callback"] }
              ServerClient:
                Type: AWS::Cognito::UserPoolClient
                DependsOn: Partner
                Properties: { UserPoolId: !Ref Pool, GenerateSecret: true, SupportedIdentityProviders: [Partner], AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: [code], AllowedOAuthScopes: [openid, email], CallbackURLs: ["https://app.example.com/server?from=pool"] }
              Me:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: nodejs22.x
                  Handler: index.handler
                  CodeUri: .
                  Events: { Me: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /me, Method: get } } }
              Api:
                Type: AWS::Serverless::Api
                Properties: { StageName: prod, Auth: { DefaultAuthorizer: People, Authorizers: { People: { UserPoolArn: !GetAtt Pool.Arn } } } }
            """;
    }
}
