using System.Globalization;
using System.Text;
using Benchmarks.Gateway;
using SigV4;

namespace Benchmarks.DynamoDb;

/// <summary>
/// Requests per second through LocalAws, which verifies, decides with the caller's own keys and signs anew, as a share of those that reach the same server directly. The server is
/// dynalite, the fastest of those at hand that keep connections: a slower one would flatter the front.
/// </summary>
internal static class FrontAgainstServer
{
    private const string Item = """{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"},"Text":{"S":"TEXT"}}}""";
    private const string Get = """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}""";

    /// <returns>Null when dynalite is not installed.</returns>
    public static async Task<double?> MeasureAsync()
    {
        if (Dynalite() is not { } script)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("localaws-bench-").FullName;
        int frontPort = ServerProcess.FreePort(), serverPort = ServerProcess.FreePort();
        try
        {
            using var server = await ServerProcess.StartProgramAsync("node", serverPort, "", script, "--port", serverPort.ToString(CultureInfo.InvariantCulture), "--host", "127.0.0.1", "--createTableMs", "10");
            using var front = await ServerProcess.StartAsync(
                "LocalAws.dll", frontPort, "_localaws/health", "up", "--template", Path.Combine(AppContext.BaseDirectory, "DynamoDb", "scores.yaml"), "--port", frontPort.ToString(CultureInfo.InvariantCulture),
                "--data", folder, "--upstream", $"dynamodb={server.Url.AbsoluteUri}");
            var credentials = await LoadedGateway.SessionAsync(front.Url, folder);
            await LoadGenerator.SendOnceAsync(front.Url, new(Signed(front.Url, credentials, "PutItem", Item.Replace("TEXT", new string('x', 1024), StringComparison.Ordinal))));
            return await SideBySide.RatioAsync(front.Url, server.Url, Signed(front.Url, credentials, "GetItem", Get));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Signed(Uri front, AwsCredentials credentials, string operation, string json)
    {
        var body = Encoding.ASCII.GetBytes(json);
        var target = $"DynamoDB_20120810.{operation}";
        var signed = new SigV4Signer("us-east-1", "dynamodb").Sign(
            "POST", "/", [new("host", front.Authority), new("content-type", "application/x-amz-json-1.0"), new("x-amz-target", target)], PayloadHash.Of(body), credentials, TimeProvider.System.GetUtcNow());
        var head = $"POST / HTTP/1.1\r\nHost: {front.Authority}\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: {target}\r\nContent-Length: {body.Length}\r\n"
            + $"X-Amz-Date: {signed.Date}\r\nX-Amz-Security-Token: {signed.SecurityToken}\r\nAuthorization: {signed.Authorization}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static string? Dynalite()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "tests", "Integration", "DynamoDb", "Node", "node_modules", "dynalite", "cli.js");
            if (File.Exists(script))
            {
                return script;
            }
        }

        return null;
    }
}
