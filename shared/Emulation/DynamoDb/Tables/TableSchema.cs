using System.Collections.Immutable;
using System.Text.Json;
using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.Tables;

/// <summary>The key of a table or index: a partition key of one attribute, of a global index of up to four, and a sort key.</summary>
internal sealed record KeySchema(ImmutableArray<KeyAttribute> Partition, ImmutableArray<KeyAttribute> Sort)
{
    /// <summary>How many attributes the key has.</summary>
    public int Count => Partition.Length + Sort.Length;

    public IEnumerable<KeyAttribute> All => Partition.Concat(Sort);
}

/// <summary>An attribute of a key, of type <c>S</c>, <c>N</c> or <c>B</c>.</summary>
internal sealed record KeyAttribute(string Name, string Type);

/// <summary>What is known of a table: its keys, those of its indexes by name, its tags and its ARN, as the server has them.</summary>
internal sealed record TableSchema(KeySchema Key, ImmutableDictionary<string, KeySchema> Indexes, ImmutableDictionary<string, string> Tags, string UpstreamArn)
{
    /// <summary>The key of KMS that encrypts it, as the server says; null for none.</summary>
    public string? KeyArn { get; init; }

    /// <summary>The key of an index, or of the table itself.</summary>
    /// <exception cref="DynamoDbException">There is no such index.</exception>
    public KeySchema KeyOf(string? index) => index is null ? Key
        : Indexes.GetValueOrDefault(index) ?? throw DynamoDbException.Validation($"The table does not have the specified index: {index}");

    /// <summary>Reads the <c>Table</c> of an answer to DescribeTable; null when it is none.</summary>
    public static TableSchema? Read(JsonElement table)
    {
        if (!table.TryGetProperty("KeySchema", out var key) || !table.TryGetProperty("AttributeDefinitions", out var definitions))
        {
            return null;
        }

        var types = definitions.EnumerateArray()
            .ToDictionary(static d => d.GetProperty("AttributeName").GetString()!, static d => d.GetProperty("AttributeType").GetString()!, StringComparer.Ordinal);
        var indexes = ImmutableDictionary.CreateBuilder<string, KeySchema>(StringComparer.Ordinal);
        foreach (var member in (ReadOnlySpan<string>)["GlobalSecondaryIndexes", "LocalSecondaryIndexes"])
        {
            if (table.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var index in list.EnumerateArray())
                {
                    indexes[index.GetProperty("IndexName").GetString()!] = ReadKey(index.GetProperty("KeySchema"), types);
                }
            }
        }

        var arn = table.TryGetProperty("TableArn", out var given) ? given.GetString() ?? "" : "";
        return new TableSchema(ReadKey(key, types), indexes.ToImmutable(), ImmutableDictionary<string, string>.Empty, arn)
        {
            KeyArn = table.TryGetProperty("SSEDescription", out var encryption) && encryption.TryGetProperty("KMSMasterKeyArn", out var encrypting)
                && encryption.TryGetProperty("Status", out var status) && status.GetString() is not ("DISABLED" or "DISABLING") ? encrypting.GetString() : null,
        };
    }

    private static KeySchema ReadKey(JsonElement schema, Dictionary<string, string> types)
    {
        ImmutableArray<KeyAttribute> Of(string kind) =>
        [
            .. schema.EnumerateArray().Where(element => element.GetProperty("KeyType").GetString() == kind)
                .Select(element => element.GetProperty("AttributeName").GetString()!)
                .Select(name => new KeyAttribute(name, types.GetValueOrDefault(name, "S"))),
        ];

        return new KeySchema(Of("HASH"), Of("RANGE"));
    }
}
