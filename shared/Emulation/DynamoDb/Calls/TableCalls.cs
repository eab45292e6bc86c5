using System.Collections.Frozen;
using System.Collections.Immutable;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;
using Iam;

namespace Emulation.DynamoDb.Calls;

/// <summary>Calls on tables themselves, and on what hangs on them. Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB".</summary>
internal static class TableCalls
{
    private static readonly FrozenSet<string> TagMembers = ItemCalls.Set("Key", "Value");

    // What restoring does to the table that it makes: Service Authorization Reference, "API operations", RestoreTableFromBackup.
    private static readonly string[] Restoring = ["BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"];

    /// <summary>Reads a call that names one table by <c>TableName</c>, and perhaps an index of it.</summary>
    public static TableAccess ByName(RequestObject call, string operation, bool isCrossAccount)
    {
        var index = call.Text("IndexName");
        return new TableAccess($"dynamodb:{operation}", TableReference.Parse(call.RequiredText("TableName")))
        {
            Index = index,
            Below = QueryCalls.BelowOf(index),
            IsCrossAccount = isCrossAccount,
        };
    }

    /// <summary>Reads a call that names a table, or a backup or export of one, by an ARN.</summary>
    public static TableAccess ByArn(RequestObject call, string operation, string member, bool isCrossAccount)
    {
        var (table, below) = Split(call.RequiredText(member), member);
        return new TableAccess($"dynamodb:{operation}", table) { Below = below, IsCrossAccount = isCrossAccount, RequestTags = Tags(call) };
    }

    /// <summary>A table that comes with tags needs the permission to tag it as well.</summary>
    public static IReadOnlyList<TableAccess> Create(RequestObject call)
    {
        if (call.Has("ResourcePolicy"))
        {
            throw DynamoDbException.Validation("LocalAws takes no ResourcePolicy with CreateTable. Put it with PutResourcePolicy once the table is there.");
        }

        var tags = Tags(call);
        var create = new TableAccess("dynamodb:CreateTable", TableReference.Parse(call.RequiredText("TableName"))) { Makes = true, IsCrossAccount = false, RequestTags = tags };
        return tags is null ? [create] : [create, create with { Action = "dynamodb:TagResource" }];
    }

    public static IReadOnlyList<TableAccess> RestoreBackup(RequestObject call)
    {
        var (table, below) = Split(call.RequiredText("BackupArn"), "BackupArn");
        var target = Target(call);
        return [new TableAccess("dynamodb:RestoreTableFromBackup", table) { Below = below, IsCrossAccount = false },
            target with { Action = "dynamodb:RestoreTableFromBackup" }, .. Restored(target)];
    }

    public static IReadOnlyList<TableAccess> RestorePoint(RequestObject call)
    {
        if (call.Has("SourceTableName") == call.Has("SourceTableArn"))
        {
            throw DynamoDbException.Validation("Name the source by one of SourceTableName and SourceTableArn.");
        }

        var source = call.Text("SourceTableName") is { } name ? TableReference.Parse(name) : Split(call.RequiredText("SourceTableArn"), "SourceTableArn").Table;
        return [new TableAccess("dynamodb:RestoreTableToPointInTime", source) { IsCrossAccount = false }, .. Restored(Target(call))];
    }

    /// <summary>The table and what stands behind it in such as <c>arn:aws:dynamodb:us-east-1:111122223333:table/T/backup/b</c>.</summary>
    public static (TableReference Table, string Below) Split(string text, string member)
    {
        if (!Arn.TryParse(text, out var arn) || arn.Service != "dynamodb" || !arn.Resource.StartsWith("table/", StringComparison.Ordinal))
        {
            throw DynamoDbException.Validation($"Invalid {member}: '{text}' is not the ARN of a table or of a part of one");
        }

        var slash = arn.Resource.IndexOf('/', "table/".Length);
        var below = slash < 0 ? "" : arn.Resource[slash..];
        return (TableReference.Parse(slash < 0 ? text : text[..^below.Length]), below);
    }

    private static TableAccess Target(RequestObject call) => new("", TableReference.Parse(call.RequiredText("TargetTableName"))) { Makes = true, IsCrossAccount = false };

    private static IEnumerable<TableAccess> Restored(TableAccess target) => Restoring.Select(action => target with { Action = $"dynamodb:{action}" });

    private static ImmutableDictionary<string, string?>? Tags(RequestObject call)
    {
        var tags = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (var tag in call.List("Tags").Select(static item => RequestObject.Of(item, "a tag", TagMembers)))
        {
            if (!tags.TryAdd(tag.RequiredText("Key"), tag.RequiredText("Value")))
            {
                throw DynamoDbException.Validation("One or more parameter values were invalid: a tag is given twice");
            }
        }

        foreach (var key in call.Texts("TagKeys"))
        {
            tags[key] = null;
        }

        return call.Has("Tags") || call.Has("TagKeys") ? tags.ToImmutable() : null;
    }

    public static readonly FrozenSet<string> CreateMembers = ItemCalls.Set(
        "AttributeDefinitions", "TableName", "KeySchema", "LocalSecondaryIndexes", "GlobalSecondaryIndexes", "BillingMode", "ProvisionedThroughput",
        "StreamSpecification", "SSESpecification", "Tags",
        "TableClass", "DeletionProtectionEnabled", "WarmThroughput", "ResourcePolicy", "OnDemandThroughput");

    public static readonly FrozenSet<string> RestoreBackupMembers = ItemCalls.Set(
        "TargetTableName", "BackupArn", "BillingModeOverride", "GlobalSecondaryIndexOverride", "LocalSecondaryIndexOverride",
        "ProvisionedThroughputOverride", "OnDemandThroughputOverride", "SSESpecificationOverride");

    public static readonly FrozenSet<string> RestorePointMembers = ItemCalls.Set(
        "SourceTableArn", "SourceTableName", "TargetTableName", "UseLatestRestorableTime", "RestoreDateTime", "BillingModeOverride",
        "GlobalSecondaryIndexOverride", "LocalSecondaryIndexOverride",
        "ProvisionedThroughputOverride", "OnDemandThroughputOverride", "SSESpecificationOverride");
}
