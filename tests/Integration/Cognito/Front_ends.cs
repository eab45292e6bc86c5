using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Harness;
using Integration.Targets;
using SigV4.Http;

namespace Integration.Cognito;

/// <summary>
/// The sign-in libraries of front ends as they are, in Chromium and over TLS: each signs a customer in at npm's <c>oidc-provider</c> or at a stand-in, through the pool, and gets that
/// customer's orders from <c>GET /me/orders</c>. The stack is the repository's, with providers and clients that are made by Cognito's API.
/// </summary>
[Trait("Stack", "own")]
public sealed class Front_ends(Front_ends.Shop shop) : IClassFixture<Front_ends.Shop>
{
    private const string TurnedDown = "access_denied";

    /// <summary>It knows no address of a pool but those of https. Google and the staff's SAML provider have stand-ins.</summary>
    [Theory]
    [InlineData(Shop.Provider)]
    [InlineData("Google")]
    [InlineData(Shop.Staff)]
    public async Task Aws_amplify_signs_in_refreshes_and_signs_out(string provider)
    {
        var user = UserAt(provider, "amplify");
        var seen = await shop.SignInAsync("amplify", user, shop.Page, provider);

        Assert.StartsWith("signInWithRedirect_failure: ", Assert.Single(Texts(seen["turnedDown"]!["happened"]), static one => one.Contains("failure", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Null(seen["turnedDown"]!["session"]);
        var signedIn = seen["signedIn"]!;
        Assert.Equal("customOAuthState: basket 7", (string?)signedIn["state"]);
        ShowsTheCustomer(signedIn, user, provider);
        Assert.True((bool)signedIn["isRefreshed"]!);
        Assert.Equal("200 450", Answer(signedIn["listedAgain"]));
        Assert.Null(seen["signedOut"]!["session"]);
        Assert.Equal("no answer ", Answer(seen["signedOut"]!["listed"]));
    }

    [Theory]
    [InlineData(Shop.Provider)]
    [InlineData("Google")]
    public async Task Oidc_client_ts_signs_in_refreshes_and_signs_out(string provider)
    {
        var user = UserAt(provider, "oidc");
        var seen = await shop.SignInAsync("oidc-client-ts", user, shop.Page, provider);

        Assert.Equal(TurnedDown, (string?)seen["turnedDown"]!["error"]);
        var signedIn = seen["signedIn"]!;
        Assert.Equal("basket 7", (string?)signedIn["state"]);
        ShowsTheCustomer(signedIn, user, provider);
        Assert.True((bool)signedIn["isRefreshed"]!);
        Assert.Equal("200 450", Answer(signedIn["listedAgain"]));
        Assert.Null(seen["signedOut"]!["session"]);
        Assert.Equal("no answer ", Answer(seen["signedOut"]!["listed"]));
    }

    /// <summary>Through the button on the pool's own page.</summary>
    [Theory]
    [InlineData(Shop.Provider)]
    [InlineData("Google")]
    public async Task Auth_js_signs_in_with_a_nonce_and_as_on_AWS_not_without(string provider)
    {
        var user = UserAt(provider, "auth");
        var seen = await shop.SignInAsync("auth-core", user, shop.Server, provider);

        Assert.Null(seen["turnedDown"]!["session"]);
        Assert.Equal("401 ", Answer(seen["turnedDown"]!["listed"]));
        Assert.Equal($"{user}@example.com", (string?)seen["signedIn"]!["session"]!["user"]!["email"]);
        Assert.Equal(201, (int)seen["signedIn"]!["placed"]!);
        Assert.Equal("200 450", Answer(seen["signedIn"]!["listed"]));
        Assert.Null(seen["withoutNonce"]!["session"]);
        Assert.Contains("unexpected ID Token \"nonce\" claim value", Texts(seen["withoutNonce"]!["failures"]));
    }

    [Theory]
    [InlineData(Shop.Provider)]
    [InlineData("Google")]
    public async Task Openid_client_signs_in_refreshes_and_revokes(string provider)
    {
        var user = UserAt(provider, "openid");
        var seen = await shop.SignInAsync("openid-client", user, shop.Server, provider);

        Assert.Equal(TurnedDown, (string?)seen["turnedDown"]!["error"]);
        var signedIn = seen["signedIn"]!;
        ShowsTheCustomer(signedIn, user, provider);
        Assert.Equal(((string?)signedIn["claims"]!["sub"], $"{user}@example.com"), ((string?)signedIn["user"]!["sub"], (string?)signedIn["user"]!["email"]));
        Assert.True((bool)signedIn["isRefreshed"]!);
        Assert.Equal("200 450", Answer(signedIn["listedAgain"]));
        Assert.Equal("invalid_grant", (string?)seen["revoked"]!["error"]);
        Assert.Equal("401 ", Answer(seen["listedByNobody"]));
    }

    /// <summary>Of each provider and library somebody else: one address is one user's.</summary>
    private static string UserAt(string provider, string library) => $"amy-{library}-{provider.ToLowerInvariant()}";

    private static void ShowsTheCustomer(JsonNode signedIn, string user, string provider)
    {
        var claims = signedIn["claims"]!;
        Assert.Equal(($"{provider.ToLowerInvariant()}_{user}", $"{user}@example.com"), ((string?)claims["cognito:username"], (string?)claims["email"]));

        // The user info endpoint, whose claims some libraries merge in, has it as text.
        var identity = (claims["identities"] is JsonValue text ? JsonNode.Parse((string)text!) : claims["identities"])![0]!;
        Assert.Equal((provider, user), ((string?)identity["providerName"], (string?)identity["userId"]));
        Assert.Equal(201, (int)signedIn["placed"]!);
        Assert.Equal("200 450", Answer(signedIn["listed"]));
    }

    private static string Answer(JsonNode? listed) => $"{listed!["status"]} {string.Join(' ', listed["orders"]!.AsArray().Select(static one => one!.ToString()))}";

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(static one => (string)one!);

    /// <summary>The repository's stack over TLS, the provider, and a client of each kind.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        internal const string Provider = "Partner";
        internal const string Staff = "Staff";
        private const string Secret = "a-secret-of-the-pool-at-the-provider";
        private static readonly string Folder = Path.Combine(StackFixture.Root, "tests", "Integration", "Cognito", "FrontEnds");
        private readonly string pageOrigin = $"http://localhost:{FreePort.Find()}";
        private readonly string serverOrigin = $"http://localhost:{FreePort.Find()}";
        private ListeningProgram? provider;
        private LocalAws? aws;
        private string certificateFile = "";

        /// <summary>A client without a secret, for a page.</summary>
        internal JsonObject Page { get; private set; } = [];

        /// <summary>A client with one, for a server.</summary>
        internal JsonObject Server { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            if (Missing is not null)
            {
                return;
            }

            aws = await LocalAws.StartAsync(
                new LocalAwsOptions { Https = true, StandIns = ["google", "saml"], Parameters = new Dictionary<string, string> { ["StorefrontOrigin"] = pageOrigin } }, TestContext.Current.CancellationToken);
            certificateFile = Path.GetTempFileName();
            await File.WriteAllTextAsync(certificateFile, aws.Certificate!.ExportCertificatePem(), TestContext.Current.CancellationToken);
            var pool = aws.UserPoolId("StorefrontClient");
            var domain = $"customers-{aws.Account}";
            provider = await ListeningProgram.StartAsync(
                "node", port => [Path.Combine(Folder, "provider.mjs"), $"{port}", $"{aws.HttpsUrl!.GetLeftPart(UriPartial.Authority)}/auth/{domain}/oauth2/idpresponse"]);
            await ProviderAsync(pool, Provider, "OIDC", new JsonObject
            {
                ["client_id"] = "the-pool",
                ["client_secret"] = Secret,
                ["oidc_issuer"] = provider.Url.GetLeftPart(UriPartial.Authority),
                ["authorize_scopes"] = "openid email",
                ["attributes_request_method"] = "GET",
            });
            await ProviderAsync(pool, "Google", "Google", new JsonObject { ["client_id"] = "the-pool", ["client_secret"] = Secret, ["authorize_scopes"] = "openid email" });
            await ProviderAsync(pool, Staff, "SAML", new JsonObject { ["MetadataURL"] = "https://idp.example.com/metadata" });
            Page = await ClientAsync(pool, domain, pageOrigin, hasSecret: false, $"{pageOrigin}/");
            Server = await ClientAsync(pool, domain, serverOrigin, hasSecret: true, $"{serverOrigin}/callback", $"{serverOrigin}/auth/callback/cognito");
        }

        public async ValueTask DisposeAsync()
        {
            await (provider?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (aws?.DisposeAsync() ?? ValueTask.CompletedTask);
            if (certificateFile.Length > 0)
            {
                File.Delete(certificateFile);
            }
        }

        /// <summary>Runs a library's script, and returns what it got.</summary>
        internal async Task<JsonNode> SignInAsync(string library, string user, JsonObject client, string provider)
        {
            Assert.SkipWhen(Missing is not null, Missing ?? "");
            var settings = (JsonObject)client.DeepClone();
            settings["user"] = user;
            settings["provider"] = provider;
            var outcome = await ExternalTool.RunAsync("node", [Path.Combine(Folder, "sign-in.mjs"), library, settings.ToJsonString()], ("NODE_EXTRA_CA_CERTS", certificateFile));
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            return JsonNode.Parse(outcome.Output)!;
        }

        private static string? Missing =>
            !ExternalTool.Has("node") ? "'node' is not on the PATH"
            : !ExternalTool.Has("chromium") ? "'chromium' is not on the PATH"
            : !Directory.Exists(Path.Combine(Folder, "node_modules")) ? "the npm packages are not installed: npm install --prefix tests/Integration/Cognito/FrontEnds"
            : null;

        private Task<JsonNode> ProviderAsync(string pool, string name, string type, JsonObject details) => CallAsync("CreateIdentityProvider", new JsonObject
        {
            ["UserPoolId"] = pool,
            ["ProviderName"] = name,
            ["ProviderType"] = type,
            ["ProviderDetails"] = details,
            ["AttributeMapping"] = new JsonObject { ["email"] = "email", ["email_verified"] = "email_verified" },
        });

        private async Task<JsonObject> ClientAsync(string pool, string domain, string origin, bool hasSecret, params string[] callbacks)
        {
            var made = (await CallAsync("CreateUserPoolClient", new JsonObject
            {
                ["UserPoolId"] = pool,
                ["ClientName"] = origin,
                ["GenerateSecret"] = hasSecret,
                ["ExplicitAuthFlows"] = new JsonArray("ALLOW_REFRESH_TOKEN_AUTH"),
                ["SupportedIdentityProviders"] = new JsonArray("COGNITO", Provider, "Google", Staff),
                ["AllowedOAuthFlowsUserPoolClient"] = true,
                ["AllowedOAuthFlows"] = new JsonArray("code"),
                ["AllowedOAuthScopes"] = new JsonArray("openid", "email", "profile"),
                ["CallbackURLs"] = new JsonArray([.. callbacks.Select(static one => (JsonNode)one)]),
                ["LogoutURLs"] = new JsonArray($"{origin}/"),
            }))["UserPoolClient"]!;
            var endpoint = aws!.HttpsUrl!.GetLeftPart(UriPartial.Authority);
            return new JsonObject
            {
                ["chromium"] = "/usr/bin/chromium",
                ["certificate"] = Convert.ToBase64String(SHA256.HashData(aws.Certificate!.PublicKey.ExportSubjectPublicKeyInfo())),
                ["endpoint"] = endpoint,
                ["issuer"] = $"{endpoint}/{pool}",
                ["domain"] = domain,
                ["pool"] = pool,
                ["orders"] = $"{endpoint}{aws.UrlOf("OrdersApi").AbsolutePath}",
                ["origin"] = origin,
                ["client"] = (string)made["ClientId"]!,
                ["secret"] = (string?)made["ClientSecret"],
            };
        }

        private async Task<JsonNode> CallAsync(string operation, JsonObject body)
        {
            var administrator = aws!.Administrator();
            var options = new SigV4SigningOptions { Service = "cognito-idp", Region = aws.Region, Credentials = new BasicAWSCredentials(administrator.AccessKeyId, administrator.SecretAccessKey) };
            using var http = new HttpClient(new SigV4SigningHandler(options, new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }, TimeProvider.System));
            using var request = new HttpRequestMessage(HttpMethod.Post, aws.EndpointUrl) { Content = new StringContent(body.ToJsonString(), MediaTypeHeaderValue.Parse("application/x-amz-json-1.1")) };
            request.Headers.Add("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{operation}: {text}");
            return JsonNode.Parse(text)!;
        }
    }
}
