using Amazon.Runtime;

namespace SigV4.Http.Tests;

/// <summary>A client with our handler in front of a socket, and the server at its other end.</summary>
public sealed class Sender : IAsyncDisposable
{
    public Sender(
        TimeProvider? clientTime = null,
        TimeProvider? serverTime = null,
        Func<SigV4SigningOptions, SigV4SigningOptions>? change = null,
        HttpMessageHandler? primary = null,
        string service = "execute-api",
        Func<VerificationFailure, WireAnswer>? refuse = null)
    {
        Server = new WireServer(serverTime, service, refuse);
        var options = new SigV4SigningOptions
        {
            Service = service,
            Region = "us-east-1",
            Credentials = new SessionAWSCredentials(WireServer.Credentials.AccessKeyId, WireServer.Credentials.SecretAccessKey, WireServer.Credentials.SessionToken),
        };
        Handler = new SigV4SigningHandler(change?.Invoke(options) ?? options, primary, clientTime);
        Client = new HttpClient(Handler) { BaseAddress = Server.Url };
    }

    public WireServer Server { get; }

    public SigV4SigningHandler Handler { get; }

    public HttpClient Client { get; }

    /// <summary>Sends, expects the signature to hold, and returns what came over the wire.</summary>
    public async Task<WireRequest> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
            var sent = Server.Requests.Last();
            Assert.True(sent.Failure is null, sent.Failure?.Message);
            return sent;
        }
    }

    public Task<WireRequest> GetAsync(string target) => SendAsync(new HttpRequestMessage(
        HttpMethod.Get, new Uri(Server.Url.OriginalString + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
