using System.Collections.Immutable;
using Sam.Documents;
using Sam.Resources;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>
/// The roles that the transform generates for an <c>AWS::Serverless::GraphQLApi</c>, and the connectors that give them their rights. The API itself is not served.
/// </summary>
internal static class GraphQlRoles
{
    private const string Service = "appsync.amazonaws.com";

    /// <summary>The ids of the roles, from what the template writes.</summary>
    public static IEnumerable<string> Ids(Declaration api)
    {
        if (api.Properties["Logging"] is not ScalarNode { Text: "false" } && (api.Properties["Logging"] as MapNode)?["CloudWatchLogsRoleArn"] is null)
        {
            yield return $"{api.LogicalId}CloudWatchRole";
        }

        foreach (var source in Sources(api).Where(static one => one.Properties["ServiceRoleArn"] is null))
        {
            yield return GeneratedIds.Role(source.LogicalId);
        }
    }

    /// <summary>All that the transform generates for it, with the types.</summary>
    public static IEnumerable<(string LogicalId, string Type)> Generated(Declaration api)
    {
        var id = api.LogicalId;
        var functions = Named(api.Properties["Functions"]).Select(name => (id + name, "AWS::AppSync::FunctionConfiguration"));
        var keys = Named(api.Properties["ApiKeys"]).Select(name => (id + name, "AWS::AppSync::ApiKey"));
        var sources = Sources(api).Select(static source => (source.LogicalId, "AWS::AppSync::DataSource"));
        return [.. Ids(api).Select(static role => (role, "AWS::IAM::Role")), ($"{id}Schema", "AWS::AppSync::GraphQLSchema"), .. keys, .. functions, .. sources];
    }

    private static IEnumerable<string> Named(Node? map) => (map as MapNode)?.Given.Select(static entry => entry.Key) ?? [];

    /// <summary>The roles with their properties.</summary>
    public static IEnumerable<(string LogicalId, MapNode Properties)> Of(Resource api)
    {
        var line = api.Declaration.Line;
        foreach (var id in Ids(api.Declaration))
        {
            var role = MapNode.Of(line, ("AssumeRolePolicyDocument", Statements.Trust(Service, line)));
            yield return (id, id == $"{api.LogicalId}CloudWatchRole"
                ? role.With("ManagedPolicyArns", new ListNode([ScalarNode.Of($"{GeneratedRole.ManagedPrefix}service-role/AWSAppSyncPushToCloudWatchLogs", line)], line))
                : role);
        }
    }

    /// <summary>The connectors from data sources to what they read, and from the API to the functions that authorize its callers.</summary>
    public static IEnumerable<(string LogicalId, MapNode Properties)> Connectors(Declaration api)
    {
        var line = api.Line;
        foreach (var (id, kind, source) in Sources(api).Where(static one => one.Properties["ServiceRoleArn"] is null))
        {
            var (type, target, permissions) = kind == "Lambda"
                ? ("AWS::Lambda::Function", source["FunctionArn"], null)
                : ("AWS::DynamoDB::Table", source["TableArn"] ?? TableArn(source), source["Permissions"]);
            if (target is not null)
            {
                yield return ($"{id}To{(kind == "Lambda" ? "Lambda" : "Table")}Connector", MapNode.Of(
                    line,
                    ("Source", MapNode.Of(line, ("Type", Text("AWS::AppSync::DataSource", line)), ("Arn", Text(id, line)), ("RoleName", Ref(GeneratedIds.Role(id), line)))),
                    ("Destination", MapNode.Of(line, ("Type", Text(type, line)), ("Arn", target))),
                    ("Permissions", permissions ?? new ListNode(kind == "Lambda" ? [Text("Write", line)] : [Text("Read", line), Text("Write", line)], line))));
            }
        }

        var number = 0;
        foreach (var function in Authorizers(api))
        {
            yield return ($"{api.LogicalId}ToLambdaAuthConnector{++number}", MapNode.Of(
                line,
                ("Source", MapNode.Of(
                    line, ("Type", Text("AWS::AppSync::GraphQLApi", line)), ("Arn", Ref(api.LogicalId, line)), ("ResourceId", GetAtt(api.LogicalId, "ApiId", line)))),
                ("Destination", MapNode.Of(line, ("Type", Text("AWS::Lambda::Function", line)), ("Arn", function))),
                ("Permissions", new ListNode([Text("Write", line)], line))));
        }
    }

    private static IEnumerable<(string LogicalId, string Kind, MapNode Properties)> Sources(Declaration api)
    {
        foreach (var (property, kind) in new[] { ("DynamoDb", "DynamoDB"), ("Lambda", "Lambda") })
        {
            foreach (var source in (api.Properties["DataSources"] as MapNode)?[property] is MapNode sources ? sources.Given : [])
            {
                yield return ($"{api.LogicalId}{source.Key}{kind}DataSource", kind, source.Value as MapNode ?? MapNode.Empty);
            }
        }
    }

    private static IEnumerable<Node> Authorizers(Declaration api)
    {
        var auth = api.Properties["Auth"] as MapNode;
        return new[] { auth }.Concat((auth?["Additional"] as ListNode)?.Items.OfType<MapNode>() ?? [])
            .Where(static one => (one?["Type"] as ScalarNode)?.Text == "AWS_LAMBDA")
            .Select(static one => (one!["LambdaAuthorizer"] as MapNode)?["AuthorizerUri"])
            .OfType<Node>();
    }

    private static MapNode? TableArn(MapNode source) => source["TableName"] is not { } table ? null : MapNode.Of(
        source.Line,
        ("Fn::Sub", new ListNode(
            [
                Text("arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}", source.Line),
                MapNode.Of(source.Line, ("__TableName__", table), ("__Region__", source["Region"] ?? Ref("AWS::Region", source.Line))),
            ], source.Line)));

    private static ScalarNode Text(string text, int line) => ScalarNode.Of(text, line);

    private static MapNode Ref(string name, int line) => MapNode.Of(line, ("Ref", Text(name, line)));

    private static MapNode GetAtt(string name, string attribute, int line) =>
        MapNode.Of(line, ("Fn::GetAtt", new ListNode(ImmutableArray.Create<Node>(Text(name, line), Text(attribute, line)), line)));
}
