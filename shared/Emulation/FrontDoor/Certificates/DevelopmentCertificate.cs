using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Emulation.FrontDoor.Certificates;

/// <summary>
/// The certificate that <c>dotnet dev-certs https</c> has made for this person on this machine, found as ASP.NET Core finds it. It is for <c>localhost</c>, since .NET 10 also for
/// <c>127.0.0.1</c>, <c>*.dev.localhost</c> and the names by which containers call this machine. Microsoft Learn, "dotnet dev-certs".
/// </summary>
internal static class DevelopmentCertificate
{
    private const string Source = "--https";
    private const string Mark = "1.3.6.1.4.1.311.84.1.1";
    private const string Trust = "dotnet dev-certs https --trust";

    /// <summary>The newest that is valid.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static ServerCertificate Find(TimeProvider time) => Choose(All(), time);

    /// <summary>Of several the newest that is valid: the tool leaves older ones of its own beside it.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static ServerCertificate Choose(IEnumerable<X509Certificate2> all, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var marked = all.Where(static one => one.HasPrivateKey && one.Extensions[Mark] is not null)
            .OrderByDescending(VersionOf).ThenByDescending(static one => one.NotAfter).ToList();
        var valid = marked.Find(one => one.NotBefore.ToUniversalTime() <= now && now <= one.NotAfter.ToUniversalTime());
        if (valid is not null)
        {
            return new ServerCertificate(valid, [], Source, time) { HowToTrust = ServerCertificate.IsTrusted(valid, []) ? null : Trust };
        }

        throw new UsageException(marked.Count > 0
            ? $"{Source}: this machine's development certificate is not valid any more. Renew it: dotnet dev-certs https --clean && {Trust}"
            : $"{Source}: this machine has no development certificate of .NET. Make one that its browsers trust: {Trust}. Or name one of your own: --certificate FILE.");
    }

    private static List<X509Certificate2> All()
    {
        if (OperatingSystem.IsMacOS())
        {
            // There the tool keeps them in files: the keychain asks its owner for each use.
            var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aspnet", "dev-certs", "https");
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "aspnetcore-localhost-*.pfx").Select(Read).OfType<X509Certificate2>()] : [];
        }

        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (CryptographicException)
        {
            // Nobody has put anything there.
            return [];
        }

        return [.. store.Certificates];
    }

    private static X509Certificate2? Read(string file)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int VersionOf(X509Certificate2 one) => one.Extensions[Mark]!.RawData is [var version, ..] ? version : 0;
}
