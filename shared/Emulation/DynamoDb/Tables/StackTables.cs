using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Emulation.DynamoDb.Protocol;
using Sam;

namespace Emulation.DynamoDb.Tables;

/// <summary>Makes the template's tables on the server where they are not there yet, as a deployment would.</summary>
internal sealed class StackTables(DynamoDbUpstream upstream, TableDirectory directory, ImmutableArray<Table> tables)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when every table is there and active.</summary>
    /// <exception cref="UsageException">The server is out of reach, refuses a table, or has it with another key.</exception>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await WaitForServerAsync(patience.Token).ConfigureAwait(false);
            await Task.WhenAll(tables.Select(table => EnsureAsync(table, patience.Token))).ConfigureAwait(false);
        }
        catch (DynamoDbException e)
        {
            throw new UsageException(e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new UsageException($"The tables of the template did not become active at {upstream.Url} within {Patience.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>A server that is started together with LocalAws gets a few seconds.</summary>
    private async Task WaitForServerAsync(CancellationToken cancellation)
    {
        for (var left = 100; ; left--)
        {
            try
            {
                var (answer, refusal) = await upstream.AskAsync("ListTables", "{}"u8.ToArray(), cancellation).ConfigureAwait(false);
                answer?.Dispose();
                if (answer is not null)
                {
                    return;
                }

                throw new UsageException(
                    $"The server at {upstream.Url} refuses ListTables ({refusal}). Is it DynamoDB-compatible, and does it take these credentials "
                        + $"({UpstreamEndpoint.AccessKeyVariable})?");
            }
            catch (DynamoDbException) when (left > 0)
            {
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task EnsureAsync(Table table, CancellationToken cancellation)
    {
        if (table.Key.IsEmpty)
        {
            throw new UsageException($"{table.Line} {table.LogicalId}: the table has no KeySchema, and so cannot be made at {upstream.Url}. Add it.");
        }

        if (await directory.FindAsync(table.TableName, cancellation).ConfigureAwait(false) is { } there)
        {
            CheckKey(table, there);
        }
        else
        {
            await SendAsync("CreateTable", Request(table), TableJson.Default.NewTable, table, cancellation).ConfigureAwait(false);
        }

        await WaitUntilActiveAsync(table, cancellation).ConfigureAwait(false);
        await AdornAsync(table, cancellation).ConfigureAwait(false);
        directory.Forget(table.TableName);
    }

    private void CheckKey(Table table, TableSchema there)
    {
        var declared = table.Key.Select(key => (key.Attribute, table.AttributeTypes.GetValueOrDefault(key.Attribute)));
        if (!declared.SequenceEqual(there.Key.All.Select(static key => (key.Name, (string?)key.Type))))
        {
            throw new UsageException(
                $"{table.Line} {table.LogicalId}: the table {table.TableName} is at {upstream.Url} already, with another key "
                    + $"({string.Join(", ", there.Key.All.Select(static key => $"{key.Name} {key.Type}"))}). Delete it there, or correct KeySchema.");
        }
    }

    private async Task WaitUntilActiveAsync(Table table, CancellationToken cancellation)
    {
        while (true)
        {
            var (answer, _) = await upstream.AskAsync("DescribeTable", Body(new TableNamed(table.TableName), TableJson.Default.TableNamed), cancellation).ConfigureAwait(false);
            using (answer)
            {
                if (answer is not null && answer.RootElement.GetProperty("Table") is var described
                    && (!described.TryGetProperty("TableStatus", out var status) || status.GetString() == "ACTIVE"))
                {
                    return;
                }
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Tags and expiry: not every server has them, and then the template's tags still count here.</summary>
    private async Task AdornAsync(Table table, CancellationToken cancellation)
    {
        if (!table.Tags.IsEmpty && await directory.FindAsync(table.TableName, cancellation).ConfigureAwait(false) is { } schema)
        {
            var tags = new TaggedResource(
                schema.UpstreamArn,
                [.. table.Tags.OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag => new TableTag(tag.Key, tag.Value))]);
            (await upstream.AskAsync("TagResource", Body(tags, TableJson.Default.TaggedResource), cancellation).ConfigureAwait(false)).Answer?.Dispose();
        }

        if (table.TimeToLiveAttribute is { } attribute)
        {
            (await upstream.AskAsync(
                "UpdateTimeToLive", Body(new(table.TableName, new Expiry(true, attribute)), TableJson.Default.ExpiringTable),
                cancellation).ConfigureAwait(false)).Answer?.Dispose();
        }
    }

    private async Task SendAsync<T>(string operation, T request, JsonTypeInfo<T> type, Table table, CancellationToken cancellation)
    {
        var (answer, refusal) = await upstream.AskAsync(operation, Body(request, type), cancellation).ConfigureAwait(false);

        // Another LocalAws on the same server may have been quicker.
        if (answer is null && !refusal!.EndsWith("ResourceInUseException", StringComparison.Ordinal))
        {
            throw new UsageException($"{table.Line} {table.LogicalId}: the server at {upstream.Url} does not make this table ({refusal}).");
        }

        answer?.Dispose();
    }

    private static byte[] Body<T>(T request, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(request, type);

    private static NewTable Request(Table table) => new(
        table.TableName,
        Parts(table.Key),
        [.. table.AttributeTypes.Select(static pair => new AttributeType(pair.Key, pair.Value))],
        table.Capacity is null ? "PAY_PER_REQUEST" : "PROVISIONED")
    {
        ProvisionedThroughput = Units(table.Capacity),
        GlobalSecondaryIndexes = Indexes(table, isGlobal: true),
        LocalSecondaryIndexes = Indexes(table, isGlobal: false),
        StreamSpecification = table.StreamViewType is null ? null : new NewStream(true, table.StreamViewType),
    };

    private static List<NewIndex>? Indexes(Table table, bool isGlobal)
    {
        List<NewIndex> indexes =
        [
            .. table.Indexes.Where(index => index.IsGlobal == isGlobal).Select(index => new NewIndex(
                index.Name,
                Parts(index.Key),
                new NewProjection(index.Projection, index.NonKeyAttributes.IsEmpty ? null : index.NonKeyAttributes),
                isGlobal && table.Capacity is not null ? Units(index.Capacity ?? table.Capacity) : null)),
        ];
        return indexes.Count == 0 ? null : indexes;
    }

    private static KeyPart[] Parts(ImmutableArray<TableKey> key) => [.. key.Select(static part => new KeyPart(part.Attribute, part.IsPartition ? "HASH" : "RANGE"))];

    private static Throughput? Units(TableCapacity? capacity) => capacity is null ? null : new Throughput(capacity.Reads, capacity.Writes);
}
