using System.Security.Cryptography;
using System.Text;
using SigV4;

namespace Benchmarks.Ratios;

/// <summary>The request that everything about signatures is measured with: a POST of 1 KiB with a session token of 800 characters.</summary>
internal sealed class SampleRequest : ICredentialSource
{
    private readonly SigV4Signer signer = new("us-east-1", "execute-api");
    private readonly SigV4Verifier verifier = new(new SigV4VerifierOptions { Region = "us-east-1", Service = "execute-api" });
    private readonly HeaderField[] headers = [new("host", "abcdefghij.execute-api.us-east-1.amazonaws.com"), new("content-type", "application/json")];
    private readonly HeaderField[] signedHeaders;
    private readonly byte[] canonicalRequest;
    private readonly byte[] stringToSign = new byte[140];
    private readonly byte[] key = new byte[32];
    private readonly byte[] hash = new byte[32];

    /// <param name="length">The body's length, in bytes.</param>
    public SampleRequest(int length = 1024)
    {
        Body = new byte[length];
        var signed = Sign();
        signedHeaders = [.. headers, new("x-amz-date", signed.Date), new("x-amz-security-token", signed.SecurityToken!), new("authorization", signed.Authorization)];
        canonicalRequest = Encoding.UTF8.GetBytes(
            $"POST\n{Target}\n\ncontent-type:application/json\nhost:{headers[0].Value}\nx-amz-date:{signed.Date}\nx-amz-security-token:{signed.SecurityToken}\n\n"
            + $"content-type;host;x-amz-date;x-amz-security-token\n{PayloadHash.Of(Body)}");
        if (!Verify().IsValid)
        {
            throw new InvalidOperationException("The sample's own signature does not hold.");
        }
    }

    public static AwsCredentials Credentials { get; } = new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", new string('t', 800));

    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static string Target => "/prod/charges";

    public byte[] Body { get; }

    public SignatureHeaders Sign() => signer.Sign("POST", Target, headers, PayloadHash.Of(Body), Credentials, Now);

    public VerificationResult Verify() => verifier.Verify(new IncomingRequest("POST", Target, signedHeaders, Body), this, Now);

    /// <summary>The crypto that no signature can do without: two hashes and one HMAC.</summary>
    public void Floor()
    {
        SHA256.HashData(Body, hash);
        SHA256.HashData(canonicalRequest, hash);
        HMACSHA256.HashData(key, stringToSign, hash);
    }

    /// <summary>The hash of the body alone.</summary>
    public void HashBody() => SHA256.HashData(Body, hash);

    public CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken) => CredentialLookup.Found(Credentials.SecretAccessKey, this);
}
