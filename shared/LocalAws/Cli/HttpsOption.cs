using System.CommandLine;
using Emulation;
using Emulation.FrontDoor.Certificates;

namespace Tool.Cli;

/// <summary>The options <c>--https</c>, <c>--certificate</c> and <c>--certificate-key</c>: TLS at the same port, beside what is spoken there anyway.</summary>
internal sealed class HttpsOption
{
    private readonly Option<bool> https = new("--https")
    {
        Description = "Speak TLS too, at the same port, with this machine's development certificate ('dotnet dev-certs https --trust'). Links, issuers and outputs then say "
            + "https://localhost.",
    };

    private readonly Option<string?> certificate = new("--certificate")
    {
        Description = $"Likewise, with a certificate of your own: PEM or PKCS #12 (.pfx). Its password, if it has one, is in the variable {CertificateFile.PasswordVariable}.",
        HelpName = "FILE",
    };

    private readonly Option<string?> key = new("--certificate-key") { Description = "The private key in PEM, where it is not in the certificate's file.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Options.Add(https);
        command.Options.Add(certificate);
        command.Options.Add(key);
    }

    /// <summary>The certificate; null where nobody asks for TLS.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="endpointUrl">The address that <c>--endpoint-url</c> says.</param>
    /// <exception cref="UsageException">There is none that a server of that name can use.</exception>
    public ServerCertificate? Read(ParseResult parsed, Uri? endpointUrl)
    {
        var (file, keyFile) = (parsed.GetValue(certificate), parsed.GetValue(key));
        if (file is null && keyFile is not null)
        {
            throw new UsageException($"--certificate-key {keyFile}: name its certificate too, with --certificate FILE.");
        }

        var found = file is not null ? CertificateFile.Read(file, keyFile, Environment.GetEnvironmentVariable(CertificateFile.PasswordVariable), TimeProvider.System)
            : parsed.GetValue(https) ? DevelopmentCertificate.Find(TimeProvider.System)
            : null;
        _ = found?.HostFor(endpointUrl);
        return found;
    }
}
