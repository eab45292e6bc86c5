using System.Text.Json;
using System.Text.Json.Nodes;
using Sam.Documents;

namespace Sam.Resources;

/// <summary>
/// The files of CDK's assets, which a synthesized template names by the keys that they will have in a bucket. Beside <c>X.template.json</c> lies <c>X.assets.json</c>, which says
/// where they are; CDK's command line also writes it into the resource's metadata. AWS CDK Developer Guide, "Assets".
/// </summary>
/// <param name="templatePath">The template's absolute path.</param>
internal sealed class CloudAssets(string templatePath)
{
    private const string TemplateEnd = ".template.json";
    private const string PathKey = "aws:asset:path";
    private const string PropertyKey = "aws:asset:property";

    private readonly string folder = Path.GetDirectoryName(templatePath) ?? "";
    private readonly Lazy<Dictionary<string, string>> byKey = new(() => Read(templatePath));

    /// <summary>The folder or archive that a property of a resource stands for: the metadata's, or the one whose key it names. Null when CDK has made none.</summary>
    public string? PathOf(MapNode? metadata, string property, string? key)
    {
        var named = metadata?[PathKey] is ScalarNode { Text: { Length: > 0 } text } && (metadata[PropertyKey] as ScalarNode ?? new ScalarNode(property,
            ScalarKind.Text, 0)).Text == property
            ? text : null;
        var path = named ?? (key is null ? null : byKey.Value.GetValueOrDefault(key));
        return path is null ? null : Path.GetFullPath(Path.Combine(folder, path));
    }

    private static Dictionary<string, string> Read(string templatePath)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!templatePath.EndsWith(TemplateEnd, StringComparison.Ordinal))
        {
            return paths;
        }

        try
        {
            var manifest = JsonNode.Parse(File.ReadAllText($"{templatePath[..^TemplateEnd.Length]}.assets.json"));
            foreach (var file in (manifest?["files"] as JsonObject ?? []).Select(static one => one.Value).OfType<JsonObject>())
            {
                foreach (var destination in (file["destinations"] as JsonObject ?? []).Select(static one => one.Value).OfType<JsonObject>())
                {
                    if (Text(destination["objectKey"]) is { } key && Text(file["source"]?["path"]) is { } path)
                    {
                        paths[key] = path;
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // No assembly of CDK's, or a damaged one: then nothing is known of its assets.
            paths.Clear();
        }

        return paths;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
