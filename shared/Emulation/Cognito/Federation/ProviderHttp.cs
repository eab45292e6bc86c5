using System.Net;

namespace Emulation.Cognito.Federation;

/// <summary>What a provider answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
internal readonly record struct ProviderAnswer(HttpStatusCode Status, byte[] Body);

/// <summary>
/// Calls of a pool to identity providers: over TLS, or plain to this machine alone; five seconds and 256 KiB each, without redirects and cookies. A request has a client's
/// secret or a user's token, so it goes to the address that was configured and nowhere else.
/// </summary>
internal sealed class ProviderHttp : IDisposable
{
    private const int Largest = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly HttpClient outward = Client(viaProxy: true);

    /// <summary>A proxy of the network does not reach this machine.</summary>
    private readonly HttpClient here = Client(viaProxy: false);

    /// <summary>Whether a pool may call an address at all.</summary>
    public static bool IsAllowed(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>Asks with <c>GET</c>.</summary>
    /// <param name="address">The address.</param>
    /// <param name="accessToken">The token to show; null for none.</param>
    /// <param name="late">Cognito's words for no answer in time.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FederationException">Nothing answers there, not in time, too much, or the address is neither https nor of this machine.</exception>
    public Task<ProviderAnswer> GetAsync(string address, string? accessToken, string late, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, address), accessToken, late, cancellation);

    /// <summary>Asks with <c>POST</c> and a form.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<ProviderAnswer> PostAsync(
        string address, IEnumerable<KeyValuePair<string, string>> form, string? accessToken, string late, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) }, accessToken, late, cancellation);

    public void Dispose()
    {
        outward.Dispose();
        here.Dispose();
    }

    private static HttpClient Client(bool viaProxy) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = viaProxy,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        MaxResponseContentBufferSize = Largest,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private async Task<ProviderAnswer> SendAsync(HttpRequestMessage request, string? accessToken, string late, CancellationToken cancellation)
    {
        using var sent = request;
        var place = $"{request.RequestUri?.GetLeftPart(UriPartial.Path)}";
        if (!IsAllowed(request.RequestUri!.OriginalString))
        {
            throw new FederationException("Exception processing authorization code", $"The provider's address {place} is neither https nor one of this machine.");
        }

        request.Headers.UserAgent.ParseAdd("Amazon/Cognito");
        request.Headers.Authorization = accessToken is null ? null : new("Bearer", accessToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var http = request.RequestUri.IsLoopback ? here : outward;
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, patience.Token).ConfigureAwait(false);
            return new ProviderAnswer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(patience.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new FederationException(late, $"{place} did not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new FederationException("Exception processing authorization code", $"{place} could not be asked: {e.Message}");
        }
    }
}
