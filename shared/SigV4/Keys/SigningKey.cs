using System.Security.Cryptography;
using System.Text;

namespace SigV4.Keys;

/// <summary>A secret narrowed to one day, region and service. Source: IAM User Guide, "Create a signed AWS API request", step 4.</summary>
internal sealed class SigningKey
{
    private readonly byte[] key;

    // A keyed hash is half the price of a one-shot HMAC but serves one thread at a time. Whoever finds it taken pays in full.
    private IncrementalHash? idle;

    private SigningKey(byte[] key)
    {
        this.key = key;
        idle = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
    }

    public static SigningKey Derive(string secretAccessKey, DateOnly date, string region, string service)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (var part in (ReadOnlySpan<string>)[date.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), region, service, CredentialScope.Terminator])
        {
            var next = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
            CryptographicOperations.ZeroMemory(key);
            key = next;
        }

        return new SigningKey(key);
    }

    /// <param name="stringToSign">What to sign.</param>
    /// <param name="signature">Takes 32 bytes.</param>
    public void Sign(ReadOnlySpan<byte> stringToSign, Span<byte> signature)
    {
        var hash = Interlocked.Exchange(ref idle, null);
        if (hash is null)
        {
            HMACSHA256.HashData(key, stringToSign, signature);
            return;
        }

        hash.AppendData(stringToSign);
        hash.GetHashAndReset(signature);
        Volatile.Write(ref idle, hash);
    }
}
