using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Emulation.FrontDoor.Certificates;

/// <summary>
/// A certificate from files: PKCS #12 (<c>.pfx</c>, <c>.p12</c>), which has the key in it, or PEM, with the key in the same file or in one of its own. Further
/// certificates in it are sent along. What a file is called does not matter.
/// </summary>
internal static class CertificateFile
{
    /// <summary>The variable with the password of the file or its key. On a command line everybody on the machine could read it.</summary>
    public const string PasswordVariable = "LOCALAWS_CERTIFICATE_PASSWORD";

    private const string KeyLabel = "PRIVATE KEY";
    private const string EncryptedKeyLabel = "ENCRYPTED PRIVATE KEY";
    private const string CertificateLabel = "CERTIFICATE";

    // ERROR_INVALID_PASSWORD, which .NET reports on every system.
    private const int InvalidPassword = unchecked((int)0x80070056);

    /// <summary>Reads one.</summary>
    /// <param name="file">The certificate.</param>
    /// <param name="keyFile">The key, where it is in a file of its own.</param>
    /// <param name="password">The password; null for none.</param>
    /// <param name="time">The clock that it has to be valid by.</param>
    /// <exception cref="UsageException">It cannot be read, or is none that a server can use.</exception>
    public static ServerCertificate Read(string file, string? keyFile, string? password, TimeProvider time)
    {
        var bytes = BytesOf("--certificate", file);
        var (leaf, others) = Encoding.Latin1.GetString(bytes) is var text && text.Contains("-----BEGIN ", StringComparison.Ordinal)
            ? OfPem(file, text, keyFile, password)
            : OfPkcs12(file, bytes, keyFile, password);
        try
        {
            return new ServerCertificate(leaf, others, $"--certificate {file}", time)
            {
                HowToTrust = ServerCertificate.IsTrusted(leaf, others) ? null : $"have its issuer trusted, or tell each client, such as curl by --cacert {file}",
            };
        }
        catch
        {
            leaf.Dispose();
            throw;
        }
    }

    private static (X509Certificate2 Leaf, X509Certificate2Collection Others) OfPem(string file, string text, string? keyFile, string? password)
    {
        var keyText = keyFile is null ? text : Encoding.Latin1.GetString(BytesOf("--certificate-key", keyFile));
        var keySource = keyFile is null ? $"--certificate {file}" : $"--certificate-key {keyFile}";
        if (!Labels(text).Contains(CertificateLabel))
        {
            throw new UsageException($"--certificate {file}: there is no certificate in it. It has to have a part 'BEGIN CERTIFICATE'.");
        }

        var keys = Labels(keyText).Where(static label => label.EndsWith(KeyLabel, StringComparison.Ordinal)).ToList();
        if (keys.Count == 0)
        {
            throw new UsageException(keyFile is null
                ? $"{keySource}: there is no private key in it. Name the file that has it: --certificate-key FILE."
                : $"{keySource}: there is no private key in it. It has to have a part 'BEGIN PRIVATE KEY'.");
        }

        var isEncrypted = keys.Contains(EncryptedKeyLabel) || keyText.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);
        if (isEncrypted && string.IsNullOrEmpty(password))
        {
            throw new UsageException($"{keySource}: the private key is encrypted. Give its password in the variable {PasswordVariable}.");
        }

        try
        {
            using var read = isEncrypted ? X509Certificate2.CreateFromEncryptedPem(text, keyText, password) : X509Certificate2.CreateFromPem(text, keyText);
            var all = new X509Certificate2Collection();
            all.ImportFromPem(text);
            return (WithUsableKey(read), [.. all.Where(one => one.Thumbprint != read.Thumbprint)]);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new UsageException(isEncrypted
                ? $"{keySource}: the private key cannot be decrypted, or belongs to another certificate. See the password in {PasswordVariable}, and that it is a key in PKCS #8."
                : $"{keySource}: the private key cannot be read, or belongs to another certificate than the first in {file}.");
        }
    }

    private static (X509Certificate2 Leaf, X509Certificate2Collection Others) OfPkcs12(string file, byte[] bytes, string? keyFile, string? password)
    {
        if (keyFile is not null)
        {
            throw new UsageException($"--certificate-key goes with a certificate in PEM, and {file} is none. Leave it out for a file in PKCS #12, which has the key in it.");
        }

        try
        {
            var all = X509CertificateLoader.LoadPkcs12Collection(bytes, password, Flags);
            var leaf = all.FirstOrDefault(static one => one.HasPrivateKey) ?? throw new UsageException($"--certificate {file}: there is no certificate with a private key in it.");
            return (leaf, [.. all.Where(one => one.Thumbprint != leaf.Thumbprint)]);
        }
        catch (CryptographicException e)
        {
            throw new UsageException(e.HResult == InvalidPassword
                ? $"--certificate {file}: the password is {(string.IsNullOrEmpty(password) ? "missing" : "wrong")}. Give it in the variable {PasswordVariable}."
                : $"--certificate {file}: that is no certificate in PEM and none in PKCS #12 (.pfx).");
        }
    }

    /// <summary>Windows' TLS takes no key that is in memory only.</summary>
    private static X509Certificate2 WithUsableKey(X509Certificate2 read) =>
        X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null, Flags);

    private static X509KeyStorageFlags Flags => OperatingSystem.IsLinux() ? X509KeyStorageFlags.EphemeralKeySet : X509KeyStorageFlags.DefaultKeySet;

    private static HashSet<string> Labels(string pem)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            labels.Add(rest[fields.Label].ToString());
        }

        return labels;
    }

    private static byte[] BytesOf(string option, string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{option} {file}: there is no such file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {file}: {e.Message} It has to be readable by who starts LocalAws.");
        }
    }
}
