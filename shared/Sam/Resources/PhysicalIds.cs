using System.Collections.Immutable;

namespace Sam.Resources;

/// <summary>What every reference to a resource of the template evaluates to.</summary>
internal static class PhysicalIds
{
    public static ImmutableArray<TemplateReference> Of(ImmutableArray<Resource> resources, string file) =>
        [.. resources.Where(static resource => !resource.Declaration.Type!.IsForeign).SelectMany(resource => Of(resource, file))];

    private static IEnumerable<TemplateReference> Of(Resource resource, string file)
    {
        var type = resource.Declaration.Type!;
        var isNamed = type.NameProperty is { } name && resource.Values[name] is not null;
        var line = new SourceLine(file, resource.Declaration.Line);
        return type.Attributes.OrderBy(static attribute => attribute.Key, StringComparer.Ordinal)
            .Select(attribute => new TemplateReference(resource.LogicalId, attribute.Key, attribute.Value(resource.Physical), type.Name, isNamed, line))
            .Prepend(new TemplateReference(resource.LogicalId, null, type.Ref(resource.Physical), type.Name, isNamed, line));
    }
}
