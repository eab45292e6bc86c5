using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Emulation.Wire;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Tokens;

/// <summary>The keys that an issuer publishes, or why they could not be had.</summary>
internal readonly record struct FetchedKeys(ImmutableArray<SecurityKey> Keys, TokenRefusal? Failure);

/// <summary>
/// Fetches an issuer's discovery document and the keys that it names: over TLS, or plain from this machine only; each within 1.5 seconds and 256 KiB,
/// without redirects.
/// </summary>
internal sealed class OpenIdDiscovery : IDisposable
{
    private const int Largest = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    }) { MaxResponseContentBufferSize = Largest };
    private readonly TimeProvider time;

    public OpenIdDiscovery(TimeProvider time)
    {
        this.time = time;
        http.Timeout = Timeout.InfiniteTimeSpan;
    }

    public async Task<FetchedKeys> FetchAsync(string issuer, CancellationToken cancellation)
    {
        try
        {
            var document = await ReadAsync($"{issuer.TrimEnd('/')}/.well-known/openid-configuration", cancellation).ConfigureAwait(false);
            var (claimed, keysAt) = Discovery(document);
            if (claimed != issuer)
            {
                return Failed("OIDC discovery endpoint communication error", $"The discovery document of {issuer} is that of the issuer '{TokenSigningKey.Shown(claimed)}'.");
            }

            return await KeysAsync(issuer, keysAt, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e, cancellation))
        {
            return Failed("OIDC discovery endpoint communication error", $"The discovery document of {issuer} could not be had: {Why(e)}.");
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<FetchedKeys> KeysAsync(string issuer, string address, CancellationToken cancellation)
    {
        try
        {
            var set = new JsonWebKeySet(System.Text.Encoding.UTF8.GetString(await ReadAsync(address, cancellation).ConfigureAwait(false)));
            return new FetchedKeys([.. set.Keys.Where(k => k.Kty is "RSA" or "EC" && k.Use is null or "" or "sig")], null);
        }
        catch (Exception e) when (IsFailure(e, cancellation))
        {
            return Failed("JWKS communication error", $"The keys of {issuer} could not be had: {Why(e)}.");
        }
    }

    private async Task<byte[]> ReadAsync(string address, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !IsAllowed(uri))
        {
            throw new InvalidDataException("its address is neither https nor one of this machine");
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var response = await http.GetAsync(uri, HttpCompletionOption.ResponseContentRead, either.Token).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.OK
            ? await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false)
            : throw new InvalidDataException($"it answers {(int)response.StatusCode}");
    }

    private static bool IsAllowed(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);

    private static (string? Issuer, string KeysAt) Discovery(byte[] document)
    {
        using var json = JsonDocument.Parse(ForeignJson.Readable(document.AsMemory()));
        var root = json.RootElement;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("jwks_uri", out var keys) && keys.ValueKind == JsonValueKind.String
            ? (root.TryGetProperty("issuer", out var issuer) && issuer.ValueKind == JsonValueKind.String ? issuer.GetString() : null, keys.GetString()!)
            : throw new InvalidDataException("it names no jwks_uri");
    }

    private static bool IsFailure(Exception e, CancellationToken cancellation) => e switch
    {
        OperationCanceledException => !cancellation.IsCancellationRequested,
        _ => e is HttpRequestException or IOException or InvalidDataException or JsonException or ArgumentException or FormatException,
    };

    private static string Why(Exception e) => e switch
    {
        OperationCanceledException => $"no answer within {Patience.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} s",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => $"it is longer than {Largest} bytes",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => "nothing answers there",
        HttpRequestException or IOException => "the connection failed",
        InvalidDataException => e.Message,
        _ => "it is not the JSON that it should be",
    };

    private static FetchedKeys Failed(string description, string reason) => new([], TokenRefusal.Invalid(description, reason));
}
