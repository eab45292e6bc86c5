using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Emulation.Cognito.Storage;
using Emulation.State;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>
/// The keys of pools as SAML service providers: one that signs requests, and one for each provider that its assertions are encrypted for. They are made when they are first asked
/// for, with certificates of ten years. Amazon Cognito Developer Guide, "SAML signing and encryption".
/// </summary>
internal sealed class ServiceProviderKeys(SamlKeyStore store, Seal seal, IdSource ids, TimeProvider time)
{
    private const string Purpose = "SAML key";
    private const string Signing = "signing";
    private const int Years = 10;
    private readonly Lock gate = new();

    /// <summary>Signs a pool's requests. Whoever asks disposes of it.</summary>
    public RSA SigningKey(string pool) => Open(pool, Signing);

    /// <summary>The certificate of <see cref="SigningKey"/>, base64 of DER.</summary>
    public string SigningCertificate(string pool) => Of(pool, Signing).Certificate;

    /// <summary>Opens the assertions of a provider. Whoever asks disposes of it.</summary>
    public RSA DecryptionKey(string pool, string provider) => Open(pool, EncryptionFor(provider));

    /// <summary>The certificate that a provider encrypts for, base64 of DER.</summary>
    public string EncryptionCertificate(string pool, string provider) => Of(pool, EncryptionFor(provider)).Certificate;

    /// <summary>The provider is gone; one of its name that is made later has another key.</summary>
    public void Forget(string pool, string provider) => store.Delete(pool, EncryptionFor(provider));

    private static string EncryptionFor(string provider) => $"encryption {provider}";

    private RSA Open(string pool, string purpose)
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(
            seal.Open(Purpose, Convert.FromBase64String(Of(pool, purpose).Sealed))
                ?? throw new InvalidOperationException("A SAML key was sealed with another key than the state folder has. Delete cognito.db, or bring back sealing.key."),
            out _);
        return key;
    }

    private (string Certificate, string Sealed) Of(string pool, string purpose)
    {
        lock (gate)
        {
            return store.Find(pool, purpose) ?? Make(pool, purpose);
        }
    }

    private (string Certificate, string Sealed) Make(string pool, string purpose)
    {
        using var key = ids.RsaKey();
        var now = time.GetUtcNow();
        using var certificate = new CertificateRequest($"CN={pool}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now, now.AddYears(Years));
        var made = (Convert.ToBase64String(certificate.RawData), Convert.ToBase64String(seal.Close(Purpose, key.ExportPkcs8PrivateKey())));
        store.Add(pool, purpose, made.Item1, made.Item2);
        return made;
    }
}
