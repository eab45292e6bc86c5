using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography.X509Certificates;
using Emulation.Calls;
using SigV4;

namespace Emulation.Upstreams;

/// <summary>A server that runs a service: sends it signed requests over kept-alive connections.</summary>
internal sealed class UpstreamServer : IFrontedServer
{
    private const int MostRegions = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);
    private readonly string service;
    private readonly UpstreamEndpoint endpoint;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker client;
    private readonly ConcurrentDictionary<string, SigV4Signer> signers = new(StringComparer.Ordinal);

    /// <param name="service">The service's name in signatures.</param>
    /// <param name="endpoint">Where it is, and whom it knows.</param>
    /// <param name="time">The time of signatures.</param>
    public UpstreamServer(string service, UpstreamEndpoint endpoint, TimeProvider time)
    {
        (this.service, this.endpoint, this.time) = (service, endpoint, time);
        client = new HttpMessageInvoker(SocketsOf(endpoint));
    }

    public Uri Url => endpoint.Url;

    /// <summary>Sends a request, and returns as soon as the answer's head is there.</summary>
    /// <param name="request">What is sent.</param>
    /// <param name="region">The region that is called.</param>
    /// <param name="account">The account in which it is called, for servers that tell accounts by the access key.</param>
    /// <param name="cancellation">The client has gone.</param>
    /// <exception cref="OutOfReachException">The server is out of reach, or silent.</exception>
    /// <exception cref="RefusedException">The request is for a page of the server itself.</exception>
    public async Task<HttpResponseMessage> SendAsync(UpstreamRequest request, string region, string account, CancellationToken cancellation)
    {
        ServersOwnPages.Check(request.Target);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(request.Content is null ? Patience : Timeout.InfiniteTimeSpan);
        try
        {
            return await client.SendAsync(Signed(request, region, account), patience.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.InnerException is RefusedException refused)
        {
            // The body is not what it must be: the server has not got all of it.
            ExceptionDispatchInfo.Throw(refused);
            throw;
        }
        catch (HttpRequestException e)
        {
            throw new OutOfReachException(WhyNot(endpoint, service, e));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new OutOfReachException($"The server at {endpoint.Url} that runs {service} did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>Why a server is out of reach, and what to do.</summary>
    public static string WhyNot(UpstreamEndpoint endpoint, string service, HttpRequestException e) =>
        e is { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } insecure }
            ? $"LocalAws has no secure connection to the server at {endpoint.Url} that runs {service}: {insecure.Message.TrimEnd('.')}. Where this machine does not trust who "
                + $"signed the server's certificate, name a file of the signer's, in PEM, in {UpstreamEndpoint.AuthorityVariable}."
            : $"LocalAws does not reach the server at {endpoint.Url} that runs {service}: {e.Message} Start it, or correct --upstream "
                + (endpoint.IsForEveryService ? $"'{UpstreamEndpoint.EveryService}=URL'." : $"{service}=URL.");

    /// <summary>Connections to a server: no proxy, no redirect and no cookie between, and its certificate signed by whom the endpoint names.</summary>
    public static SocketsHttpHandler SocketsOf(UpstreamEndpoint endpoint)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(3),

            // Servers close what was idle for some seconds: be gone before.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2),
        };
        if (endpoint.Authority is { } authority)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authority);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        // The Host header may be AWS's name, as which no server proves itself: the address's counts.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None
            && certificate is X509Certificate2 own && own.MatchesHostname(endpoint.Url.IdnHost);
        return handler;
    }

    /// <summary>Regions are the client's words: no more of them are kept than AWS has.</summary>
    private SigV4Signer SignerOf(string region) =>
        signers.Count < MostRegions ? signers.GetOrAdd(region, NewSigner) : NewSigner(region);

    /// <summary>Of a body in pieces only the header says how it is signed.</summary>
    private SigV4Signer NewSigner(string region) => new(region, service, new SigV4SignerOptions { SendContentSha256 = true });

    /// <summary>The target as it is signed: nobody resolves its dots.</summary>
    private Uri AddressOf(UpstreamRequest request) =>
        new($"{endpoint.Url.GetLeftPart(UriPartial.Authority)}{request.Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private HttpRequestMessage Signed(UpstreamRequest request, string region, string account)
    {
        // Servers that keep accounts apart tell them by an access key id that is an account, or by Moto's header.
        var credentials = endpoint.HasOwnCredentials ? endpoint.Credentials : new AwsCredentials(account, "localaws");
        // Of servers for all services some act in the region of the first AWS name that they find in the address: it is this one, whatever a client wrote.
        var host = request.HasAwsHost && !endpoint.HasOwnCredentials ? $"{service}.{region}.amazonaws.com" : endpoint.Url.Authority;
        HeaderField[] headers =
        [
            new("host", host), new("user-agent", "LocalAws"), .. request.Headers,
            .. endpoint.HasOwnCredentials ? [] : new[] { new HeaderField("x-moto-account-id", account) },
        ];
        var payload = request.Content is null ? PayloadHash.Of(request.Body.Span) : request.ContentHash;
        var signed = SignerOf(region).Sign(request.Method, request.Target, headers, payload, credentials, time.GetUtcNow());
        var message = new HttpRequestMessage(new HttpMethod(request.Method), AddressOf(request)) { Content = request.Content ?? new ReadOnlyMemoryContent(request.Body) };
        message.Headers.Host = host;
        foreach (var (name, value) in headers.Skip(1))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        message.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        message.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        if (signed.ContentSha256 is { } hash)
        {
            message.Headers.TryAddWithoutValidation("X-Amz-Content-Sha256", hash);
        }

        return message;
    }
}
