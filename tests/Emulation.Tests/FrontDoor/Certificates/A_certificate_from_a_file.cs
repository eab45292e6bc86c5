using System.Security.Cryptography.X509Certificates;
using Emulation.FrontDoor.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Emulation.Tests.FrontDoor.Certificates;

public sealed class A_certificate_from_a_file : IDisposable
{
    private const string Password = "correct horse";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private readonly X509Certificate2 own = TestCertificate.Of();
    private readonly X509Certificate2 others = TestCertificate.Of("other.test");

    public void Dispose()
    {
        own.Dispose();
        others.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Has_its_key_beside_it_in_PEM()
    {
        using var read = Read(Written("shop.pem", own.ExportCertificatePem() + "\n" + TestCertificate.KeyOf(own)));
        Assert.Equal((own.Thumbprint, true), (read.Leaf.Thumbprint, read.Leaf.HasPrivateKey));
        Assert.Empty(read.Intermediates);
    }

    [Fact]
    public void Has_its_key_in_a_file_of_its_own()
    {
        using var read = Read(Written("shop.crt", own.ExportCertificatePem()), Written("shop.key", TestCertificate.KeyOf(own)));
        Assert.Equal((own.Thumbprint, true), (read.Leaf.Thumbprint, read.Leaf.HasPrivateKey));
    }

    [Fact]
    public void Comes_with_those_that_vouch_for_it()
    {
        using var read = Read(Written("chain.pem", own.ExportCertificatePem() + "\n" + others.ExportCertificatePem()), Written("shop.key", TestCertificate.KeyOf(own)));
        Assert.Equal(own.Thumbprint, read.Leaf.Thumbprint);
        Assert.Equal([others.Thumbprint], read.Intermediates.Select(static one => one.Thumbprint));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Password)]
    public void Is_read_from_PKCS_12(string? password)
    {
        using var read = Read(Written("shop.pfx", own.Export(X509ContentType.Pkcs12, password)), password: password);
        Assert.Equal((own.Thumbprint, true), (read.Leaf.Thumbprint, read.Leaf.HasPrivateKey));
    }

    [Fact]
    public void Has_a_key_with_a_password()
    {
        using var read = Read(Written("shop.crt", own.ExportCertificatePem()), Written("shop.key", TestCertificate.EncryptedKeyOf(own, Password)), Password);
        Assert.True(read.Leaf.HasPrivateKey);
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("guessed", "wrong")]
    public void Of_PKCS_12_stays_closed_without_its_password(string? password, string how)
    {
        var file = Written("shop.pfx", own.Export(X509ContentType.Pkcs12, Password));
        Assert.Equal($"--certificate {file}: the password is {how}. Give it in the variable LOCALAWS_CERTIFICATE_PASSWORD.", Refusal(file, password: password));
    }

    [Theory]
    [InlineData(null, "the private key is encrypted. Give its password in the variable LOCALAWS_CERTIFICATE_PASSWORD.")]
    [InlineData("guessed", "the private key cannot be decrypted, or belongs to another certificate. See the password in LOCALAWS_CERTIFICATE_PASSWORD, and that it is a key in PKCS #8.")]
    public void Has_a_key_that_stays_closed_without_its_password(string? password, string why)
    {
        var key = Written("shop.key", TestCertificate.EncryptedKeyOf(own, Password));
        Assert.Equal($"--certificate-key {key}: {why}", Refusal(Written("shop.crt", own.ExportCertificatePem()), key, password));
    }

    [Fact]
    public void Is_of_no_use_without_its_key()
    {
        var file = Written("shop.crt", own.ExportCertificatePem());
        Assert.Equal($"--certificate {file}: there is no private key in it. Name the file that has it: --certificate-key FILE.", Refusal(file));
        Assert.Equal($"--certificate-key {file}: there is no private key in it. It has to have a part 'BEGIN PRIVATE KEY'.", Refusal(file, file));
    }

    [Fact]
    public void Is_of_no_use_with_the_key_of_another()
    {
        var (file, key) = (Written("shop.crt", own.ExportCertificatePem()), Written("shop.key", TestCertificate.KeyOf(others)));
        Assert.Equal($"--certificate-key {key}: the private key cannot be read, or belongs to another certificate than the first in {file}.", Refusal(file, key));
    }

    [Fact]
    public void Is_none_where_there_is_only_a_key()
    {
        var file = Written("shop.key", TestCertificate.KeyOf(own));
        Assert.Equal($"--certificate {file}: there is no certificate in it. It has to have a part 'BEGIN CERTIFICATE'.", Refusal(file));
    }

    [Fact]
    public void Is_none_where_there_is_something_else()
    {
        var file = Written("shop.pfx", "nothing of the kind");
        Assert.Equal($"--certificate {file}: that is no certificate in PEM and none in PKCS #12 (.pfx).", Refusal(file));
    }

    [Fact]
    public void Has_its_key_in_one_place()
    {
        var file = Written("shop.pfx", own.Export(X509ContentType.Pkcs12));
        Assert.StartsWith("--certificate-key goes with a certificate in PEM", Refusal(file, Written("shop.key", TestCertificate.KeyOf(own))), StringComparison.Ordinal);
    }

    [Fact]
    public void Has_to_be_there()
    {
        var nowhere = Path.Combine(folder.FullName, "nowhere.pem");
        Assert.Equal($"--certificate {nowhere}: there is no such file.", Refusal(nowhere));
        Assert.Equal($"--certificate-key {nowhere}: there is no such file.", Refusal(Written("shop.crt", own.ExportCertificatePem()), nowhere));
    }

    [Fact]
    public void Has_to_be_valid_now()
    {
        using var old = TestCertificate.Of(days: -1);
        var file = Written("old.pem", old.ExportCertificatePem() + "\n" + TestCertificate.KeyOf(old));
        Assert.Equal(
            $"--certificate {file}: the certificate is valid from 2025-05-03 12:00 UTC to 2026-05-03 12:00 UTC, and now it is 2026-05-04 12:00 UTC. Take one that is valid.", Refusal(file));
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.2", false)]
    [InlineData("1.3.6.1.5.5.7.3.1", true)]
    public void Has_to_be_for_servers(string use, bool isTaken)
    {
        using var made = TestCertificate.Of(use: use);
        var file = Written("made.pem", made.ExportCertificatePem() + "\n" + TestCertificate.KeyOf(made));
        if (isTaken)
        {
            Read(file).Dispose();
            return;
        }

        Assert.StartsWith($"--certificate {file}: the certificate is not for servers.", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_by_which_host_clients_come()
    {
        using var local = Read(Written("local.pem", own.ExportCertificatePem() + "\n" + TestCertificate.KeyOf(own)));
        Assert.Equal("localhost", local.HostFor(null));
        Assert.Equal("localhost", local.HostFor(new Uri("https://localhost:14566")));

        // Whoever says an address without TLS is not asked for a name.
        Assert.Equal("aws", local.HostFor(new Uri("http://aws:4566")));
    }

    [Fact]
    public void Of_another_host_has_to_be_asked_for_by_it()
    {
        var file = Written("other.pem", others.ExportCertificatePem() + "\n" + TestCertificate.KeyOf(others));
        using var other = Read(file);
        Assert.Equal("other.test", other.HostFor(new Uri("https://other.test:4566")));
        Assert.Equal(
            $"--certificate {file}: the certificate is for other.test, and not for localhost. Say by which of its names clients reach this LocalAws, such as --endpoint-url "
                + "https://NAME:4566, or take a certificate for localhost.",
            Assert.Throws<UsageException>(() => other.HostFor(null)).Message);
        Assert.Equal(
            $"--certificate {file}: the certificate is for other.test, and --endpoint-url says shop.test. Say one of its names there, or take a certificate for that one.",
            Assert.Throws<UsageException>(() => other.HostFor(new Uri("https://shop.test:4566"))).Message);
    }

    [Fact]
    public void That_nobody_vouches_for_says_what_clients_need()
    {
        var file = Written("shop.pem", own.ExportCertificatePem() + "\n" + TestCertificate.KeyOf(own));
        using var read = Read(file);
        Assert.Equal($"have its issuer trusted, or tell each client, such as curl by --cacert {file}", read.HowToTrust);
    }

    private static ServerCertificate Read(string file, string? key = null, string? password = null) =>
        CertificateFile.Read(file, key, password, new FakeTimeProvider(TestCertificate.Now));

    private static string Refusal(string file, string? key = null, string? password = null)
    {
        var message = Assert.Throws<UsageException>(() => Read(file, key, password)).Message;
        Assert.DoesNotContain("guessed", message, StringComparison.Ordinal);
        return message;
    }

    private string Written(string name, string text) => Written(name, System.Text.Encoding.ASCII.GetBytes(text));

    private string Written(string name, byte[] bytes)
    {
        var file = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
