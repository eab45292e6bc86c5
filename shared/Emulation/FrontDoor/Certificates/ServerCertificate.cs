using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Emulation.FrontDoor.Certificates;

/// <summary>A certificate that LocalAws can prove itself with over TLS: with its key, valid now, and good for a server.</summary>
internal sealed class ServerCertificate : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly string[] NamesOfThisMachine = ["localhost", "127.0.0.1"];
    private readonly string source;

    /// <param name="leaf">The certificate, with its key.</param>
    /// <param name="intermediates">Those between it and an authority; they are sent along.</param>
    /// <param name="source">Where it is from, as an error begins: <c>--certificate shop.pem</c>.</param>
    /// <param name="time">The clock that it has to be valid by.</param>
    /// <exception cref="UsageException">It is not valid now, or not for a server.</exception>
    public ServerCertificate(X509Certificate2 leaf, X509Certificate2Collection intermediates, string source, TimeProvider time)
    {
        (Leaf, Intermediates, this.source) = (leaf, intermediates, source);
        var now = time.GetUtcNow();
        if (now < leaf.NotBefore.ToUniversalTime() || now > leaf.NotAfter.ToUniversalTime())
        {
            throw new UsageException(
                $"{source}: the certificate is valid from {Day(leaf.NotBefore)} to {Day(leaf.NotAfter)}, and now it is {Day(now.UtcDateTime)}. Take one that is valid.");
        }

        if (leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { } uses
            && !uses.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Any(static use => use.Value == ServerAuthentication))
        {
            throw new UsageException($"{source}: the certificate is not for servers. Take one with the extended key usage 'serverAuth', or without that extension.");
        }
    }

    /// <summary>The certificate, with its key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>Those between it and an authority.</summary>
    public X509Certificate2Collection Intermediates { get; }

    /// <summary>How this machine comes to trust it; null where it does already.</summary>
    public required string? HowToTrust { get; init; }

    /// <summary>Whether the programs of this machine that ask its store trust a certificate.</summary>
    public static bool IsTrusted(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        return chain.Build(leaf);
    }

    /// <summary>The host by which clients reach LocalAws over TLS: the one that somebody says, or a name of this machine. The certificate has to be for it.</summary>
    /// <param name="endpointUrl">The address that somebody says; null for none.</param>
    /// <exception cref="UsageException">It is for other names.</exception>
    public string HostFor(Uri? endpointUrl)
    {
        if (endpointUrl is { Scheme: "https" })
        {
            return Names(endpointUrl.IdnHost)
                ? endpointUrl.IdnHost
                : throw new UsageException(
                    $"{source}: the certificate is for {AllNames}, and --endpoint-url says {endpointUrl.IdnHost}. Say one of its names there, or take a certificate for that one.");
        }

        return endpointUrl is not null
            ? endpointUrl.IdnHost
            : Array.Find(NamesOfThisMachine, Names) ?? throw new UsageException(
                $"{source}: the certificate is for {AllNames}, and not for localhost. Say by which of its names clients reach this LocalAws, such as "
                + "--endpoint-url https://NAME:4566, or take a certificate for localhost.");
    }

    /// <inheritdoc/>
    public void Dispose() => Leaf.Dispose();

    private bool Names(string host) => Leaf.MatchesHostname(host);

    private string AllNames
    {
        get
        {
            var names = Leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(static one => one.EnumerateDnsNames().Concat(one.EnumerateIPAddresses().Select(static address => address.ToString()))).ToList();
            return names.Count > 0 ? string.Join(", ", names) : Leaf.GetNameInfo(X509NameType.DnsName, forIssuer: false) is { Length: > 0 } name ? name : "no name";
        }
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
