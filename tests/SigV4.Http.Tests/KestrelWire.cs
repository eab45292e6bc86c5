using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SigV4.Http.Tests;

/// <summary>How client and server speak to each other.</summary>
public enum Transport
{
    /// <summary>HTTP/2 from the first byte, in the clear.</summary>
    Http2InTheClear,

    /// <summary>HTTP/2 as TLS negotiates it.</summary>
    Http2OverTls,

    /// <summary>HTTP/1.1 over TLS, which a server without HTTP/2 negotiates.</summary>
    Http1OverTls,
}

/// <summary>Kestrel, which verifies what it receives as LocalAws does: by the target and the headers that it shows. And a signing client of it.</summary>
public sealed class KestrelWire : IAsyncDisposable, ICredentialSource
{
    private readonly SigV4Verifier verifier = new(new SigV4VerifierOptions { Region = "us-east-1", Service = "execute-api" });
    private readonly X509Certificate2 certificate = SelfSigned();
    private readonly Transport transport;
    private readonly WebApplication server;

    private KestrelWire(Transport transport, TimeProvider? clientTime)
    {
        this.transport = transport;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = transport switch
            {
                Transport.Http1OverTls => HttpProtocols.Http1,
                Transport.Http2InTheClear => HttpProtocols.Http2,
                _ => HttpProtocols.Http1AndHttp2,
            };
            if (transport != Transport.Http2InTheClear)
            {
                listen.UseHttps(certificate);
            }
        }));
        server = builder.Build();
        server.Run(AnswerAsync);
        var options = new SigV4SigningOptions
        {
            Region = "us-east-1",
            Credentials = new SessionAWSCredentials(WireServer.Credentials.AccessKeyId, WireServer.Credentials.SecretAccessKey, WireServer.Credentials.SessionToken),
        };
        Client = new HttpClient(new SigV4SigningHandler(options, NewSender(), clientTime)) { DefaultRequestVersion = HttpVersion.Version20 };
        if (transport == Transport.Http2InTheClear)
        {
            Client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }
    }

    public HttpClient Client { get; }

    /// <summary>Where the server listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>What it received, with the protocol in front.</summary>
    public ConcurrentQueue<(string Protocol, WireRequest Request)> Requests { get; } = [];

    public static async Task<KestrelWire> StartAsync(Transport transport, TimeProvider? clientTime = null)
    {
        var wire = new KestrelWire(transport, clientTime);
        await wire.server.StartAsync(TestContext.Current.CancellationToken);
        wire.Url = new Uri(wire.server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        wire.Client.BaseAddress = wire.Url;
        return wire;
    }

    /// <summary>Sends, expects the signature to hold, and returns what came over the wire.</summary>
    public async Task<WireRequest> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            // A request says for itself how it may travel; these say what the client says.
            request.Version = Client.DefaultRequestVersion;
            request.VersionPolicy = Client.DefaultVersionPolicy;
            using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
            var (protocol, sent) = Requests.Last();
            Assert.Equal(transport == Transport.Http1OverTls ? "HTTP/1.1" : "HTTP/2", protocol);
            Assert.True(sent.Failure is null, sent.Failure?.Message);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return sent;
        }
    }

    /// <summary>Sends to this server and to no other, and does not sign.</summary>
    public SocketsHttpHandler NewSender() => new()
    {
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetCertHashString() == certificate.GetCertHashString() },
    };

    public Task<WireRequest> GetAsync(string target) =>
        SendAsync(new HttpRequestMessage(
            HttpMethod.Get, new Uri(Url.OriginalString.TrimEnd('/') + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })));

    public CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken) =>
        accessKeyId.SequenceEqual(WireServer.Credentials.AccessKeyId) && sessionToken.SequenceEqual(WireServer.Credentials.SessionToken)
            ? CredentialLookup.Found(WireServer.Credentials.SecretAccessKey)
            : CredentialLookup.Unknown;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.StopAsync(new CancellationToken(canceled: true));
        await server.DisposeAsync();
        certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        HeaderField[] headers = [.. http.Request.Headers.SelectMany(static header => header.Value.Select(value => new HeaderField(header.Key, value ?? "")))];
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var result = verifier.Verify(new IncomingRequest(http.Request.Method, target, headers, body.ToArray()), this, TimeProvider.System.GetUtcNow());
        Requests.Enqueue((http.Request.Protocol, new WireRequest(http.Request.Method, target, headers, body.ToArray(), result.Failure)));
        if (result.Failure is { } failure)
        {
            // As JSON services refuse, whose code is in the body.
            http.Response.StatusCode = 400;
            http.Response.ContentType = "application/x-amz-json-1.0";
            await http.Response.WriteAsync($$"""{"__type":"com.amazon.coral.service#{{failure.ErrorType}}","message":"{{failure.Error}}"}""", http.RequestAborted);
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256) { CertificateExtensions = { names.Build() } };
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
