using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using SigV4.Http.Headers;

namespace SigV4.Http;

/// <summary>Puts a signature on a request, in place of whatever signature it carries.</summary>
internal static class RequestSignature
{
    /// <param name="request">The request as it will be sent.</param>
    /// <param name="bodyHash">The SHA-256 of its body.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="signer">For which service of which region.</param>
    /// <param name="now">The time of the signature.</param>
    /// <param name="encodings">In what the sender writes headers; null for its default, ASCII.</param>
    public static void Apply(
        HttpRequestMessage request, ReadOnlySpan<byte> bodyHash, AwsCredentials credentials, SigV4Signer signer, DateTimeOffset now,
        HeaderEncodingSelector<HttpRequestMessage>? encodings)
    {
        var address = AddressOf(request);

        // A retry comes with the headers of the try before. Signed along, they would be in the request twice.
        request.Headers.Remove("Authorization");
        RemoveSignature(request.Headers);
        if (request.Content is { } content)
        {
            RemoveSignature(content.Headers);
        }

        var fields = new List<HeaderField>();
        SignableHeaders.Collect(request, address, encodings, fields);

        // HttpClient writes 'get' as GET, and leaves the case of names that it does not know.
        var method = HttpMethod.Parse(request.Method.Method).Method;
        var signed = signer.Sign(method, address.PathAndQuery, CollectionsMarshal.AsSpan(fields), PayloadHash.FromSha256(bodyHash), credentials, now);

        request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        AddIfAny(request, "X-Amz-Security-Token", signed.SecurityToken);
        AddIfAny(request, "X-Amz-Content-Sha256", signed.ContentSha256);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
    }

    private static Uri AddressOf(HttpRequestMessage request)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address)
        {
            throw new InvalidOperationException("The request has no absolute address, so it has no host to sign. Set HttpClient.BaseAddress or give an absolute URI.");
        }

        // Uri escapes them, unless told not to (DangerousDisablePathAndQueryCanonicalization): HttpClient then sends something else, or two lines.
        if (address.PathAndQuery.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new InvalidOperationException(
                "The request's path or query has spaces, control characters or other characters than ASCII, which cannot be sent as they are. "
                + "Percent-encode them.");
        }

        return address;
    }

    private static void RemoveSignature(HttpHeaders headers)
    {
        headers.Remove("X-Amz-Date");
        headers.Remove("X-Amz-Security-Token");
        headers.Remove("X-Amz-Content-Sha256");
    }

    private static void AddIfAny(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
