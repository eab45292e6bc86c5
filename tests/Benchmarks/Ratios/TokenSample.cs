using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Emulation.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Benchmarks.Ratios;

/// <summary>An ID token as a user pool makes them, about 1,000 characters with an RSA key of 2,048 bits; verified as the gateway does, anew and again.</summary>
internal sealed class TokenSample : IDisposable, ITokenTrust, ISigningKeys
{
    private const string Issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool00001";
    private readonly RSA rsa = RSA.Create(2048);
    private readonly RsaSecurityKey key;
    private readonly string token;
    private readonly byte[] signed;
    private readonly byte[] signature;
    private readonly TokenVerifier verifier = new(SampleClock.Instance);

    public TokenSample()
    {
        key = new RsaSecurityKey(RSA.Create(rsa.ExportParameters(false))) { KeyId = "key-1" };
        var now = SampleRequest.Now.ToUnixTimeSeconds();
        var payload = $$"""{"sub":"3f1c9a52-0000-0000-0000-000000000000","cognito:groups":["customers"],"email_verified":true,"iss":"{{Issuer}}","cognito:username":"demo","origin_jti":"a9b0c1d2-0000-0000-0000-000000000000","aud":"1example23456789abcdefghij","event_id":"e1f2a3b4-0000-0000-0000-000000000000","token_use":"id","auth_time":{{now}},"exp":{{now + 3600}},"iat":{{now}},"jti":"b1c2d3e4-0000-0000-0000-000000000000","email":"demo@example.com"}""";
        var text = $"{Encode("""{"kid":"key-1","alg":"RS256"}""")}.{Encode(payload)}";
        signed = Encoding.ASCII.GetBytes(text);
        signature = rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        token = $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    public string Known => Issuer;

    /// <summary>As of a token that nobody has sent before.</summary>
    public void Verify() => Verify(new TokenVerifier(SampleClock.Instance));

    /// <summary>As of a token that is sent with every request.</summary>
    public void VerifyAgain() => Verify(verifier);

    /// <summary>The signature alone.</summary>
    public void Floor()
    {
        if (!key.Rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            throw new InvalidOperationException("The sample's own signature does not hold.");
        }
    }

    public TrustedIssuer? IssuerOf(TokenClaims claims) => claims.Issuer == Issuer ? new TrustedIssuer(Issuer, Issuer, this, PublicKeyAlgorithms.HttpApi) : null;

    public ValueTask<TokenSigningKey> FindAsync(string issuer, string keyId, CancellationToken cancellation) => new(new TokenSigningKey(keyId == key.KeyId ? key : null, null));

    public void Dispose()
    {
        rsa.Dispose();
        key.Rsa.Dispose();
    }

    private void Verify(TokenVerifier by)
    {
        // Nothing waits here: the key is at hand.
        var verifying = by.VerifyAsync(token.AsMemory(), this, CancellationToken.None);
        if (!verifying.IsCompletedSuccessfully || verifying.Result.Refusal is not null)
        {
            throw new InvalidOperationException("The sample token does not hold.");
        }
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
