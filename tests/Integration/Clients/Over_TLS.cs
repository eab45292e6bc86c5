using System.Text.Json;
using Integration.Orders;

namespace Integration.Clients;

/// <summary>curl, which trusts whom it is told to trust, and the development certificate that .NET's own tool makes.</summary>
[Trait("Stack", "own")]
public sealed class Over_TLS : IAsyncLifetime
{
    private const string Password = "of the key";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tls-");

    private string Template => Path.Combine(folder.FullName, "template.yaml");

    public async ValueTask InitializeAsync() => await File.WriteAllTextAsync(
        Template,
        """
        Resources:
          Pool: { Type: AWS::Cognito::UserPool }
          Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { Domain: shop, UserPoolId: !Ref Pool } }
        """,
        TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_development_certificate_is_found_and_serves_this_machines_names()
    {
        ExternalTool.Require("curl");

        // A person who has none: the tool makes one, and LocalAws finds it.
        (string, string)[] person = [("HOME", folder.FullName), ("DOTNET_CLI_HOME", folder.FullName)];
        Assert.Contains("dotnet dev-certs https --trust", (await UpAsync(person, "--https")).Error, StringComparison.Ordinal);
        var certificate = Path.Combine(folder.FullName, "development.pem");
        var made = await ExternalTool.RunAsync("dotnet", ["dev-certs", "https", "--export-path", certificate, "--format", "PEM", "--no-password"], [("DOTNET_CLI_HOME", folder.FullName), ("HOME", folder.FullName)]);
        Assert.True(File.Exists(certificate), $"{made.Output} {made.Error}");
        using var aws = await LocalAwsProcess.StartAsync(Path.Combine(folder.FullName, "data"), Template, ["--https"], person);
        var address = AddressOf(aws);

        Assert.StartsWith("https://localhost:", address, StringComparison.Ordinal);
        Assert.Contains("this machine does not trust its certificate yet, so browsers ask first: dotnet dev-certs https --trust", aws.Printed, StringComparison.Ordinal);
        foreach (var host in (string[])["localhost", "127.0.0.1"])
        {
            Assert.Equal((0, "200 2"), await CurlAsync($"https://{host}:{new Uri(address).Port}/_localaws/health", "--cacert", certificate));
        }

        // A name of one label below another is not among its names, and nobody vouches for it to whom it was not named.
        Assert.Equal(60, (await CurlAsync($"https://shop.auth.localhost:{new Uri(address).Port}/login", "--cacert", certificate)).ExitCode);
        Assert.Equal(60, (await CurlAsync($"{address}/_localaws/health")).ExitCode);
    }

    [Fact]
    public async Task A_certificate_from_files_serves_the_names_that_it_is_for_beside_what_is_spoken_without_TLS()
    {
        ExternalTool.Require("curl");
        ExternalTool.Require("openssl");
        var (certificate, key) = (Path.Combine(folder.FullName, "shop.pem"), Path.Combine(folder.FullName, "shop.key"));
        var made = await ExternalTool.RunAsync(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", key, "-passout", $"pass:{Password}", "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost,DNS:*.auth.localhost",
            ]);
        Assert.True(made.ExitCode == 0, made.Error);
        string[] options = ["--certificate", certificate, "--certificate-key", key];
        Assert.Contains("LOCALAWS_CERTIFICATE_PASSWORD", (await UpAsync([], options)).Error, StringComparison.Ordinal);
        using var aws = await LocalAwsProcess.StartAsync(Path.Combine(folder.FullName, "data"), Template, options, [("LOCALAWS_CERTIFICATE_PASSWORD", Password)]);
        var port = new Uri(AddressOf(aws)).Port;

        Assert.DoesNotContain(Password, aws.Printed, StringComparison.Ordinal);
        Assert.Equal((0, "200 1.1"), await CurlAsync($"https://localhost:{port}/_localaws/health", "--cacert", certificate, "--http1.1"));
        Assert.Equal((0, "200 2"), await CurlAsync($"https://localhost:{port}/_localaws/health", "--cacert", certificate));
        Assert.Equal((0, "200 1.1"), await CurlAsync($"http://127.0.0.1:{port}/_localaws/health"));
        Assert.Equal(60, (await CurlAsync($"https://127.0.0.1:{port}/_localaws/health", "--cacert", certificate)).ExitCode);
        Assert.Equal((0, "400 2"), await CurlAsync($"https://shop.auth.localhost:{port}/login", "--cacert", certificate, "--resolve", $"shop.auth.localhost:{port}:127.0.0.1"));

        // What programs of this machine read needs nobody's trust.
        Assert.Contains($"endpoint_url = http://127.0.0.1:{port}", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "data", "config"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var stack = await ExternalTool.RunAsync("curl", ["-s", "--cacert", certificate, $"https://localhost:{port}/_localaws/stack"]);
        Assert.Equal("us-east-1", JsonDocument.Parse(stack.Output).RootElement.GetProperty("region").GetString());
    }

    private static string AddressOf(LocalAwsProcess aws) => aws.Printed.Split("is ready at ")[1].Split(':', 4) is [var scheme, var host, var port, ..] ? $"{scheme}:{host}:{port}" : "";

    private static async Task<(int ExitCode, string Answer)> CurlAsync(string url, params string[] options)
    {
        var outcome = await ExternalTool.RunAsync("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code} %{http_version}", .. options, url]);
        return (outcome.ExitCode, outcome.Output);
    }

    /// <summary>Does not come up.</summary>
    private async Task<ExternalTool.Outcome> UpAsync((string Name, string Value)[] environment, params string[] options)
    {
        var outcome = await ExternalTool.RunAsync(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "LocalAws.dll"), "up", "--template", Template, "--port", "0", "--data", Path.Combine(folder.FullName, "data"), .. options],
            environment.Select(static one => (one.Name, (string?)one.Value)));
        Assert.Equal(2, outcome.ExitCode);
        return outcome;
    }
}
