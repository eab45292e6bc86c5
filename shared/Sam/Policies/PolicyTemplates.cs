using System.Text.Json;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;

namespace Sam.Policies;

/// <summary>
/// SAM's policy templates, such as <c>DynamoDBCrudPolicy: {TableName: !Ref Orders}</c>. The table in
/// <c>PolicyTemplates.json</c> is the one that aws-sam-translator (Apache License 2.0) publishes.
/// </summary>
internal static class PolicyTemplates
{
    private static readonly Lazy<JsonDocument> Table = new(static () =>
    {
        using var stream = typeof(PolicyTemplates).Assembly.GetManifestResourceStream("templates")!;
        return JsonDocument.Parse(stream);
    });

    /// <summary>The names of all templates.</summary>
    public static IEnumerable<string> Names => Table.Value.RootElement.EnumerateObject().Select(static template => template.Name);

    /// <summary>The policy that a template makes of its parameters; null after an error, which has been reported.</summary>
    /// <param name="name">The template's name.</param>
    /// <param name="parameters">Its parameters, evaluated.</param>
    /// <param name="evaluator">Evaluates the functions in the template itself.</param>
    /// <param name="place">Where the template is used.</param>
    /// <param name="line">The line on which it is used: every statement gets it.</param>
    public static Node? Expand(string name, MapNode parameters, Evaluator evaluator, Place place, int line)
    {
        var at = new ScalarNode(name, ScalarKind.Text, line);
        if (!Table.Value.RootElement.TryGetProperty(name, out var template))
        {
            evaluator.Report(
                at, place, $"'{name}' is not a SAM policy template.",
                DidYouMean.Hint(name, Names) ?? "Write the policy out as a document with Statement.");
            return null;
        }

        var wanted = template.GetProperty("Parameters").EnumerateArray().Select(static parameter => parameter.GetString()!).ToList();
        var missing = wanted.Where(parameter => parameters[parameter] is null).ToList();
        if (missing.Count > 0)
        {
            evaluator.Report(at, place, $"{name} needs the parameter '{missing[0]}'.", "Add it.");
        }
        // What else is given the transform leaves out.
        else
        {
            var statements = Fill(PolicyDocument.FromJson(template.GetProperty("Statement"), line), parameters);
            return new MapNode([new MapEntry("Statement", line, evaluator.Evaluate(statements, place)!)], line);
        }

        return null;
    }

    // A Ref to one of the template's own parameters gives way to its value; all else is left to the evaluator.
    private static Node Fill(Node node, MapNode parameters) => node switch
    {
        MapNode { Entries: [{ Key: "Ref", Value: ScalarNode name }] } when parameters[name.Text] is { } value => value,
        MapNode map => new MapNode([.. map.Entries.Select(entry => entry with { Value = Fill(entry.Value, parameters) })], map.Line),
        ListNode list => new ListNode([.. list.Items.Select(item => Fill(item, parameters))], list.Line),
        _ => node,
    };
}
