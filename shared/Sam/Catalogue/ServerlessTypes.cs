using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>AWS::Serverless::* beside functions, APIs and tables: what they generate counts, and nothing of them is run.</summary>
internal static class ServerlessTypes
{
    private static readonly GeneratedName StateMachineName = new(80, NameLetters.Mixed);

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Serverless::StateMachine")
        {
            Word = ElementWord.Inert,
            Properties = Shape.Empty.RestIsInert().Enforced("Events Name PermissionsBoundary Policies PropagateTags Role RolePath Tags Tracing AutoPublishAlias UseAliasAsEventTarget"),
            NameProperty = "Name",
            GeneratedName = StateMachineName,
            Ref = StateMachine,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", StateMachine)
                .Add("Name", static machine => machine.Name)
                .Add("StateMachineRevisionId", static machine => DerivedId.Uuid(machine.Stack, machine.LogicalId)),
            Owner = static (logicalId, property) => property switch
            {
                "PermissionsBoundary" or "Policies" or "RolePath" => $"{logicalId}Role",
                "Events" => "",
                _ => logicalId,
            },
        },
        new("AWS::Serverless::Connector") { Properties = Shape.Empty.Enforced("Destination* Permissions* Source*") },
        new("AWS::Serverless::LayerVersion")
        {
            Word = ElementWord.Inert,
            Properties = Shape.Empty.RestIsInert(),
            NameProperty = "LayerName",
            GeneratedName = new(64, NameLetters.Mixed),
            Ref = LambdaTypes.Layer,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("LayerVersionArn", LambdaTypes.Layer).Add("Arn", LambdaTypes.Layer),
        },
        new("AWS::Serverless::GraphQLApi")
        {
            Word = ElementWord.Inert,
            Properties = Shape.Empty.RestIsInert(),
            Ref = GraphQl,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("ApiId", GraphQlId)
                .Add("Arn", GraphQl)
                .Add("GraphQLUrl", static api => $"https://{GraphQlId(api)}.appsync-api.{api.Stack.Region}.amazonaws.com/graphql"),
        },
        new("AWS::Serverless::CapacityProvider")
        {
            Word = ElementWord.Inert,
            Properties = Shape.Empty.RestIsInert(),
            NameProperty = "CapacityProviderName",
            GeneratedName = new(140, NameLetters.Mixed),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", static provider => provider.Arn("lambda", $"capacity-provider:{provider.Name}")),
        },
    ];

    private static string StateMachine(PhysicalResource machine) => machine.Arn("states", $"stateMachine:{machine.Name}");

    private static string GraphQlId(PhysicalResource api) => DerivedId.GraphQlApi(api.Stack, api.LogicalId);

    private static string GraphQl(PhysicalResource api) => api.Arn("appsync", $"apis/{GraphQlId(api)}");
}
