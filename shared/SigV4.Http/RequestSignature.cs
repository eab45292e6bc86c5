using System.Runtime.InteropServices;
using SigV4.Http.Headers;

namespace SigV4.Http;

/// <summary>Puts a signature on a request, in place of whatever signature it carries.</summary>
internal static class RequestSignature
{
    public static void Apply(HttpRequestMessage request, ReadOnlySpan<byte> bodyHash, AwsCredentials credentials, SigV4Signer signer, DateTimeOffset now)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address)
        {
            throw new InvalidOperationException("The request has no absolute address, so it has no host to sign. Set HttpClient.BaseAddress or give an absolute URI.");
        }

        // A retry comes with the headers of the try before. Signed along, they would be in the request twice.
        request.Headers.Remove("Authorization");
        request.Headers.Remove("X-Amz-Date");
        request.Headers.Remove("X-Amz-Security-Token");
        request.Headers.Remove("X-Amz-Content-Sha256");

        var fields = new List<HeaderField>();
        SignableHeaders.Collect(request, address, fields);
        var signed = signer.Sign(request.Method.Method, address.PathAndQuery, CollectionsMarshal.AsSpan(fields), PayloadHash.FromSha256(bodyHash), credentials, now);

        request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        AddIfAny(request, "X-Amz-Security-Token", signed.SecurityToken);
        AddIfAny(request, "X-Amz-Content-Sha256", signed.ContentSha256);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
    }

    private static void AddIfAny(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
