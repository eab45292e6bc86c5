using System.Text;
using Sam.Catalogue;
using Sam.Catalogue.Registry;

namespace Sam.Tests.Catalogue;

/// <summary>
/// docs/templates.md, whose second half is the table of elements as people read it. Set UPDATE_SNAPSHOTS=1 to write it anew, and read the difference.
/// </summary>
public class The_page_of_templates
{
    private const string Begin = "<!-- What follows is made of the table of elements: UPDATE_SNAPSHOTS=1 writes it anew. -->\n";

    [Fact]
    public void Says_of_each_type_and_property_what_the_table_does()
    {
        var path = Path.Combine(Repository(), "docs", "templates.md");
        var page = File.ReadAllText(path);
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, page[..start] + Table());
        }
        else
        {
            Assert.Equal(Table(), page[start..]);
        }
    }

    private static string Table()
    {
        var text = new StringBuilder();
        var types = ResourceCatalogue.Types.Values.OrderBy(static type => type.Name, StringComparer.Ordinal).ToList();
        foreach (var type in types.Where(static type => type.Word != ElementWord.Inert))
        {
            text.Append($"\n### {type.Name}\n\n{Name(type.Word)}.\n\n");
            Append(text, type.Properties, "");
            if (type.Name == "AWS::Serverless::Function")
            {
                Append(text, ApiTypes.Event, "Events.*.Properties` of type `Api");
                Append(text, HttpApiTypes.Event, "Events.*.Properties` of type `HttpApi");
            }
        }

        AppendClosed(text);
        AppendInert(text, types);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Shape shape, string at)
    {
        var of = at.Length == 0 ? "" : $" in `{at}`";
        foreach (var word in new[] { ElementWord.Enforced, ElementWord.Emulated, ElementWord.Inert })
        {
            var names = Sorted(shape).Where(property => property.Word == word && property.Value is null).Select(static property => $"`{property.Name}`").ToList();
            if (names.Count > 0)
            {
                text.Append($"- {Name(word)}{of}: {string.Join(", ", names)}\n");
            }
        }

        if (shape.Open)
        {
            text.Append($"- inert{of}: whatever else there is\n");
        }

        foreach (var property in Sorted(shape).Where(static property => property.Word == ElementWord.Closed))
        {
            var unless = property.Unless is null ? "" : $", unless it is `{property.Unless}`";
            text.Append($"- closed{of}: `{property.Name}`{unless}. {property.Reason} {property.Remedy}\n");
        }

        foreach (var property in Sorted(shape).Where(static property => property.Value is not null))
        {
            Append(text, property.Value!, at.Contains('`', StringComparison.Ordinal) ? $"{at}`, `{property.Name}" : $"{(at.Length == 0 ? "" : $"{at}.")}{property.Name}{(property.Keyed ? ".*" : "")}");
        }
    }

    private static void AppendClosed(StringBuilder text)
    {
        text.Append("\n## Closed as a whole\n\nThey bear on access to services that are not served here, so nothing here depends on them.\n\n");
        foreach (var reason in ClosedTypes.Elements.Where(static element => element.Property.Length == 0).GroupBy(static element => element.Reason).OrderBy(static reason => reason.Key, StringComparer.Ordinal))
        {
            text.Append($"- {reason.Key} {string.Join(", ", reason.Select(static element => $"`{element.Type}`"))}\n");
        }

        text.Append("\nOf types that are inert otherwise these properties are policies, and closed:\n\n");
        foreach (var type in ClosedTypes.Elements.Where(static element => element.Property.Length > 0).GroupBy(static element => element.Type))
        {
            text.Append($"- `{type.Key}`: {string.Join(", ", type.Select(static element => $"`{element.Property}`"))}\n");
        }
    }

    private static void AppendInert(StringBuilder text, IReadOnlyList<ResourceType> types)
    {
        var closed = ClosedTypes.Elements.Where(static element => element.Property.Length == 0).Select(static element => element.Type);
        var decided = types.Where(static type => type.Word != ElementWord.Inert).Select(static type => type.Name).Concat(closed);
        var inert = TypeRegistry.Names.Concat(types.Where(static type => type.Word == ElementWord.Inert).Select(static type => type.Name)).Distinct().Except(decided).ToList();
        text.Append($"\n## Inert\n\nThe other {inert.Count} types that AWS has, custom resources, and types of other vendors. By service:\n\n");
        text.Append(string.Join(", ", inert.GroupBy(static name => name[..name.LastIndexOf("::", StringComparison.Ordinal)]).OrderBy(static service => service.Key, StringComparer.Ordinal)
            .Select(static service => $"{service.Key[(service.Key.IndexOf("::", StringComparison.Ordinal) + 2)..]} {service.Count()}")));
        text.Append(".\n");
    }

    private static IEnumerable<Property> Sorted(Shape shape) => shape.Properties.Values.OrderBy(static property => property.Name, StringComparer.Ordinal);

    private static string Name(ElementWord word) => word.ToString().ToLowerInvariant();

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Microservices.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
