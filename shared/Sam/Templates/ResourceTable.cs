using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>The section <c>Resources</c>, with the resources that the SAM transform adds to it.</summary>
internal sealed class ResourceTable
{
    private static readonly string[] Attributes =
    [
        "Type", "Properties", "Condition", "Connectors", "CreationPolicy", "DeletionPolicy", "DependsOn", "Description", "IgnoreGlobals", "Metadata", "UpdatePolicy",
        "UpdateReplacePolicy",
    ];

    private readonly List<Declaration> declarations = [];
    private readonly Dictionary<string, Declaration> byId = new(StringComparer.Ordinal);

    private readonly Dictionary<(string Owner, string Name), Declaration> generated = [];

    private ResourceTable()
    {
    }

    /// <summary>In the template's order; generated ones come after all others.</summary>
    public IReadOnlyList<Declaration> All => declarations;

    public Declaration? this[string logicalId] => byId.GetValueOrDefault(logicalId);

    /// <summary>The resource that the transform generates for another one, by the name that SAM gives it.</summary>
    public Declaration? Generated(string owner, string name) => generated.GetValueOrDefault((owner, name));

    /// <summary>No resources: for values that may be made of parameters only.</summary>
    public static ResourceTable Empty => new();

    public static ResourceTable Declare(TemplateSections sections, ErrorList errors)
    {
        var table = new ResourceTable();
        var globals = GlobalProperties.Read(sections.Globals, errors);
        foreach (var entry in sections.Resources.Entries)
        {
            table.Add(Read(entry, sections, globals, errors));
        }

        return table;
    }

    /// <summary>Adds a resource. False when its name is taken.</summary>
    public bool Add(Declaration declaration)
    {
        if (!byId.TryAdd(declaration.LogicalId, declaration))
        {
            return false;
        }

        declarations.Add(declaration);
        if (declaration is { GeneratedFor: { } owner, SamName: { } name })
        {
            generated.TryAdd((owner, name), declaration);
        }

        return true;
    }

    private static Declaration Read(MapEntry entry, TemplateSections sections, GlobalProperties globals, ErrorList errors)
    {
        var id = entry.Key;
        if (id.Length == 0 || id.AsSpan().ContainsAnyExcept(LogicalIdCharacters))
        {
            errors.Add(entry.KeyLine, id, "", $"'{id}' is not a logical id.", "Use letters and digits only.");
        }

        if (entry.Value is not MapNode body)
        {
            errors.Add(entry.Value.Line, id, "", $"A resource is a map with Type and Properties, but this is {entry.Value.Kind}.", "Write 'Type:' under its name.");
            return new Declaration(id, null, MapNode.Empty, entry.KeyLine);
        }

        CheckAttributes(id, body, sections.UsesMacros, errors);
        var type = ReadType(id, body, entry.KeyLine, sections.UsesServerless, errors);
        var properties = ReadMap(id, "Properties", body["Properties"], errors);
        return new Declaration(id, type, type is null ? properties : globals.Merge(type.Name, properties, body["IgnoreGlobals"]), entry.KeyLine)
        {
            Condition = body["Condition"] as ScalarNode,
            Metadata = body["Metadata"] as MapNode,
            Connectors = sections.UsesServerless ? body["Connectors"] as MapNode : null,
            DependsOn = body["DependsOn"] switch
            {
                ScalarNode one => [one],
                ListNode list => [.. list.Items.OfType<ScalarNode>()],
                _ => [],
            },
        };
    }

    private static void CheckAttributes(string id, MapNode body, bool usesMacros, ErrorList errors)
    {
        if (body["Condition"] is { } condition and not ScalarNode)
        {
            errors.Add(condition.Line, id, "Condition", "Every Condition member must be a string.", "Name a condition of the section Conditions.");
        }

        var type = (body["Type"] as ScalarNode)?.Text ?? "";
        var isCustom = type == "AWS::CloudFormation::CustomResource" || type.StartsWith("Custom::", StringComparison.Ordinal);

        // The transform writes a resource of its own anew, with the attributes that it knows. What is none may be meant for a macro.
        var takesOthers = usesMacros || type.StartsWith("AWS::Serverless::", StringComparison.Ordinal);
        foreach (var attribute in body.Entries)
        {
            if (!Attributes.Contains(attribute.Key) && !(isCustom && attribute.Key == "Version") && !(takesOthers && DidYouMean.Hint(attribute.Key, Attributes) is null))
            {
                errors.Add(
                    attribute.KeyLine, id, attribute.Key, $"'{attribute.Key}' is not an attribute of a resource.",
                    DidYouMean.Hint(attribute.Key, Attributes) ?? "Move it under Properties.");
            }
        }
    }

    private static ResourceType? ReadType(string id, MapNode body, int line, bool usesServerless, ErrorList errors)
    {
        if (body["Type"] is not ScalarNode { Text: { Length: > 0 } name } at)
        {
            errors.Add(body["Type"]?.Line ?? line, id, "Type", "The resource has no type.", "Write 'Type: AWS::...'.");
            return null;
        }

        if (name.StartsWith("AWS::Serverless::", StringComparison.Ordinal) && !usesServerless)
        {
            errors.Add(at.Line, id, "Type", $"'{name}' needs the SAM transform.", "Add 'Transform: AWS::Serverless-2016-10-31' at the top.");
        }

        if (ResourceCatalogue.Find(name, out var remedy) is { } type)
        {
            return type;
        }

        errors.Add(at.Line, id, "Type", $"There is no type of resource '{name}'.", remedy);
        return null;
    }

    private static MapNode ReadMap(string id, string attribute, Node? value, ErrorList errors)
    {
        switch (value)
        {
            case MapNode map:
                return map;
            case null or UnknownNode:
                return MapNode.Empty;
            default:
                errors.Add(value.Line, id, attribute, $"{attribute} is a map, but this is {value.Kind}.", "Indent the properties under their names.");
                return MapNode.Empty;
        }
    }

    private static System.Buffers.SearchValues<char> LogicalIdCharacters { get; } =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
}
