using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>A DynamoDB table.</summary>
/// <param name="LogicalId">The name in the template.</param>
/// <param name="TableName"><c>TableName</c>, or the name CloudFormation would generate.</param>
/// <param name="Arn">The table's ARN.</param>
/// <param name="Line">Where the table is declared.</param>
public sealed record Table(string LogicalId, string TableName, Arn Arn, SourceLine Line)
{
    /// <summary>The primary key, partition key first; empty when the template leaves it out.</summary>
    public ImmutableArray<TableKey> Key { get; init; } = [];

    /// <summary>The type of each key attribute, <c>S</c>, <c>N</c> or <c>B</c>, by its name.</summary>
    public ImmutableSortedDictionary<string, string> AttributeTypes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The secondary indexes: global ones first, then local ones.</summary>
    public ImmutableArray<TableIndex> Indexes { get; init; } = [];

    /// <summary>Provisioned capacity; null for a table that is billed by request.</summary>
    public TableCapacity? Capacity { get; init; }

    /// <summary>What its stream shows, such as <c>NEW_AND_OLD_IMAGES</c>; null without a stream.</summary>
    public string? StreamViewType { get; init; }

    /// <summary>The attribute that holds an item's expiry; null when items do not expire.</summary>
    public string? TimeToLiveAttribute { get; init; }

    /// <summary>The customer's key that encrypts it, an id, an ARN or an alias; null for a key of AWS's.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The tags, which policies see as <c>aws:ResourceTag</c>.</summary>
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Who else may use it, indexes included; null when the template gives no resource policy.</summary>
    public Policy? ResourcePolicy { get; init; }
}

/// <summary>One attribute of a key.</summary>
/// <param name="Attribute">Its name.</param>
/// <param name="IsPartition">True for <c>HASH</c>, false for <c>RANGE</c>.</param>
public sealed record TableKey(string Attribute, bool IsPartition);

/// <summary>A secondary index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsGlobal">True for a global one.</param>
/// <param name="Key">Its key.</param>
/// <param name="Projection"><c>ALL</c>, <c>KEYS_ONLY</c> or <c>INCLUDE</c>.</param>
/// <param name="NonKeyAttributes">What <c>INCLUDE</c> includes.</param>
/// <param name="Capacity">Provisioned capacity of a global index; null where the table has none.</param>
public sealed record TableIndex(string Name, bool IsGlobal, ImmutableArray<TableKey> Key, string Projection, ImmutableArray<string> NonKeyAttributes, TableCapacity? Capacity);

/// <summary>Provisioned capacity, in capacity units.</summary>
/// <param name="Reads">Read units.</param>
/// <param name="Writes">Write units.</param>
public sealed record TableCapacity(int Reads, int Writes);
