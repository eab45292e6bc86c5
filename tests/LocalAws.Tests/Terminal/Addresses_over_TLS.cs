using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Emulation;
using Emulation.FrontDoor.Certificates;
using Spectre.Console;
using Tool.Terminal;

namespace Tool.Tests.Terminal;

/// <summary>Links of the first screen are for browsers, which come over TLS where they can.</summary>
public sealed class Addresses_over_TLS : IDisposable
{
    private const string Template = """
        Resources:
          Pool: { Type: AWS::Cognito::UserPool }
          Client:
            Type: AWS::Cognito::UserPoolClient
            Properties: { UserPoolId: !Ref Pool, CallbackURLs: ["https://app.example.com/"], AllowedOAuthFlows: [code], AllowedOAuthScopes: [openid], AllowedOAuthFlowsUserPoolClient: true, SupportedIdentityProviders: [COGNITO] }
          Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { Domain: shop, UserPoolId: !Ref Pool } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("screen").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("dotnet dev-certs https --trust")]
    [InlineData(null)]
    public async Task Are_said_with_what_this_machine_lacks_to_trust_them(string? howToTrust)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var certificate = new ServerCertificate(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null), [], "test", TimeProvider.System) { HowToTrust = howToTrust };
        var (screen, port) = await ScreenAsync(certificate);

        Assert.Contains($"LocalAws is ready at https://localhost:{port}: open it in a browser\n", screen, StringComparison.Ordinal);
        Assert.Contains($"what if: https://localhost:{port}/_localaws/\n", screen, StringComparison.Ordinal);
        Assert.Contains($"\n  without TLS at http://127.0.0.1:{port}, as the profiles say\n", screen, StringComparison.Ordinal);
        Assert.Contains($"\n  https://localhost:{port}/auth/shop/login?", screen, StringComparison.Ordinal);
        Assert.Equal(howToTrust is not null, screen.Contains("\n  this machine does not trust its certificate yet, so browsers ask first: dotnet dev-certs https --trust\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Are_not_said_where_there_is_no_certificate()
    {
        var (screen, port) = await ScreenAsync(null);
        Assert.Contains($"LocalAws is ready at http://127.0.0.1:{port}: open it in a browser\n", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("TLS", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("https://localhost", screen, StringComparison.Ordinal);
    }

    private async Task<(string Screen, int Port)> ScreenAsync(ServerCertificate? certificate)
    {
        var file = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(file, Template, TestContext.Current.CancellationToken);
        var options = new EmulatorOptions { Templates = [TemplateSource.Parse(file)], Port = 0, Certificate = certificate };
        await using var emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        var screen = new StringWriter { NewLine = "\n" };
        StartScreen.Print(AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(screen) }), emulator);
        return (screen.ToString(), new Uri(emulator.LoopbackUrl).Port);
    }
}
