using System.Security.Cryptography.X509Certificates;
using Emulation.FrontDoor.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Emulation.Tests.FrontDoor.Certificates;

public sealed class The_development_certificate : IDisposable
{
    private readonly List<X509Certificate2> made = [];

    public void Dispose() => made.ForEach(static one => one.Dispose());

    [Fact]
    public void Is_the_newest_of_its_tool_that_is_valid()
    {
        var newest = Made(development: 6);
        using var chosen = Choose(Made(development: 5), newest, Made(development: 7, days: -1), Made());
        Assert.Equal(newest.Thumbprint, chosen.Leaf.Thumbprint);
        Assert.Equal("dotnet dev-certs https --trust", chosen.HowToTrust);
    }

    [Fact]
    public void Is_no_other_persons_certificate()
    {
        Assert.Equal(
            "--https: this machine has no development certificate of .NET. Make one that its browsers trust: dotnet dev-certs https --trust. Or name one of your own: --certificate FILE.",
            Assert.Throws<UsageException>(() => Choose(Made())).Message);
    }

    [Fact]
    public void Has_a_key()
    {
        using var bare = X509CertificateLoader.LoadCertificate(Made(development: 6).RawData);
        Assert.Throws<UsageException>(() => Choose(bare));
    }

    [Fact]
    public void Is_renewed_when_it_is_too_old()
    {
        Assert.Equal(
            "--https: this machine's development certificate is not valid any more. Renew it: dotnet dev-certs https --clean && dotnet dev-certs https --trust",
            Assert.Throws<UsageException>(() => Choose(Made(development: 6, days: -1))).Message);
    }

    private static ServerCertificate Choose(params X509Certificate2[] all) => DevelopmentCertificate.Choose(all, new FakeTimeProvider(TestCertificate.Now));

    private X509Certificate2 Made(byte? development = null, int days = 30)
    {
        made.Add(TestCertificate.Of(development: development, days: days));
        return made[^1];
    }
}
