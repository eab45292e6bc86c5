using System.Diagnostics;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using SigV4.Http;

namespace Integration.Orders;

/// <summary>LocalAws as people start it: a process of its own.</summary>
internal sealed class LocalAwsProcess : IDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly Task draining;

    private LocalAwsProcess(Process process, string folder, string printed)
    {
        this.process = process;
        this.folder = folder;
        Printed = printed;

        // A full pipe would stop it.
        draining = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    /// <summary>What it printed until it was ready, a line feed after each line.</summary>
    public string Printed { get; }

    /// <summary>Starts one of the repository's template.</summary>
    public static Task<LocalAwsProcess> StartAsync(string folder, params IEnumerable<(string Name, string Value)> environment) =>
        StartAsync(folder, Path.Combine(StackFixture.Root, "template.yaml"), [], environment);

    /// <summary>Starts one with further options.</summary>
    public static async Task<LocalAwsProcess> StartAsync(string folder, string template, string[] options, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "LocalAws.dll"), "up", "--template", template, "--port", "0", "--data", folder, .. options])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var printed = new System.Text.StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            printed.Append(line).Append('\n');
            if (line.Contains("Ctrl+C stops everything", StringComparison.Ordinal))
            {
                return new LocalAwsProcess(process, folder, printed.ToString());
            }
        }

        process.Dispose();
        throw new InvalidOperationException("LocalAws ended before it was ready.");
    }

    /// <summary>A client of the orders API that signs as a role.</summary>
    public async Task<HttpClient> ClientAsync(string role)
    {
        var profiles = new CredentialProfileStoreChain(Path.Combine(folder, "credentials"));
        profiles.TryGetAWSCredentials("admin", out var admin);
        var endpoint = File.ReadLines(Path.Combine(folder, "config")).First(static line => line.StartsWith("endpoint_url", StringComparison.Ordinal)).Split(" = ")[1];
        using var sts = new AmazonSecurityTokenServiceClient(admin, new AmazonSecurityTokenServiceConfig { ServiceURL = endpoint, AuthenticationRegion = "us-east-1" });
        var session = (await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = $"arn:aws:iam::111122223333:role/{role}", RoleSessionName = "test" })).Credentials;
        var options = new SigV4SigningOptions { Region = "us-east-1", Credentials = new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken) };
        return new HttpClient(new SigV4SigningHandler(options)) { BaseAddress = new Uri($"{endpoint}/execute-api/OrdersApi/prod/") };
    }

    /// <summary>As <c>kill -9</c>: it has no time for anything.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: false);
        process.WaitForExit();
        draining.Wait(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
