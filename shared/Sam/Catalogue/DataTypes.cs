using System.Collections.Immutable;

using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>Tables. Encryption at rest and backups decide nothing about who may call what, so they are harmless.</summary>
internal static class DataTypes
{
    private static readonly GeneratedName Generated = new(255, NameLetters.Upper);

    private static readonly ImmutableDictionary<string, Func<PhysicalResource, string>> Attributes =
        ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
            .Add("Arn", static table => table.Arn("dynamodb", $"table/{table.Name}"));

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::DynamoDB::Table")
        {
            Properties = Shape.Empty
                .Enforced("TableName")
                .Harmless(
                    "AttributeDefinitions BillingMode ContributorInsightsSpecification DeletionProtectionEnabled GlobalSecondaryIndexes " +
                    "ImportSourceSpecification KeySchema KinesisStreamSpecification LocalSecondaryIndexes OnDemandThroughput " +
                    "PointInTimeRecoverySpecification ProvisionedThroughput SSESpecification StreamSpecification TableClass Tags " +
                    "TimeToLiveSpecification WarmThroughput")
                .Refused("ResourcePolicy", "LocalAws does not enforce resource policies of tables.", "Grant access with identity policies."),
            NameProperty = "TableName",
            GeneratedName = Generated,
            // AWS ends a stream's ARN in the time it was enabled; any fixed time does.
            Attributes = Attributes.Add("StreamArn", static table => table.Arn("dynamodb", $"table/{table.Name}/stream/2026-01-01T00:00:00.000")),
        },
        new("AWS::Serverless::SimpleTable")
        {
            Properties = Shape.Empty.Enforced("TableName").Harmless("PointInTimeRecoverySpecification PrimaryKey ProvisionedThroughput SSESpecification Tags"),
            NameProperty = "TableName",
            GeneratedName = Generated,
            Attributes = Attributes,
        },
    ];
}
