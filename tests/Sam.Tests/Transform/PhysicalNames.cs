using System.Text.Json.Nodes;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Serverless;
using Sam.Templates;

namespace Sam.Tests.Transform;

/// <summary>The physical ids of a template's resources, which no transform can know: both sides must use the same ones to be comparable.</summary>
internal static class PhysicalNames
{
    /// <summary>What each reference that is asked for evaluates to; what is not known here is left out.</summary>
    public static JsonObject Of(string template, StackOptions options, IEnumerable<(string LogicalId, string Attribute)> asks)
    {
        var errors = new ErrorList(template);
        var known = new JsonObject();
        if (DocumentReader.Read(File.ReadAllText(template), errors) is not { } root)
        {
            return known;
        }

        var sections = TemplateSections.Read(root, errors);
        var table = ResourceTable.Declare(sections, errors);
        var evaluator = new Evaluator(sections, ParameterValues.Resolve(sections.Parameters, options.Parameters, errors), table, options, errors);
        evaluator.Conditions.EvaluateAll();
        Expansion.AddGenerated(sections, table, evaluator, errors);
        foreach (var asked in asks.GroupBy(static ask => ask.LogicalId).Where(asked => table[asked.Key]?.Type is not null))
        {
            known[asked.Key] = Values(table[asked.Key]!, asked.Select(static ask => ask.Attribute), evaluator);
        }

        return known;
    }

    public static JsonObject Pseudo(StackOptions options) => new()
    {
        ["AWS::AccountId"] = options.AccountId,
        ["AWS::Region"] = options.Region,
        ["AWS::StackName"] = options.StackName,
        ["AWS::StackId"] = PseudoParameters.StackId(options),
        ["AWS::Partition"] = "aws",
        ["AWS::URLSuffix"] = "amazonaws.com",
        ["AWS::NotificationARNs"] = new JsonArray(),
    };

    private static JsonObject Values(Declaration declaration, IEnumerable<string> attributes, Evaluator evaluator)
    {
        var values = new JsonObject();
        if (evaluator.References.Physical(declaration) is { } physical)
        {
            values["Ref"] = declaration.Type!.Ref(physical);
            foreach (var attribute in attributes.Where(declaration.Type.Attributes.ContainsKey))
            {
                values[attribute] = declaration.Type.Attributes[attribute](physical);
            }
        }

        return values;
    }
}
