using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Sam;
using ServiceDefaults;

namespace DynamoServers;

/// <summary>A new table, as the template declares it but under a name of its own.</summary>
public sealed class TestTable : IAsyncDisposable
{
    private readonly DynamoServer server;

    private TestTable(DynamoServer server, string name)
    {
        this.server = server;
        Name = name;
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>Makes a table.</summary>
    /// <param name="server">Where.</param>
    /// <param name="logicalId">The table's logical id in the template.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<TestTable> CreateAsync(DynamoServer server, string logicalId, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        var declared = Repository.Table(logicalId);
        var table = new TestTable(server, $"{logicalId}-{Guid.NewGuid():N}");
        using var client = server.Client();
        await client.CreateTableAsync(
            new()
            {
                TableName = table.Name,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                KeySchema = KeyOf(declared.Key),
                AttributeDefinitions = [.. declared.AttributeTypes.Select(static type => new AttributeDefinition(type.Key, type.Value))],
                GlobalSecondaryIndexes = [.. declared.Indexes.Where(static index => index.IsGlobal).Select(static index => new GlobalSecondaryIndex
                {
                    IndexName = index.Name,
                    KeySchema = KeyOf(index.Key),
                    Projection = new() { ProjectionType = index.Projection },
                })],
            },
            cancellation).ConfigureAwait(false);
        return table;
    }

    /// <summary>The table with a client of its own, as another process has it.</summary>
    public DynamoTable Open() => new(server.Client(), Name, TimeProvider.System);

    /// <summary>The same over a network that fails, for a process that does not wait before it repeats a write.</summary>
    public DynamoTable Open(FaultyNetwork network) => new(server.Client(network), Name, new Impatience());

    /// <summary>The same for a process that is at its end: it repeats nothing.</summary>
    public DynamoTable OpenOnce(FaultyNetwork network) => new(server.Client(network, retries: 0), Name, new Impatience());

    /// <summary>Every item, in no order: what a test may see and the services may not ask for.</summary>
    public async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> ScanAsync(CancellationToken cancellation = default)
    {
        using var client = server.Client();
        return (await client.ScanAsync(new ScanRequest { TableName = Name, ConsistentRead = true }, cancellation).ConfigureAwait(false)).Items ?? [];
    }

    /// <summary>Deletes it.</summary>
    public async ValueTask DisposeAsync()
    {
        using var client = server.Client();
        await client.DeleteTableAsync(Name).ConfigureAwait(false);
    }

    private static List<KeySchemaElement> KeyOf(ImmutableArray<TableKey> key) =>
        [.. key.Select(static part => new KeySchemaElement(part.Attribute, part.IsPartition ? KeyType.HASH : KeyType.RANGE))];

    /// <summary>A clock of which every timer is due at once.</summary>
    private sealed class Impatience : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
