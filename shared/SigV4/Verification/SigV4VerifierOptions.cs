namespace SigV4;

/// <summary>What a verifier accepts.</summary>
public sealed record SigV4VerifierOptions
{
    /// <summary>The region that the credential scope must name; null for any that has the form of one, such as <c>us-east-1</c>.</summary>
    public string? Region { get; init; }

    /// <summary>The service that the credential scope must name; null for any.</summary>
    public string? Service { get; init; }

    /// <summary>How far the clocks of client and server may differ, either way. Five minutes, as on AWS.</summary>
    public TimeSpan MaxClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether a request may leave its body unsigned (<c>UNSIGNED-PAYLOAD</c>), as S3 allows over TLS. What API Gateway makes of one is not
    /// established; refusing is the safer reading.
    /// </summary>
    public bool AllowUnsignedPayload { get; init; }

    /// <summary>
    /// Whether the payload hash that a request declares is believed, so that the signature can be verified before the body is read. Whoever sets it must hold the body against
    /// <see cref="VerificationResult.Payload"/> while it is read. Amazon S3 API Reference, "Signature calculations for the authorization header".
    /// </summary>
    public bool TrustDeclaredPayload { get; init; }

    /// <summary>How many derived keys to keep, one for each secret and day. Twice as many are held at most.</summary>
    public int KeyCacheCapacity { get; init; } = 1024;
}
