namespace SigV4;

/// <summary>What became of a verification. The default value is not valid.</summary>
public readonly struct VerificationResult
{
    private VerificationResult(VerificationFailure? failure, string? accessKeyId, object? identity, CredentialScope scope, bool presigned, SignedPayload? payload)
    {
        Failure = failure;
        AccessKeyId = accessKeyId;
        Identity = identity;
        Scope = scope;
        Presigned = presigned;
        Payload = payload;
    }

    /// <summary>True only if the signature is proven.</summary>
    public bool IsValid => AccessKeyId is not null;

    /// <summary>Why the request is refused; null when valid.</summary>
    public VerificationFailure? Failure { get; }

    /// <summary>Who signed; null unless valid.</summary>
    public string? AccessKeyId { get; }

    /// <summary>What the credential source said of them; null unless valid.</summary>
    public object? Identity { get; }

    /// <summary>What the signature is for; the default unless valid.</summary>
    public CredentialScope Scope { get; }

    /// <summary>True if the signature was in the query.</summary>
    public bool Presigned { get; }

    /// <summary>What the body must be; null unless valid, and unless <see cref="SigV4VerifierOptions.TrustDeclaredPayload"/>.</summary>
    public SignedPayload? Payload { get; }

    internal static VerificationResult Refused(VerificationFailure failure) => new(failure, null, null, default, false, null);

    internal static VerificationResult Proven(string accessKeyId, object? identity, CredentialScope scope, bool presigned, SignedPayload? payload) =>
        new(null, accessKeyId, identity, scope, presigned, payload);
}
