using System.Collections.Immutable;

namespace Sam.Resources;

/// <summary>Says of every resource of a template what LocalAws does with it.</summary>
internal static class TemplateElements
{
    public static ImmutableArray<TemplateElement> Of(ImmutableArray<Resource> resources, ImmutableArray<Closure> closures, string file)
    {
        var byResource = closures.ToLookup(static closure => closure.Resource, StringComparer.Ordinal);
        return [.. resources.Where(static resource => resource.Declaration.GeneratedFor is null).SelectMany(resource => Of(resource, byResource[resource.LogicalId], file))];
    }

    private static IEnumerable<TemplateElement> Of(Resource resource, IEnumerable<Closure> closures, string file)
    {
        var element = new TemplateElement(resource.Declaration.Type!.Word, resource.TypeName, resource.LogicalId, new SourceLine(file, resource.Declaration.Line), null);
        var closed = closures.Select(closure => element with { Word = ElementWord.Closed, Closure = closure });
        return resource.Declaration.Type.Closed is null ? closed.Prepend(element) : closed;
    }
}
