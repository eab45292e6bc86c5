using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>A template, taken apart into its sections.</summary>
internal sealed record TemplateSections
{
    // Rules constrain the parameters that somebody may deploy with; Metadata is for tools, Hooks for CodeDeploy. None makes a resource.
    private static readonly string[] Known =
    [
        "AWSTemplateFormatVersion", "Description", "Transform", "Globals", "Metadata", "Parameters", "Rules", "Mappings", "Conditions",
        "Resources", "Outputs", "Hooks",
    ];

    public MapNode Metadata { get; init; } = MapNode.Empty;

    public MapNode Parameters { get; init; } = MapNode.Empty;

    public MapNode Mappings { get; init; } = MapNode.Empty;

    public MapNode Conditions { get; init; } = MapNode.Empty;

    public MapNode Globals { get; init; } = MapNode.Empty;

    public MapNode Resources { get; init; } = MapNode.Empty;

    public MapNode Outputs { get; init; } = MapNode.Empty;

    /// <summary>True when the template declares the SAM transform, without which there is no <c>AWS::Serverless::*</c>.</summary>
    public bool UsesServerless { get; init; }

    /// <summary>True when the template declares <c>AWS::LanguageExtensions</c>, without which some functions do not exist.</summary>
    public bool UsesExtensions { get; init; }

    /// <summary>True when a macro of the account processes the template: what is no attribute of a resource may be meant for it.</summary>
    public bool UsesMacros { get; init; }

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

        var transforms = Transforms.Read(root["Transform"], errors);
        return new TemplateSections
        {
            Metadata = Section(root, "Metadata", errors),
            Parameters = Section(root, "Parameters", errors),
            Mappings = Section(root, "Mappings", errors),
            Conditions = Section(root, "Conditions", errors),
            Globals = Section(root, "Globals", errors),
            Resources = Section(root, "Resources", errors),
            Outputs = Section(root, "Outputs", errors),
            UsesServerless = transforms.Serverless,
            UsesExtensions = transforms.Extensions,
            UsesMacros = transforms.Macros,
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
}
