using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using SigV4.Canonical;
using SigV4.Keys;
using SigV4.Verification;

namespace SigV4;

/// <summary>
/// Proves who signed a request, or says why it is not proven. Any number of threads may use one instance. Source: IAM User Guide,
/// "AWS Signature Version 4 for API requests", and the order of checks that AWS's front doors show.
/// </summary>
/// <remarks>
/// A valid header signature costs its hashes, and allocates nothing where the options name region and service and the credential source has the secret as one string.
/// </remarks>
public sealed class SigV4Verifier
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string AsymmetricAlgorithm = "AWS4-ECDSA-P256-SHA256";

    private readonly SigV4VerifierOptions options;
    private readonly SigningKeyCache keys;

    /// <param name="options">What to accept.</param>
    public SigV4Verifier(SigV4VerifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.KeyCacheCapacity);
        this.options = options;
        keys = new SigningKeyCache(options.KeyCacheCapacity);
    }

    /// <summary>
    /// The scope that a request claims, which proves nothing: a front door routes by it. False when unsigned or malformed. The scope of
    /// a SigV4A signature, which no verifier takes, names no region: it is <see cref="CredentialScope.AnyRegion"/>.
    /// </summary>
    public static bool TryReadScope(in IncomingRequest request, out CredentialScope scope)
    {
        scope = default;
        if (SignatureClaim.Read(request, out var claim) is not null)
        {
            return false;
        }

        var slash = claim.Credential.IndexOf('/');
        return slash > 0
            && (CredentialScope.TryParse(claim.Credential[(slash + 1)..], out scope)
                || (claim.Algorithm.SequenceEqual(AsymmetricAlgorithm) && CredentialScope.TryParseWithoutRegion(claim.Credential[(slash + 1)..], out scope)));
    }

    /// <summary>Verifies a request.</summary>
    /// <param name="request">As it came off the wire.</param>
    /// <param name="credentials">Knows the secrets.</param>
    /// <param name="now">The server's time.</param>
    public VerificationResult Verify(in IncomingRequest request, ICredentialSource credentials, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        SigningTime time = default;
        ClaimedScope scope = default;
        var failure = SignatureClaim.Read(request, out var claim)
            ?? ClaimedTime.Check(claim, now, options.MaxClockSkew, out time)
            ?? SignedHeaderRules.Check(request.Headers, claim.SignedHeaders)
            ?? ReadScope(claim.Algorithm, claim.Credential, time, out scope);
        if (failure is not null)
        {
            return VerificationResult.Refused(failure);
        }

        var found = credentials.Find(scope.AccessKeyId, claim.SessionToken);
        return found.Status switch
        {
            CredentialStatus.Found => VerifySignature(request, claim, scope, time, credentials, found, now),
            CredentialStatus.Expired => VerificationResult.Refused(Failures.ExpiredToken),
            CredentialStatus.InvalidToken => VerificationResult.Refused(Failures.InvalidToken),
            _ => VerificationResult.Refused(Failures.UnknownCredentials),
        };
    }

    /// <summary>
    /// Verifies the policy of a browser's form. How long it holds is what the policy says, but no longer than a week, which is as long as its key does; who verifies reads
    /// the policy.
    /// </summary>
    /// <param name="form">As its fields say.</param>
    /// <param name="credentials">Knows the secrets.</param>
    /// <param name="now">The server's time.</param>
    public VerificationResult Verify(SignedForm form, ICredentialSource credentials, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(credentials);
        ClaimedScope scope = default;
        var failure = ClaimedTime.Check(form.Date, now, options.MaxClockSkew, out var time) ?? ReadScope(form.Algorithm, form.Credential, time, out scope);
        if (failure is not null)
        {
            return VerificationResult.Refused(failure);
        }

        var found = credentials.Find(scope.AccessKeyId, form.SessionToken);
        if (found.Status != CredentialStatus.Found)
        {
            return VerificationResult.Refused(found.Status switch
            {
                CredentialStatus.Expired => Failures.ExpiredToken,
                CredentialStatus.InvalidToken => Failures.InvalidToken,
                _ => Failures.UnknownCredentials,
            });
        }

        var proven = new CredentialScope(time.Date, scope.Region.ToString(), scope.Service.ToString());
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var policy = Encoding.UTF8.GetBytes(form.Policy);
        keys.Get(found.SecretAccessKey!, time.Date, proven.Region, proven.Service).Sign(policy, digest);
        if (!IsSame(form.Signature, digest))
        {
            return VerificationResult.Refused(Failures.Mismatch([], policy));
        }

        credentials.Proven(found.Identity, proven, now);
        return VerificationResult.Proven(
            scope.AccessKeyId.ToString(), found.Identity, proven, false, options.TrustDeclaredPayload ? new SignedPayload(PayloadHash.NotSigned, time.Value, null) : null);
    }

    private VerificationFailure? ReadScope(ReadOnlySpan<char> algorithm, ReadOnlySpan<char> credential, SigningTime time, out ClaimedScope scope)
    {
        scope = default;
        if (!algorithm.SequenceEqual(Algorithm))
        {
            return Failures.UnsupportedAlgorithm(algorithm);
        }

        return ClaimedScope.TryRead(credential, out scope)
            ? scope.Check(time, options.Region, options.Service)
            : Failures.MalformedCredential(credential);
    }

    private VerificationResult VerifySignature(
        in IncomingRequest request, in SignatureClaim claim, in ClaimedScope scope, SigningTime time, ICredentialSource credentials, in CredentialLookup found, DateTimeOffset now)
    {
        var region = options.Region ?? scope.Region.ToString();
        var service = options.Service ?? scope.Service.ToString();
        var writer = new ByteWriter(ByteWriter.Usual);
        try
        {
            var payload = Payload(request, claim);
            CanonicalRequest.Add(ref writer, request, claim.SignedHeaders, payload, ServiceFamily.IsS3(service));
            var start = writer.Length;
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            KeptSha256.HashData(writer.Written, digest);
            var key = keys.Get(found.SecretAccessKey!, time.Date, region, service);
            StringToSign.Add(ref writer, time, key.Scope, digest);
            key.Sign(writer[start..writer.Length], digest);

            if (!IsSame(claim.Signature, digest))
            {
                return VerificationResult.Refused(Failures.Mismatch(writer[..start], writer[start..writer.Length]));
            }

            var proven = new CredentialScope(time.Date, region, service);
            credentials.Proven(found.Identity, proven, now);
            return VerificationResult.Proven(
                key.Owner(scope.AccessKeyId), found.Identity, proven, claim.Presigned,
                options.TrustDeclaredPayload ? Declared(payload, time, key, proven, claim.Signature) : null);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static SignedPayload Declared(in PayloadHash payload, SigningTime time, SigningKey key, in CredentialScope scope, ReadOnlySpan<char> seed)
    {
        var name = payload.ToString();
        return new SignedPayload(
            payload, time.Value,
            name == PayloadHash.StreamingSigned.ToString() || name == PayloadHash.StreamingSignedTrailer.ToString()
                ? new ChunkSignatures(key, time, scope, seed.ToString()) : null);
    }

    /// <summary>
    /// The hash of the body that came, whatever the request says it is: a wrong x-amz-content-sha256 then fails as a mismatch. Only where
    /// the options allow it may a request say that its body is unsigned.
    /// </summary>
    private PayloadHash Payload(in IncomingRequest request, in SignatureClaim claim)
    {
        if (options.TrustDeclaredPayload && TryReadDeclared(request, claim, out var trusted))
        {
            return trusted;
        }

        if (options.AllowUnsignedPayload)
        {
            var declared = SignatureClaim.Header(request.Headers, "x-amz-content-sha256", out var count);
            if (count == 0 ? claim.Presigned : declared is "UNSIGNED-PAYLOAD")
            {
                return PayloadHash.NotSigned;
            }

            if (declared is "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            {
                return PayloadHash.StreamingUnsignedTrailer;
            }
        }

        return request.Body.IsEmpty ? PayloadHash.Empty : PayloadHash.Of(request.Body);
    }

    /// <summary>What header or query say of the body; of a presigned request without either, that it is unsigned. Read once: two that differ are none.</summary>
    private static bool TryReadDeclared(in IncomingRequest request, in SignatureClaim claim, out PayloadHash payload)
    {
        var declared = SignatureClaim.Header(request.Headers, "x-amz-content-sha256", out var count);
        if (count == 0 && claim.Presigned)
        {
            declared = QuerySignature.ContentSha256(SignatureClaim.QueryOf(request.RawTarget));
            declared = declared.IsEmpty ? "UNSIGNED-PAYLOAD" : declared;
            count = 1;
        }

        payload = default;
        return count == 1 && PayloadHash.TryParse(declared, out payload);
    }

    /// <summary>Compares in a time that does not tell how much of the signature was right: by bytes, since each costs a step. Upper-case digits are no signature's.</summary>
    internal static bool IsSame(ReadOnlySpan<char> claimed, ReadOnlySpan<byte> signature)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        return claimed.Length == bytes.Length * 2 && !claimed.ContainsAnyInRange('A', 'F')
            && Convert.FromHexString(claimed, bytes, out _, out _) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(bytes, signature);
    }
}
