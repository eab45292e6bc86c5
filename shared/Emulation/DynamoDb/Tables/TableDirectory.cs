using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Emulation.DynamoDb.Protocol;
using Sam;

namespace Emulation.DynamoDb.Tables;

/// <summary>
/// What is known of the server's tables. The server is asked; its answer counts until a call changes the table, and for a few seconds at most, since others may change it behind
/// LocalAws's back.
/// </summary>
internal sealed class TableDirectory(DynamoDbUpstream upstream, ImmutableArray<Table> declared, TimeProvider time)
{
    private const int Capacity = 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, (TableSchema Schema, long At)> known = new(StringComparer.Ordinal);

    /// <summary>Null when the server has no such table.</summary>
    /// <exception cref="DynamoDbException">The server is out of reach.</exception>
    public ValueTask<TableSchema?> FindAsync(string table, CancellationToken cancellation) =>
        known.TryGetValue(table, out var entry) && time.GetElapsedTime(entry.At) < Lifetime ? new(entry.Schema) : new(AskAsync(table, cancellation));

    public void Forget(string table) => known.TryRemove(table, out _);

    private async Task<TableSchema?> AskAsync(string table, CancellationToken cancellation)
    {
        var asked = time.GetTimestamp();
        var (answer, refusal) = await upstream.AskAsync(
            "DescribeTable", JsonSerializer.SerializeToUtf8Bytes(new(table), TableJson.Default.TableNamed), cancellation).ConfigureAwait(false);
        using (answer)
        {
            var schema = answer is null ? null : answer.RootElement.TryGetProperty("Table", out var described) ? TableSchema.Read(described) : null;
            if (schema is null)
            {
                known.TryRemove(table, out _);
                return answer is null && refusal!.EndsWith("ResourceNotFoundException", StringComparison.Ordinal) ? null
                    : throw DynamoDbException.InternalServerError(
                        $"The server at {upstream.Url} does not describe the table {table} ({refusal ?? "an answer without its key"}), so that nothing can be decided about it.");
            }

            schema = schema with { Tags = await TagsAsync(table, schema.UpstreamArn, cancellation).ConfigureAwait(false) };
            if (known.Count >= Capacity)
            {
                known.Clear();
            }

            known[table] = (schema, asked);
            return schema;
        }
    }

    /// <summary>The template's where the server knows of no tags.</summary>
    private async Task<ImmutableDictionary<string, string>> TagsAsync(string table, string arn, CancellationToken cancellation)
    {
        var tags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var next = default(string);
        do
        {
            var (answer, _) = await upstream.AskAsync(
                "ListTagsOfResource", JsonSerializer.SerializeToUtf8Bytes(new(arn, next), TableJson.Default.ResourceTagged),
                cancellation).ConfigureAwait(false);
            using (answer)
            {
                if (answer is null || !answer.RootElement.TryGetProperty("Tags", out var list))
                {
                    return declared.FirstOrDefault(one => one.TableName == table)?.Tags ?? ImmutableDictionary<string, string>.Empty;
                }

                foreach (var tag in list.EnumerateArray())
                {
                    tags[tag.GetProperty("Key").GetString()!] = tag.GetProperty("Value").GetString()!;
                }

                next = answer.RootElement.TryGetProperty("NextToken", out var token) ? token.GetString() : null;
            }
        }
        while (next is not null);
        return tags.ToImmutable();
    }
}
