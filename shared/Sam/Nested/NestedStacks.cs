using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Templates;

namespace Sam.Nested;

/// <summary>
/// Reads the templates that a template nests, each when one of its outputs is first asked for, once. One that is not on this machine
/// makes nothing here, and its outputs are not known.
/// </summary>
/// <param name="sections">The template: CDK names a nested template's file in the resource's metadata.</param>
/// <param name="resources">The template's resources.</param>
/// <param name="folder">The template's folder: locations are relative to it.</param>
/// <param name="options">What the template is loaded with.</param>
/// <param name="evaluator">Evaluates the values that are handed on.</param>
/// <param name="errors">Takes the errors of nested templates too.</param>
internal sealed class NestedStacks(
    TemplateSections sections, ResourceTable resources, string folder, StackOptions options, Evaluator evaluator, ErrorList errors) : INestedOutputs
{
    private const string OutputPrefix = "Outputs.";

    private readonly Dictionary<string, Stack?> loaded = new(StringComparer.Ordinal);
    private readonly NestedCount count = options.NestedCount ?? new NestedCount();

    /// <summary>The stacks of all nested templates that are created, in the template's order.</summary>
    public ImmutableArray<Stack> Load() =>
    [
        .. resources.All
            .Where(declaration => IsNested(declaration) && (declaration.Condition is not { } condition
                || evaluator.Conditions.MayHold(condition, new Place(declaration.LogicalId, "Condition", ""))))
            .Select(Load).OfType<Stack>(),
    ];

    /// <inheritdoc/>
    public Node? Output(Declaration declaration, string attribute, Node at, Place place)
    {
        if (!IsNested(declaration) || !attribute.StartsWith(OutputPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var name = attribute[OutputPrefix.Length..];
        if (Load(declaration) is not { } stack)
        {
            return new UnknownNode(at.Line, new Unknown(
                $"The output '{name}' of the stack that '{declaration.LogicalId}' nests is not known: its template is not on this machine, or has errors.",
                "Name a template file by its path, relative to this one."))
            {
                StandIn = UnknownNode.StandInOf(name),
            };
        }

        if (stack.Outputs.FirstOrDefault(output => output.Name == name) is { } known)
        {
            return ScalarNode.Of(known.Value, at.Line);
        }

        return stack.UnknownOutputs.TryGetValue(name, out var why)
            ? new UnknownNode(at.Line, why) { StandIn = UnknownNode.StandInOf(name) }
            : evaluator.Report(
                at, place, $"The template that '{declaration.LogicalId}' nests has no output '{name}'.",
                DidYouMean.Hint(name, stack.Outputs.Select(static output => output.Name).Concat(stack.UnknownOutputs.Keys)) ?? "Declare it there.");
    }

    private static bool IsNested(Declaration declaration) => declaration.Type?.Name is NestedTypes.Stack or NestedTypes.Application;

    private Stack? Load(Declaration declaration)
    {
        var id = declaration.LogicalId;
        if (loaded.TryGetValue(id, out var known))
        {
            return known;
        }

        // While it is read nothing of it is known: one that is made of its own outputs is a circle, which the graph of references reports.
        loaded[id] = null;
        if (FileOf(declaration) is not { } path || evaluator.References.Physical(declaration) is not { } physical)
        {
            return null;
        }

        if (options.Nesting.Contains(path))
        {
            errors.Add(declaration.Line, id, "", $"The template nests itself: {Path.GetFileName(path)}.", "Name another template.");
            return null;
        }

        if (!count.Takes())
        {
            errors.Add(declaration.Line, id, "", $"More than {NestedCount.Most} templates are nested in each other.", "Nest fewer.");
            return null;
        }

        var values = ParametersOf(declaration);
        var result = TemplateLoader.Load(path, options with
        {
            StackName = physical.Name,
            Parameters = values.Where(static one => one.Value is ScalarNode).ToImmutableDictionary(static one => one.Key, static one => ((ScalarNode)one.Value).Text),
            UnknownParameters = values.Where(static one => one.Value is UnknownNode).ToImmutableDictionary(static one => one.Key, static one => (UnknownNode)one.Value),
            Nesting = options.Nesting.Add(path),
            NestedAs = options.NestedAs.Add(id),
            NestedCount = count,
        });
        errors.AddRange(result.Errors);
        foreach (var file in result.Files)
        {
            errors.Reads(file);
        }

        return loaded[id] = result.Stack;
    }

    // CDK writes where its asset lies; the URL itself is that of the bucket to which it is uploaded.
    private string? FileOf(Declaration declaration)
    {
        var id = declaration.LogicalId;
        var property = declaration.Type!.Name == NestedTypes.Stack ? "TemplateURL" : "Location";
        var metadata = (sections.Resources[id] as MapNode)?["Metadata"] as MapNode;
        var location = metadata?["aws:asset:path"] is ScalarNode { Text: var asset } ? asset
            : declaration.Properties[property] is { } given && evaluator.Evaluate(given, new Place(id, property, id)) is ScalarNode { Text: var text } ? text
            : null;
        if (location is not { Length: > 0 } || location.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        var path = Path.GetFullPath(location, folder);
        if (File.Exists(path))
        {
            return path;
        }

        // Its URL is that of a bucket all the same, where AWS finds it.
        if (metadata?["aws:asset:path"] is not null)
        {
            return null;
        }

        errors.Add(declaration.Line, id, property, $"There is no template '{location}'.", "Name a template file by its path, relative to this one.");
        return null;
    }

    private List<KeyValuePair<string, Node>> ParametersOf(Declaration declaration)
    {
        var id = declaration.LogicalId;
        return declaration.Properties["Parameters"] is not { } given || evaluator.Evaluate(given, new Place(id, "Parameters", id)) is not MapNode map
            ? []
            : [.. map.Given.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value is ListNode list ? Text(list) : entry.Value))];
    }

    private static Node Text(ListNode list) => list.Items.FirstOrDefault(static item => item is UnknownNode)
        ?? ScalarNode.Of(string.Join(',', list.Items.OfType<ScalarNode>().Select(static item => item.Text)), list.Line);
}
