using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using SigV4;

namespace Benchmarks.Gateway;

/// <summary>LocalAws in a process of its own, with routes to the handler that answers what it gets, and the requests for them.</summary>
internal sealed class LoadedGateway : IDisposable
{
    private readonly string folder;
    private readonly string root;
    private readonly AwsCredentials credentials;

    private LoadedGateway(string folder, ServerProcess process, string root, AwsCredentials credentials) =>
        (this.folder, Process, this.root, this.credentials) = (folder, process, root, credentials);

    public ServerProcess Process { get; }

    public Uri Url => Process.Url;

    /// <param name="template">The template; by default one with a signed route <c>/echo</c> and an open one <c>/open</c>.</param>
    public static async Task<LoadedGateway> StartAsync(string? template = null)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-bench-").FullName;
        var port = ServerProcess.FreePort();
        ServerProcess? process = null;
        try
        {
            process = await ServerProcess.StartAsync(
                "LocalAws.dll", port, "_localaws/health", "up", "--template", template ?? Path.Combine(AppContext.BaseDirectory, "Gateway", "echo.yaml"),
                "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder);
            return new LoadedGateway(folder, process, await RootAsync(process.Url), await SessionAsync(process.Url, folder));
        }
        catch
        {
            process?.Dispose();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>JSON of one string.</summary>
    /// <param name="bytes">How long.</param>
    public static byte[] Body(int bytes = 1024) => bytes < 2 ? [] : Encoding.ASCII.GetBytes("\"" + new string('x', bytes - 2) + "\"");

    /// <param name="body">The body.</param>
    /// <param name="route">Where to.</param>
    public LoadRequest Signed(byte[] body, string route = "/echo")
    {
        var signed = new SigV4Signer("us-east-1", "execute-api").Sign(
            "POST", root + route, [new("host", Url.Authority), new("content-type", "application/json")], PayloadHash.Of(body), credentials, TimeProvider.System.GetUtcNow());
        return LoadRequest.Post(
            Url, root + route, $"X-Amz-Date: {signed.Date}\r\nX-Amz-Security-Token: {signed.SecurityToken}\r\nAuthorization: {signed.Authorization}\r\n", body);
    }

    /// <summary>To the route that lets everybody in.</summary>
    public LoadRequest Open(byte[] body) => LoadRequest.Post(Url, root + "/open", "", body);

    /// <summary>To the signed route, without a signature.</summary>
    public LoadRequest Refused(byte[] body) => LoadRequest.Post(Url, root + "/echo", "", body) with { Status = 403 };

    public void Dispose()
    {
        Process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A session, since that is what services call with; the administrator's, since the template has no role to call as.</summary>
    public static async Task<AwsCredentials> SessionAsync(Uri gateway, string folder)
    {
        new CredentialProfileStoreChain(Path.Combine(folder, "credentials")).TryGetAWSCredentials("admin", out var admin);
        using var sts = new AmazonSecurityTokenServiceClient(admin, new AmazonSecurityTokenServiceConfig { ServiceURL = gateway.AbsoluteUri, AuthenticationRegion = "us-east-1" });
        var session = (await sts.GetSessionTokenAsync(new GetSessionTokenRequest())).Credentials;
        return new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
    }

    private static async Task<string> RootAsync(Uri gateway)
    {
        using var http = new HttpClient();
        using var stack = JsonDocument.Parse(await http.GetStringAsync(new Uri(gateway, "_localaws/stack")));
        return new Uri(stack.RootElement.GetProperty("apis")[0].GetProperty("url").GetString()!).AbsolutePath;
    }
}
