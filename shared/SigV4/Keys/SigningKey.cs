using System.Security.Cryptography;
using System.Text;

namespace SigV4.Keys;

/// <summary>A secret narrowed to one day, region and service. Source: IAM User Guide, "Create a signed AWS API request", step 4.</summary>
internal sealed class SigningKey
{
    private readonly byte[] key;
    private readonly string secretAccessKey;
    private readonly DateOnly date;
    private readonly string region;
    private readonly string service;

    private string? owner;

    // A keyed hash is half the price of a one-shot HMAC but serves one thread at a time. Whoever finds it taken pays in full.
    private IncrementalHash? idle;

    private SigningKey(byte[] key, string secretAccessKey, DateOnly date, string region, string service)
    {
        (this.key, this.secretAccessKey, this.date, this.region, this.service) = (key, secretAccessKey, date, region, service);
        Scope = Encoding.UTF8.GetBytes(new CredentialScope(date, region, service).ToString());
        idle = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
    }

    /// <summary>What it signs for, such as <c>20261123/us-east-1/execute-api/aws4_request</c>, in UTF-8.</summary>
    public byte[] Scope { get; }

    /// <summary>Whether it is the key of these very strings: true of equal ones only if they are the same objects.</summary>
    public bool IsOf(string secretAccessKey, DateOnly date, string region, string service) =>
        ReferenceEquals(this.secretAccessKey, secretAccessKey) && this.date == date && ReferenceEquals(this.region, region) && ReferenceEquals(this.service, service);

    /// <summary>The access key id as text: the one of the call before, where it is the same.</summary>
    public string Owner(ReadOnlySpan<char> accessKeyId) =>
        Volatile.Read(ref owner) is { } known && accessKeyId.SequenceEqual(known) ? known : owner = accessKeyId.ToString();

    public static SigningKey Derive(string secretAccessKey, DateOnly date, string region, string service)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (var part in (ReadOnlySpan<string>)[date.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), region, service, CredentialScope.Terminator])
        {
            var next = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
            CryptographicOperations.ZeroMemory(key);
            key = next;
        }

        return new SigningKey(key, secretAccessKey, date, region, service);
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
