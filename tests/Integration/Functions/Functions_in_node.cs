using System.Text.Json.Nodes;
using Harness;

namespace Integration.Functions;

/// <summary>
/// A stack of Node.js functions behind a REST API and an HTTP API with <c>AWS_IAM</c>: TypeScript that esbuild bundles calls an ES module and a CommonJS handler, signed by
/// the AWS SDK's own signer with its own role.
/// </summary>
[Trait("Stack", "own")]
public sealed class Functions_in_node(NodeStack stack) : IClassFixture<NodeStack>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_each_other_as_far_as_their_roles_may()
    {
        var aws = await stack.StartedAsync();
        var stock = await aws.As("Caller").GetAsync("Shop", "/stock", Cancellation);
        Assert.True(stock.StatusCode == System.Net.HttpStatusCode.OK, stock.Body);
        var body = JsonNode.Parse(stock.Body)!;
        Assert.Contains(":assumed-role/Caller/", (string?)body["caller"], StringComparison.Ordinal);
        Assert.Equal((3, "2.0"), ((int)body["warehouse"]!["stock"]!, (string?)body["warehouse"]!["version"]));
        Assert.Contains(":assumed-role/local-FrontRole-", (string?)body["warehouse"]!["caller"], StringComparison.Ordinal);

        var price = await aws.As("Caller").GetAsync("Shop", "/price", Cancellation);
        Assert.Equal(7, (int)JsonNode.Parse(price.Body)!["warehouse"]!["price"]!);

        var refused = await aws.As("Caller").GetAsync("Shop", "/secret", Cancellation);
        Assert.Equal((403, "Forbidden"), ((int)refused.StatusCode, (string?)JsonNode.Parse(refused.Body)!["warehouse"]!["message"]));
    }

    [Theory]
    [InlineData("Shop", "/stock")]
    [InlineData("Warehouse", "/stock")]
    [InlineData("Warehouse", "/price")]
    public async Task Are_kept_from_whom_nobody_lets_in(string api, string path)
    {
        var aws = await stack.StartedAsync();
        (await aws.As("Stranger").GetAsync(api, path, Cancellation)).ShouldBeDenied();
        (await aws.AsNobody().GetAsync(api, path, Cancellation)).ShouldBeDenied();
    }

    [Fact]
    public async Task Stream_their_answers_to_who_may_call()
    {
        var aws = await stack.StartedAsync();
        var answer = await aws.As("Caller").GetAsync("StreamedUrl", "/", Cancellation);
        Assert.Equal((201, "one two GET", "by a stream"), ((int)answer.StatusCode, answer.Body, answer.Headers.GetValues("x-told").Single()));
        (await aws.As("Stranger").GetAsync("StreamedUrl", "/", Cancellation)).ShouldBeDenied();
    }

    [Fact]
    public async Task Show_where_the_typescript_failed()
    {
        var aws = await stack.StartedAsync();
        Assert.Equal(502, (int)(await aws.As("Caller").GetAsync("Shop", "/broken", Cancellation)).StatusCode);
        Assert.Matches(@"front/src/app\.ts:15:", await stack.LogWithAsync("as asked"));
    }
}

/// <summary>The stack in the folder <c>Node</c>, started once.</summary>
public sealed class NodeStack : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(StackFixture.Root, "tests", "Integration", "Functions", "Node");

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("localaws-node-");
    private LocalAws? aws;

    public async ValueTask InitializeAsync()
    {
        if (IsReady)
        {
            aws = await LocalAws.StartAsync(
                new LocalAwsOptions { Template = Path.Combine(Folder, "template.yaml"), DataFolder = Path.Combine(data.FullName, "data"), BuildFolder = Path.Combine(data.FullName, "build") },
                TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (aws is not null)
        {
            await aws.DisposeAsync();
        }

        data.Delete(recursive: true);
    }

    internal Task<LocalAws> StartedAsync()
    {
        ExternalTool.Require("node");
        Assert.SkipUnless(IsReady, "the npm packages are not installed: npm install --prefix tests/Integration/Functions/Node");
        return Task.FromResult(aws!);
    }

    /// <summary>A line of the functions' logs, which comes soon after the answer.</summary>
    internal async Task<string> LogWithAsync(string text)
    {
        while (true)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(data.FullName, "data", "logs")))
            {
                using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
                if ((await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
                {
                    return line;
                }
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static bool IsReady => ExternalTool.Has("node") && Directory.Exists(Path.Combine(Folder, "node_modules"));
}
