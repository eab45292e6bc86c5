using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>Tables. Encryption at rest and backups decide nothing about who may call what, so they are inert.</summary>
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
            Word = ElementWord.Emulated,
            Properties = Shape.Empty
                .Enforced("TableName AttributeDefinitions BillingMode GlobalSecondaryIndexes KeySchema LocalSecondaryIndexes ProvisionedThroughput SSESpecification")
                .Enforced("Tags TimeToLiveSpecification")
                .Enforced("ResourcePolicy", Shape.Empty.Enforced("PolicyDocument*"))
                .Enforced("StreamSpecification", Shape.Empty
                    .Enforced("StreamViewType*")
                    .Closed("ResourcePolicy", "LocalAws serves no streams, and so enforces no policy of one.", "Give it only where the template is deployed, with Fn::If."))
                .Inert(
                    "ContributorInsightsSpecification DeletionProtectionEnabled ImportSourceSpecification KinesisStreamSpecification OnDemandThroughput " +
                    "PointInTimeRecoverySpecification TableClass WarmThroughput"),
            NameProperty = "TableName",
            GeneratedName = Generated,
            // AWS ends a stream's ARN in the time it was enabled; any fixed time does.
            Attributes = Attributes.Add("StreamArn", static table => table.Arn("dynamodb", $"table/{table.Name}/stream/2026-01-01T00:00:00.000")),
        },
        new("AWS::Serverless::SimpleTable")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty.Enforced("TableName PrimaryKey ProvisionedThroughput SSESpecification Tags").Inert("PointInTimeRecoverySpecification"),
            NameProperty = "TableName",
            GeneratedName = Generated,
            Attributes = Attributes,
        },
    ];
}
