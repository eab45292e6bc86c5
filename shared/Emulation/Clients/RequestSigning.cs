using SigV4;

namespace Emulation.Clients;

/// <summary>Adds Signature Version 4 to the headers of a request.</summary>
internal static class RequestSigning
{
    /// <summary>The headers, and those of the signature.</summary>
    /// <param name="signer">For one service of one region.</param>
    /// <param name="request">Method, host, and path with query as they will be sent.</param>
    /// <param name="headers">What the request has besides <c>Host</c>.</param>
    /// <param name="body">The body.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="now">The time of the signature.</param>
    public static IEnumerable<HeaderField> Signed(
        SigV4Signer signer,
        (string Method, string Host, string Target) request,
        IReadOnlyCollection<HeaderField> headers,
        byte[] body,
        AwsCredentials credentials,
        DateTimeOffset now)
    {
        HeaderField[] signed = [new("Host", request.Host), .. headers];
        var signature = signer.Sign(request.Method, request.Target, signed, PayloadHash.Of(body), credentials, now);
        return
        [
            .. headers,
            new("Authorization", signature.Authorization),
            new("X-Amz-Date", signature.Date),
            .. signature.SecurityToken is { } token ? [new HeaderField("X-Amz-Security-Token", token)] : (HeaderField[])[],
            .. signature.ContentSha256 is { } hash ? [new HeaderField("X-Amz-Content-Sha256", hash)] : (HeaderField[])[],
        ];
    }
}
