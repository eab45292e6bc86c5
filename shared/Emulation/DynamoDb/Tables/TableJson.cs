using System.Text.Json.Serialization;

namespace Emulation.DynamoDb.Tables;

/// <summary>What LocalAws itself asks the server.</summary>
internal sealed record TableNamed(string TableName);

/// <summary>Asks for the tags of a table.</summary>
internal sealed record ResourceTagged(string ResourceArn, string? NextToken);

/// <summary>Tags a table.</summary>
internal sealed record TaggedResource(string ResourceArn, IReadOnlyList<TableTag> Tags);

internal sealed record TableTag(string Key, string Value);

/// <summary>Makes a table. API Reference, CreateTable.</summary>
internal sealed record NewTable(string TableName, IReadOnlyList<KeyPart> KeySchema, IReadOnlyList<AttributeType> AttributeDefinitions, string BillingMode)
{
    public Throughput? ProvisionedThroughput { get; init; }

    public IReadOnlyList<NewIndex>? GlobalSecondaryIndexes { get; init; }

    public IReadOnlyList<NewIndex>? LocalSecondaryIndexes { get; init; }

    public NewStream? StreamSpecification { get; init; }
}

internal sealed record KeyPart(string AttributeName, string KeyType);

internal sealed record AttributeType(string AttributeName, [property: JsonPropertyName("AttributeType")] string Type);

internal sealed record Throughput(int ReadCapacityUnits, int WriteCapacityUnits);

internal sealed record NewIndex(string IndexName, IReadOnlyList<KeyPart> KeySchema, NewProjection Projection, Throughput? ProvisionedThroughput);

internal sealed record NewProjection(string ProjectionType, IReadOnlyList<string>? NonKeyAttributes);

internal sealed record NewStream(bool StreamEnabled, string StreamViewType);

/// <summary>Lets items expire.</summary>
internal sealed record ExpiringTable(string TableName, Expiry TimeToLiveSpecification);

internal sealed record Expiry(bool Enabled, string AttributeName);

[JsonSerializable(typeof(TableNamed))]
[JsonSerializable(typeof(ResourceTagged))]
[JsonSerializable(typeof(TaggedResource))]
[JsonSerializable(typeof(NewTable))]
[JsonSerializable(typeof(ExpiringTable))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class TableJson : JsonSerializerContext;
