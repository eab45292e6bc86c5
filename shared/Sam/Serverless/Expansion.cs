using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>
/// Declares the resources that the SAM transform generates, so that the template can refer to them: execution roles, the
/// implicit API, stages.
/// </summary>
internal static class Expansion
{
    /// <summary>The REST API of events that name none.</summary>
    public const string ImplicitApi = "ServerlessRestApi";

    /// <summary>The HTTP API of events that name none.</summary>
    public const string ImplicitHttpApi = "ServerlessHttpApi";

    private const string DefaultStage = "$default";

    public static void AddGenerated(TemplateSections sections, ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        foreach (var function in table.All.Where(static r => r.Type?.Name is "AWS::Serverless::Function" or "AWS::Serverless::StateMachine").ToList())
        {
            if (function.Type!.Name == "AWS::Serverless::Function")
            {
                FunctionExpansion.AddGenerated(function, table, evaluator, errors);
            }

            AddImplicitApi(function, sections, table, evaluator, errors);
            AddImplicitHttpApi(function, sections, table, evaluator, errors);
        }

        OtherExpansions.AddGenerated(table, evaluator, errors);
        foreach (var api in table.All.Where(static r => r.Type?.Name == "AWS::Serverless::Api").ToList())
        {
            if (api.Properties["StageName"] is { } stage)
            {
                // The transform's own name for it; a stage name with other characters gets a hash instead, which nobody can refer to.
                var name = stage is ScalarNode { Text: var text } && text.All(char.IsAsciiLetterOrDigit) ? text : "";
                table.Add(new Declaration($"{api.LogicalId}{name}Stage", ApiTypes.Stage, Single("StageName", stage), api.Line)
                {
                    Condition = api.Condition,
                    GeneratedFor = api.LogicalId,
                    SamName = "Stage",
                });
            }
        }

        foreach (var api in table.All.Where(static r => r.Type?.Name == "AWS::Serverless::HttpApi").ToList())
        {
            var stage = api.Properties["StageName"] ?? ScalarNode.Of(DefaultStage, api.Line);
            var name = stage is not ScalarNode { Text: var text } ? "" : text == DefaultStage ? "ApiGatewayDefault" : text.All(char.IsAsciiLetterOrDigit) ? text : "";
            table.Add(new Declaration($"{api.LogicalId}{name}Stage", HttpApiTypes.Stage, Single("StageName", stage), api.Line)
            {
                Condition = api.Condition,
                GeneratedFor = api.LogicalId,
                SamName = "Stage",
            });
        }

        foreach (var api in table.All.Where(static r => r.Type?.Name == WebSocketApis.TypeName).ToList())
        {
            var stage = api.Properties["StageName"] ?? ScalarNode.Of(WebSocketApis.DefaultStage, api.Line);
            var name = stage is not ScalarNode { Text: var text } ? "" : text == WebSocketApis.DefaultStage ? "Default" : text.All(char.IsAsciiLetterOrDigit) ? text : "";
            table.Add(new Declaration($"{api.LogicalId}{name}Stage", HttpApiTypes.Stage, Single("StageName", stage), api.Line)
            {
                Condition = api.Condition,
                GeneratedFor = api.LogicalId,
                SamName = "Stage",
            });
        }

        UsagePlans.AddGenerated(table, errors);
        ConnectorLinks.AddGenerated(table, errors);
    }

    private static void AddImplicitApi(Declaration function, TemplateSections sections, ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        if (table[ImplicitApi] is null && IsCreated(function, evaluator) && FirstWithout("RestApiId", "Api", function) is { } entry)
        {
            var stage = Single("StageName", new ScalarNode("Prod", ScalarKind.Text, entry.KeyLine));
            AddApi(ImplicitApi, "AWS::Serverless::Api", stage, entry.KeyLine, sections, table, errors);
        }
    }

    private static void AddImplicitHttpApi(Declaration function, TemplateSections sections, ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        if (table[ImplicitHttpApi] is null && IsCreated(function, evaluator) && FirstWithout("ApiId", "HttpApi", function) is { } entry)
        {
            AddApi(ImplicitHttpApi, "AWS::Serverless::HttpApi", new MapNode([], entry.KeyLine), entry.KeyLine, sections, table, errors);
        }
    }

    private static void AddApi(string logicalId, string typeName, MapNode properties, int line, TemplateSections sections, ResourceTable table, ErrorList errors)
    {
        var type = ResourceCatalogue.Types[typeName];
        table.Add(new Declaration(logicalId, type, GlobalProperties.Read(sections.Globals, errors).Merge(type.Name, properties, null), line));
    }

    // The first event of a type that names no API.
    private static MapEntry? FirstWithout(string apiProperty, string type, Declaration function) => function.Properties["Events"] is not MapNode events
        ? null
        : events.Entries
            .Where(entry => entry.Value is MapNode declared && declared["Type"] is ScalarNode named && named.Text == type
                && (declared["Properties"] as MapNode)?.Written(apiProperty) is null)
            .Select(static entry => (MapEntry?)entry)
            .FirstOrDefault();

    /// <summary>Whether the resource's condition holds.</summary>
    public static bool IsCreated(Declaration resource, Evaluator evaluator) =>
        resource.Condition is not { } condition
        || evaluator.Conditions.MayHold(condition, new Place(resource.LogicalId, "Condition", ""));

    private static MapNode Single(string key, Node value) => new([new MapEntry(key, value.Line, value)], value.Line);
}
