using DynamoServers;
using Harness;

namespace Integration.Orders.DynamoDb;

/// <summary>A shop on one server for all tests of a class, started by the first.</summary>
public sealed class SharedShop(RunningServers servers) : IAsyncDisposable
{
    private ShopOnDynamoDb? shop;

    internal async Task<ShopOnDynamoDb> OnAsync(ServerProgram program) => shop ??= await StartAnotherAsync(program);

    /// <summary>Another one on the same tables.</summary>
    internal async Task<ShopOnDynamoDb> StartAnotherAsync(ServerProgram program, Func<string, string>? change = null) =>
        await ShopOnDynamoDb.StartAsync(await servers.GetAsync(program), change);

    public ValueTask DisposeAsync() => shop?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>The repository's template, or a changed copy, in front of a DynamoDB-compatible server: no function has a folder to keep data in.</summary>
internal sealed class ShopOnDynamoDb : IAsyncDisposable
{
    private readonly string folder;
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> log;

    private ShopOnDynamoDb(LocalAws aws, string folder, System.Collections.Concurrent.ConcurrentQueue<string> log)
    {
        Aws = aws;
        Shop = new(aws);
        this.folder = folder;
        this.log = log;
    }

    public LocalAws Aws { get; }

    public Shop Shop { get; }

    /// <summary>What LocalAws and the functions logged so far.</summary>
    public IReadOnlyCollection<string> Log => log;

    /// <summary>What was logged, once the line is among it.</summary>
    public Task LogWithAsync(Func<string, bool> line) => LoggedLines.WithAsync(() => Task.FromResult(Log), line, TestContext.Current.CancellationToken);

    /// <summary>The files that functions could have left.</summary>
    public IEnumerable<string> Databases => Directory.EnumerateFiles(folder, "*.db", SearchOption.AllDirectories)
        .Select(static file => Path.GetFileName(file)).Where(static name => name is "orders.db" or "billing.db");

    /// <summary>Starts; the functions are those that the other tests have built.</summary>
    /// <param name="server">What keeps the tables.</param>
    /// <param name="change">Changes the template's text.</param>
    public static async Task<ShopOnDynamoDb> StartAsync(DynamoServer server, Func<string, string>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("shop-on-dynamodb-").FullName;
        var template = Path.Combine(folder, "template.yaml");
        var text = await File.ReadAllTextAsync(StackFixture.Template, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            template,
            (change?.Invoke(text) ?? text).Replace("CodeUri: services/", $"CodeUri: {StackFixture.Root}/services/", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        System.Collections.Concurrent.ConcurrentQueue<string> log = new();
        var aws = await LocalAws.StartAsync(
            new LocalAwsOptions
            {
                Template = template,
                DataFolder = Path.Combine(folder, "data"),
                BuildFolder = StackFixture.BuildFolder,
                Upstreams = new Dictionary<string, Uri> { ["dynamodb"] = server.Endpoint },
                Log = log.Enqueue,
            },
            TestContext.Current.CancellationToken);
        return new(aws, folder, log);
    }

    public async ValueTask DisposeAsync()
    {
        Shop.Dispose();
        await Aws.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
