using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Templates;
using Sam.UsagePlans;

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
        foreach (var api in table.All.Where(static r => r.Type?.Name is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi" or WebSocketApis.TypeName).ToList())
        {
            AddOfApi(api, table);
        }

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

        GeneratedPlans.AddGenerated(table, evaluator, errors);
        ConnectorLinks.AddGenerated(table, errors);
    }

    // The names of both in the template are made of hashes, so that only SAM's own references lead to them.
    private static void AddOfApi(Declaration api, ResourceTable table)
    {
        var isRest = api.Type!.Name == "AWS::Serverless::Api";
        if (isRest)
        {
            table.Add(Generated(api, "Deployment", ResourceCatalogue.Types["AWS::ApiGateway::Deployment"], MapNode.Empty));
        }

        if ((api.Properties["Domain"] as MapNode)?["DomainName"] is { } name)
        {
            var isPrivate = isRest && (api.Properties["Domain"] as MapNode)?["EndpointConfiguration"] is ScalarNode { Text: "PRIVATE" };
            var type = isPrivate ? "AWS::ApiGateway::DomainNameV2" : isRest ? "AWS::ApiGateway::DomainName" : "AWS::ApiGatewayV2::DomainName";
            table.Add(Generated(api, isPrivate ? "DomainNameV2" : "DomainName", ResourceCatalogue.Types[type], Single("DomainName", name)));
        }
    }

    private static Declaration Generated(Declaration api, string samName, ResourceType type, MapNode properties) =>
        new($"{api.LogicalId}{samName}", type, properties, api.Line) { Condition = api.Condition, GeneratedFor = api.LogicalId, SamName = samName };

    private static void AddImplicitApi(Declaration function, TemplateSections sections, ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        if (IsCreated(function, evaluator) && FirstWithout("RestApiId", "Api", function) is { } entry && IsFree(ImplicitApi, "AWS::Serverless::Api", table, errors))
        {
            var stage = Single("StageName", new ScalarNode("Prod", ScalarKind.Text, entry.KeyLine));
            AddApi(ImplicitApi, "AWS::Serverless::Api", stage, entry.KeyLine, sections, table, errors);
        }
    }

    private static void AddImplicitHttpApi(Declaration function, TemplateSections sections, ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        if (IsCreated(function, evaluator) && FirstWithout("ApiId", "HttpApi", function) is { } entry && IsFree(ImplicitHttpApi, "AWS::Serverless::HttpApi", table, errors))
        {
            AddApi(ImplicitHttpApi, "AWS::Serverless::HttpApi", new MapNode([], entry.KeyLine), entry.KeyLine, sections, table, errors);
        }
    }

    // aws-sam-translator, ImplicitApiPlugin: the API of the events takes the place of whatever has its name.
    private static bool IsFree(string logicalId, string typeName, ResourceTable table, ErrorList errors)
    {
        if (table[logicalId] is { Type: { } type, Line: var line } && type.Name != typeName)
        {
            errors.Add(line, logicalId, "", $"The transform puts the API of events that name none in the place of this {type.Name}.", "Rename the resource.");
        }

        return table[logicalId] is null;
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
