using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Emulation.FrontDoor;
using Emulation.FrontDoor.Certificates;
using Emulation.Tests.FrontDoor.Certificates;
using Microsoft.AspNetCore.Http;
using SigV4;

namespace Emulation.Tests.FrontDoor;

/// <summary>Front ends that know no address without TLS, at the port of the others.</summary>
public sealed class A_client_that_speaks_TLS : IAsyncLifetime
{
    private const string Target = "AWSCognitoIdentityProviderService.ListUserPools";

    private const string Template = """
        Resources:
          Pool: { Type: AWS::Cognito::UserPool }
          Client:
            Type: AWS::Cognito::UserPoolClient
            Properties: { UserPoolId: !Ref Pool, CallbackURLs: ["https://app.example.com/"], AllowedOAuthFlows: [code], AllowedOAuthScopes: [openid], AllowedOAuthFlowsUserPoolClient: true, SupportedIdentityProviders: [COGNITO] }
          Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { Domain: shop, UserPoolId: !Ref Pool } }
          Caller:
            Type: AWS::IAM::User
            Properties:
              UserName: caller
              Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: "cognito-idp:ListUserPools", Resource: "*", Condition: { Bool: { aws:SecureTransport: true } } }] } }]
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Caller } }
        """;

    private readonly X509Certificate2 leaf = TestCertificate.Of(now: TimeProvider.System.GetUtcNow());
    private ServerCertificate certificate = null!;
    private StartedLocalAws aws = null!;

    public async ValueTask InitializeAsync()
    {
        certificate = new ServerCertificate(leaf, [], "the certificate", TimeProvider.System) { HowToTrust = null };
        aws = await StartedLocalAws.StartAsync(Template, change: options => options with { Certificate = certificate });
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        leaf.Dispose();
    }

    [Theory]
    [InlineData("1.1", "HTTP/1.1")]
    [InlineData("2.0", "HTTP/2")]
    public async Task Is_answered_at_the_port_of_the_others(string version, string protocol)
    {
        await using var server = new FrontDoorServer(new EmulatorOptions { Templates = [], Port = 0, Certificate = certificate });
        var address = new Uri(await server.StartAsync(
            static async http =>
            {
                using var body = new StreamReader(http.Request.Body);
                await http.Response.WriteAsync($"{http.Request.Protocol} {http.Request.Scheme} {http.Request.Host} {(await body.ReadToEndAsync()).Length}");
            },
            TestContext.Current.CancellationToken));
        foreach (var url in (Uri[])[new($"https://localhost:{address.Port}"), address])
        {
            using var client = Trusting();
            for (var i = 0; i < 3; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, url)
                {
                    Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new StringContent(new string('x', i * 100_000)),
                };
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal($"{protocol} {url.Scheme} {url.Authority} {i * 100_000}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }
        }
    }

    /// <summary>RFC 7301: the client says what it knows.</summary>
    [Fact]
    public async Task Agrees_on_HTTP_2_where_both_know_it()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(tcp.GetStream(), false, Trusts);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", ApplicationProtocols = [SslApplicationProtocol.Http11, SslApplicationProtocol.Http2] }, TestContext.Current.CancellationToken);
        Assert.Equal(SslApplicationProtocol.Http2, tls.NegotiatedApplicationProtocol);
    }

    [Fact]
    public async Task Is_not_answered_where_there_is_no_certificate()
    {
        await using var plain = await StartedLocalAws.StartAsync(Template);
        Assert.StartsWith("http://127.0.0.1:", plain.Emulator.EndpointUrl, StringComparison.Ordinal);
        using var client = Trusting();
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"https://{plain.Authority}/_localaws/health"), TestContext.Current.CancellationToken));
        Assert.IsType<AuthenticationException>(failure.InnerException);
    }

    [Fact]
    public async Task Finds_every_address_that_it_is_told_at_the_same_place()
    {
        Assert.Equal(($"https://localhost:{Port}", $"http://127.0.0.1:{Port}", $"http://127.0.0.1:{Port}"), (aws.Emulator.EndpointUrl, aws.Emulator.LoopbackUrl, aws.Emulator.PlainUrl));
        var pool = aws.Emulator.Stacks.Together.UserPools[0].PhysicalId;
        foreach (var from in (string[])[aws.Emulator.EndpointUrl, aws.Emulator.LoopbackUrl])
        {
            using var client = Trusting();
            var document = JsonNode.Parse(await client.GetStringAsync(new Uri($"{from}/{pool}/.well-known/openid-configuration"), TestContext.Current.CancellationToken))!;
            Assert.Equal(
                ($"https://localhost:{Port}/{pool}", $"https://localhost:{Port}/auth/shop/oauth2/token", $"https://localhost:{Port}/{pool}/.well-known/jwks.json"),
                ((string?)document["issuer"], (string?)document["token_endpoint"], (string?)document["jwks_uri"]));
        }
    }

    /// <summary>Tools of this machine that read them have trust stores of their own.</summary>
    [Fact]
    public async Task Is_nobody_who_reads_the_profiles()
    {
        var text = await File.ReadAllTextAsync(aws.Emulator.Profiles.ConfigFile, TestContext.Current.CancellationToken);
        Assert.Contains($"endpoint_url = http://127.0.0.1:{Port}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
    }

    /// <summary>What came over TLS goes back over nothing else.</summary>
    [Theory]
    [InlineData("https://localhost", true)]
    [InlineData("http://localhost", false)]
    public async Task Gets_cookies_that_stay_with_TLS(string origin, bool isSecure)
    {
        using var client = Trusting();
        var id = aws.Emulator.Stacks.Together.UserPools[1].PhysicalId;
        using var answer = await client.GetAsync(
            new Uri($"{origin}:{Port}/auth/shop/login?client_id={id}&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2F"), TestContext.Current.CancellationToken);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(isSecure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Is_sent_on_to_pages_of_the_same_scheme()
    {
        using var client = Trusting();
        var id = aws.Emulator.Stacks.Together.UserPools[1].PhysicalId;
        using var answer = await client.GetAsync(
            new Uri($"https://localhost:{Port}/auth/shop/oauth2/authorize?client_id={id}&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2F"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var next = new Uri(answer.RequestMessage!.RequestUri!, answer.Headers.Location!);
        Assert.StartsWith($"https://localhost:{Port}/auth/shop/login?", next.AbsoluteUri, StringComparison.Ordinal);
    }

    /// <summary>What many policies ask for.</summary>
    [Theory]
    [InlineData("https://localhost", "UserPools")]
    [InlineData("http://localhost", "AccessDeniedException")]
    public async Task Is_known_to_policies(string origin, string expected)
    {
        var url = new Uri($"{origin}:{Port}/");
        var body = """{"MaxResults":10}"""u8.ToArray();
        var signed = new SigV4Signer("us-east-1", "cognito-idp").Sign(
            "POST", "/", [new("host", url.Authority), new("x-amz-target", Target)], PayloadHash.Of(body), aws.KeysOf("caller"), TimeProvider.System.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-amz-json-1.1");
        request.Headers.Add("x-amz-target", Target);
        request.Headers.Add("x-amz-date", signed.Date);
        request.Headers.TryAddWithoutValidation("authorization", signed.Authorization);
        using var client = Trusting();
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    private int Port => new Uri(aws.Emulator.LoopbackUrl).Port;

    /// <summary>Trusts that certificate, and no other.</summary>
    private HttpClient Trusting() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = Trusts },
    });

    private bool Trusts(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        shown?.GetCertHashString() == leaf.GetCertHashString() && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
}
