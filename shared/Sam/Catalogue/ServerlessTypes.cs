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
            Properties = Shape.Empty.RestIsInert()
                .Enforced("AutoPublishAlias Events Name PermissionsBoundary Policies PropagateTags Role RolePath Tags Tracing UseAliasAsEventTarget"),
            NameProperty = "Name",
            GeneratedName = StateMachineName,
            Ref = StateMachine,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", StateMachine)
                .Add("Name", static machine => machine.Name)
                .Add("StateMachineRevisionId", static machine => DerivedId.Uuid(machine.Stack, machine.LogicalId).ToString()),
            Owner = static (logicalId, property) => property switch
            {
                "PermissionsBoundary" or "Policies" or "RolePath" => $"{logicalId}Role",
                "Events" => "",
                _ => logicalId,
            },
        },
        new("AWS::Serverless::Connector") { Properties = Shape.Empty.Enforced("Destination* Permissions* Source*") },
        new("AWS::Serverless::GraphQLApi")
        {
            Word = ElementWord.Inert,
            Properties = Shape.Empty.RestIsInert(),
            Ref = GraphQl,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("ApiId", GraphQlId)
                .Add("Arn", GraphQl)
                .Add("GraphQLDns", static api => $"{GraphQlId(api)}.appsync-api.{api.Stack.Region}.amazonaws.com")
                .Add("GraphQLUrl", static api => $"https://{GraphQlId(api)}.appsync-api.{api.Stack.Region}.amazonaws.com/graphql"),
            // What they name belongs to resources that the transform makes of them.
            Owner = static (logicalId, property) => property is "ApiKeys" or "DataSources" or "Functions" or "Resolvers" ? "" : logicalId,
        },
    ];

    private static string StateMachine(PhysicalResource machine) => machine.Arn("states", $"stateMachine:{machine.Name}");

    private static string GraphQlId(PhysicalResource api) => DerivedId.GraphQlApi(api.Stack, api.LogicalId);

    private static string GraphQl(PhysicalResource api) => api.Arn("appsync", $"apis/{GraphQlId(api)}");
}
