using System.Collections.Frozen;
using Sam.Documents;
using Sam.Policies;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>The source or the destination of a connector, in unevaluated values. aws-sam-translator, <c>model/connector/connector.py</c>.</summary>
/// <param name="Type">CloudFormation's type, also of what SAM declares.</param>
/// <param name="Role">The name of the role that acts for it; null when there is none, or it cannot be told.</param>
/// <param name="Names">What else names it: <c>Arn</c>, <c>ResourceId</c>, <c>Name</c>, <c>Qualifier</c>, <c>QueueUrl</c>.</param>
internal sealed record ConnectorEnd(string Type, Node? Role, MapNode Names)
{
    private static readonly FrozenDictionary<string, string> Expanded = new Dictionary<string, string>
    {
        ["AWS::Serverless::Api"] = "AWS::ApiGateway::RestApi",
        ["AWS::Serverless::Function"] = "AWS::Lambda::Function",
        ["AWS::Serverless::GraphQLApi"] = "AWS::AppSync::GraphQLApi",
        ["AWS::Serverless::HttpApi"] = "AWS::ApiGatewayV2::Api",
        ["AWS::Serverless::SimpleTable"] = "AWS::DynamoDB::Table",
        ["AWS::Serverless::StateMachine"] = "AWS::StepFunctions::StateMachine",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads one end; null with the reason when it is not usable.</summary>
    /// <param name="written">What the template writes.</param>
    /// <param name="other">The other end as written, by which a rule's role is found.</param>
    /// <param name="table">The resources of the template.</param>
    /// <param name="problem">Why it is not usable, in the transform's words.</param>
    public static ConnectorEnd? Read(MapNode written, MapNode other, ResourceTable table, out string problem)
    {
        problem = "";
        var hasOthers = written.Entries.Any(static entry => entry.Key is not ("Id" or "Qualifier"));
        if (written.Written("Id") is not null == hasOthers)
        {
            problem = "Must provide 'Id' (with optional 'Qualifier') or a supported combination of other properties.";
            return null;
        }

        if (written["Id"] is null)
        {
            problem = written["Type"] is ScalarNode ? "" : "'Type' is missing or not a string.";
            return written["Type"] is ScalarNode { Text: var type } ? new ConnectorEnd(Expanded.GetValueOrDefault(type, type), written["RoleName"], written) : null;
        }

        if (written["Id"] is not ScalarNode { Text: var id })
        {
            problem = "'Id' is missing or not a string.";
            return null;
        }

        if (table[id] is not { Type: { } declaredType } declaration)
        {
            problem = $"Unable to find resource with logical ID '{id}'.";
            return null;
        }

        var expanded = Expanded.GetValueOrDefault(declaredType.Name, declaredType.Name);
        var outputs = ConnectorProfiles.OutputsOf(expanded, id, written.Line);
        (string Name, Node? Value)[] given =
        [
            ("Arn", outputs["Arn"]), ("ResourceId", outputs["Id"]), ("Name", outputs["Name"]), ("QueueUrl", outputs["Url"]),
            ("Qualifier", written["Qualifier"] ?? outputs["Qualifier"]),
        ];
        var names = MapNode.Of(written.Line, [.. given.Where(static one => one.Value is not null).Select(static one => (one.Name, one.Value!))]);
        return new ConnectorEnd(expanded, RoleOf(declaration, expanded, other, table), names);
    }

    private static MapNode? RoleOf(Declaration declaration, string type, MapNode other, ResourceTable table)
    {
        var role = table[GeneratedIds.Role(declaration.LogicalId)] is { } generated && generated.GeneratedFor == declaration.LogicalId
            ? generated.LogicalId
            : Referred(type == "AWS::Events::Rule" ? RoleOfTarget(declaration, other) : declaration.Properties[RoleProperty(declaration, type)]);
        return role is null ? null : MapNode.Of(declaration.Line, ("Ref", ScalarNode.Of(role, declaration.Line)));
    }

    private static string RoleProperty(Declaration declaration, string type) =>
        declaration.Type!.Name == "AWS::Serverless::StateMachine" ? "Role" : ConnectorProfiles.RoleProperty(type) ?? "";

    private static Node? RoleOfTarget(Declaration rule, MapNode other) => (rule.Properties["Targets"] as ListNode)?.Items.OfType<MapNode>()
        .FirstOrDefault(target => (Referred(target["Arn"]) is { } id && id == (other["Id"] as ScalarNode)?.Text)
            || (target["Arn"] is { } arn && other["Arn"] is { } given && PolicyDocument.ToJson(arn) == PolicyDocument.ToJson(given)))?["RoleArn"];

    /// <summary>The resource that a <c>Ref</c> or <c>Fn::GetAtt</c> refers to; null for any other value.</summary>
    private static string? Referred(Node? value) => value switch
    {
        MapNode { Entries: [{ Key: "Ref", Value: ScalarNode name }] } => name.Text,
        MapNode { Entries: [{ Key: "Fn::GetAtt", Value: ListNode { Items: [ScalarNode name, _] } }] } => name.Text,
        MapNode { Entries: [{ Key: "Fn::GetAtt", Value: ScalarNode path }] } => path.Text.Split('.')[0],
        _ => null,
    };
}
