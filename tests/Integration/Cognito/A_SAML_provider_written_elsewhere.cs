using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Web;
using Harness;

namespace Integration.Cognito;

/// <summary>npm's samlp as the identity provider of a pool, which checks what the pool signs; Chromium goes from one site to the other, with the cookies that it sends then.</summary>
public class A_SAML_provider_written_elsewhere
{
    private const string Callback = "http://localhost:3000/callback";
    private const string Bye = "http://localhost:3000/bye";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("assertion", false)]
    [InlineData("response", false)]
    [InlineData("assertion", true)]
    public async Task Signs_users_in_and_out(string signs, bool encrypts)
    {
        ExternalTool.Require("chromium");
        ExternalTool.Require("node");
        ExternalTool.Require("aws");
        var folder = Directory.CreateTempSubdirectory("localaws-tests-");
        try
        {
            var (port, template) = (FreePort(), Path.Combine(folder.FullName, "template.yaml"));
            await File.WriteAllTextAsync(template, TemplateOf(port, encrypts), Cancellation);
            await using var aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = template }, Cancellation);
            var told = await ToldAsync(aws, port, signs, encrypts);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "told.json"), told.ToJsonString(), Cancellation);
            var seen = (JsonObject)JsonNode.Parse((await NodeTool.RunAsync("saml.mjs", "/usr/bin/chromium", Path.Combine(folder.FullName, "told.json"))).Output)!;

            var landed = HttpUtility.ParseQueryString(new Uri((string)seen["landed"]!).Query);
            Assert.Equal("of-the-application", landed["state"]);
            var claims = await IdTokenAsync(aws, landed["code"]!);
            Assert.Equal(("Staff_Ann-1", "ann@example.com"), ((string?)claims["cognito:username"], (string?)claims["email"]));
            Assert.Equal(("SAML", "http://localhost/idp"), ((string?)claims["identities"]![0]!["providerType"], (string?)claims["identities"]![0]!["issuer"]));
            Assert.Equal(Bye, (string?)seen["out"]);
            Assert.Equal($"{Callback}?error=login_required&state=of-the-application", (string?)seen["asked"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string TemplateOf(int port, bool encrypts) => $$"""
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Pool: { Type: AWS::Cognito::UserPool, Properties: {} }
          Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { UserPoolId: !Ref Pool, Domain: staff } }
          Staff:
            Type: AWS::Cognito::UserPoolIdentityProvider
            Properties:
              UserPoolId: !Ref Pool
              ProviderName: Staff
              ProviderType: SAML
              ProviderDetails: { MetadataURL: "http://localhost:{{port}}/metadata", IDPSignout: true, RequestSigningAlgorithm: rsa-sha256, EncryptedResponses: {{(encrypts ? "true" : "false")}} }
              AttributeMapping: { email: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress" }
          Client:
            Type: AWS::Cognito::UserPoolClient
            DependsOn: Staff
            Properties:
              UserPoolId: !Ref Pool
              AllowedOAuthFlowsUserPoolClient: true
              AllowedOAuthFlows: [code]
              AllowedOAuthScopes: [openid, email]
              CallbackURLs: ["{{Callback}}"]
              LogoutURLs: ["{{Bye}}"]
              SupportedIdentityProviders: [Staff]
        """;

    /// <summary>What the identity provider and the browser are told.</summary>
    private static async Task<JsonObject> ToldAsync(LocalAws aws, int port, string signs, bool encrypts)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=idp", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var provider = (await IdpAsync(aws, "describe-identity-provider", "--provider-name", "Staff"))["IdentityProvider"]!["ProviderDetails"]!;
        return new JsonObject
        {
            ["port"] = port,
            ["signs"] = signs,
            ["issuer"] = "http://localhost/idp",
            ["cert"] = certificate.ExportCertificatePem(),
            ["key"] = key.ExportRSAPrivateKeyPem(),
            ["signingCert"] = Pem((string)(await IdpAsync(aws, "get-signing-certificate"))["Certificate"]!),
            ["encryptionCert"] = encrypts ? Pem((string)provider["ActiveEncryptionCertificate"]!) : null,
            ["authorize"] = $"{Domain(aws)}/oauth2/authorize?response_type=code&client_id={aws.UserPoolClientId("Client")}&redirect_uri={Uri.EscapeDataString(Callback)}&scope=openid+email&identity_provider=Staff&state=of-the-application",
            ["logout"] = $"{Domain(aws)}/logout?client_id={aws.UserPoolClientId("Client")}&logout_uri={Uri.EscapeDataString(Bye)}",
            ["callback"] = Callback,
            ["bye"] = Bye,
        };
    }

    private static string Pem(string base64) => PemEncoding.WriteString("CERTIFICATE", Convert.FromBase64String(base64));

    private static string Domain(LocalAws aws) => $"http://127.0.0.1:{aws.EndpointUrl.Port}/auth/staff";

    private static async Task<JsonObject> IdpAsync(LocalAws aws, string operation, params string[] arguments)
    {
        var outcome = await ExternalTool.RunAsync(
            "aws", ["--profile", "admin", "cognito-idp", operation, "--user-pool-id", aws.UserPoolId("Client"), .. arguments],
            ("AWS_CONFIG_FILE", aws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", aws.CredentialsFile));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return (JsonObject)JsonNode.Parse(outcome.Output)!;
    }

    private static async Task<JsonObject> IdTokenAsync(LocalAws aws, string code)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["client_id"] = aws.UserPoolClientId("Client"), ["redirect_uri"] = Callback, ["code"] = code });
        using var response = await http.PostAsync(new Uri($"{Domain(aws)}/oauth2/token"), form, Cancellation);
        var tokens = (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal((HttpStatusCode.OK, true), (response.StatusCode, tokens.ContainsKey("id_token")));
        return (JsonObject)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(((string)tokens["id_token"]!).Split('.')[1]))!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
