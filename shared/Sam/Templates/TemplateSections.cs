using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>A template, taken apart into its sections.</summary>
internal sealed record TemplateSections
{
    private const string ServerlessTransform = "AWS::Serverless-2016-10-31";

    // Rules constrain the parameters that somebody may deploy with; Metadata is for tools. Neither makes a resource.
    private static readonly string[] Known =
    [
        "AWSTemplateFormatVersion", "Description", "Transform", "Globals", "Metadata", "Parameters", "Rules", "Mappings", "Conditions",
        "Resources", "Outputs",
    ];

    public MapNode Metadata { get; private init; } = MapNode.Empty;

    public MapNode Parameters { get; private init; } = MapNode.Empty;

    public MapNode Mappings { get; private init; } = MapNode.Empty;

    public MapNode Conditions { get; private init; } = MapNode.Empty;

    public MapNode Globals { get; private init; } = MapNode.Empty;

    public MapNode Resources { get; private init; } = MapNode.Empty;

    public MapNode Outputs { get; private init; } = MapNode.Empty;

    /// <summary>True when the template declares the SAM transform, without which there is no <c>AWS::Serverless::*</c>.</summary>
    public bool UsesServerless { get; private init; }

    public static TemplateSections Read(MapNode root, ErrorList errors)
    {
        foreach (var entry in root.Entries)
        {
            if (!Known.Contains(entry.Key))
            {
                errors.Add(
                    entry.KeyLine, entry.Key, "", $"'{entry.Key}' is not a section of a template.",
                    DidYouMean.Hint(entry.Key, Known) ?? "Move it under Metadata.");
            }
        }

        if (root["AWSTemplateFormatVersion"] is { } version and not ScalarNode { Text: "2010-09-09" })
        {
            errors.Add(version.Line, "AWSTemplateFormatVersion", "", "The only version there is, is '2010-09-09'.", "Write '2010-09-09'.");
        }

        if (Section(root, "Resources", errors).Entries.IsEmpty && !errors.Any)
        {
            errors.Add(root["Resources"]?.Line ?? 1, "Resources", "", "The template declares no resources.", "Declare at least one resource under 'Resources'.");
        }

        return new TemplateSections
        {
            Metadata = Section(root, "Metadata", errors),
            Parameters = Section(root, "Parameters", errors),
            Mappings = Section(root, "Mappings", errors),
            Conditions = Section(root, "Conditions", errors),
            Globals = Section(root, "Globals", errors),
            Resources = Section(root, "Resources", errors),
            Outputs = Section(root, "Outputs", errors),
            UsesServerless = ReadTransforms(root["Transform"], errors),
        };
    }

    private static MapNode Section(MapNode root, string name, ErrorList errors)
    {
        switch (root[name])
        {
            case MapNode section:
                return section;
            case null or UnknownNode:
                return MapNode.Empty;
            case var other:
                errors.Add(other.Line, name, "", $"A section is a map from names to declarations, but this is {other.Kind}.", "Indent the declarations under their names.");
                return MapNode.Empty;
        }
    }

    private static bool ReadTransforms(Node? transform, ErrorList errors)
    {
        var uses = false;
        foreach (var one in transform is ListNode list ? list.Items.AsEnumerable() : transform is null ? [] : [transform])
        {
            if (one is ScalarNode { Text: ServerlessTransform })
            {
                uses = true;
            }
            else
            {
                var name = one is ScalarNode scalar ? $"'{scalar.Text}'" : "this";
                errors.Add(
                    one.Line, "Transform", "", $"LocalAws does not run the transform {name}.",
                    one is ScalarNode { Text: var text } && DidYouMean.Hint(text, [ServerlessTransform]) is { } hint
                        ? hint : "Process the template before LocalAws reads it.");
            }
        }

        return uses;
    }
}
