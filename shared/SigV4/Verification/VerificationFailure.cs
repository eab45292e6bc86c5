namespace SigV4;

/// <summary>Each thing that can be wrong with a signature, in the order in which it is looked for.</summary>
public enum VerificationError
{
    /// <summary>Both an Authorization header and a presigned query are there.</summary>
    TwoSignatures,

    /// <summary>There is no signature.</summary>
    MissingSignature,

    /// <summary>The signature is not built as one, or parts of it are missing.</summary>
    IncompleteSignature,

    /// <summary>The time of the signature cannot be read.</summary>
    MalformedDate,

    /// <summary>The validity of a presigned request is no number, or not within 1 second and 7 days.</summary>
    MalformedExpiry,

    /// <summary>The signature is too old.</summary>
    SignatureExpired,

    /// <summary>The signature is dated in the future.</summary>
    SignatureNotYetCurrent,

    /// <summary>The host is not signed.</summary>
    HostNotSigned,

    /// <summary>An x-amz-* header was sent that is not signed.</summary>
    HeaderNotSigned,

    /// <summary>The algorithm is not AWS4-HMAC-SHA256.</summary>
    UnsupportedAlgorithm,

    /// <summary>The credential does not have its five parts.</summary>
    MalformedCredential,

    /// <summary>Date, region, service or terminator of the credential scope do not fit.</summary>
    WrongScope,

    /// <summary>Nobody has this access key id, or the session token is not its own.</summary>
    UnknownCredentials,

    /// <summary>The session is over.</summary>
    ExpiredToken,

    /// <summary>The signature is not the one that the secret makes of this request.</summary>
    SignatureMismatch,
}

/// <summary>Why a request is refused, in AWS's words.</summary>
/// <param name="Error">The cause.</param>
/// <param name="ErrorType">The <c>x-amzn-ErrorType</c>, such as <c>InvalidSignatureException</c>.</param>
/// <param name="Message">The message.</param>
/// <param name="StatusCode">The HTTP status: 403 for all of them.</param>
public sealed record VerificationFailure(VerificationError Error, string ErrorType, string Message, int StatusCode = 403)
{
    /// <summary>The canonical request that the signature should have been of, which shows the client's own headers; null unless the signature is another.</summary>
    public string? CanonicalRequest { get; init; }

    /// <summary>Likewise the string to sign.</summary>
    public string? StringToSign { get; init; }

    /// <summary>Of <see cref="VerificationError.UnknownCredentials"/>: whether it is the session token that is none.</summary>
    public bool IsOfToken { get; init; }
}
