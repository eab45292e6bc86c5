using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulation;

/// <summary>
/// What CDK synthesizes into <c>cdk.out</c>: the stacks of its <c>manifest.json</c>, with those of the assemblies inside it. AWS CDK Developer Guide, "Cloud assemblies"; the
/// manifest's form is that of the npm package <c>@aws-cdk/cloud-assembly-schema</c>.
/// </summary>
internal static class CloudAssembly
{
    private const string ManifestFile = "manifest.json";
    private const string Unknown = "unknown-";
    private const int MostLevels = 8;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Whether a folder is an assembly.</summary>
    public static bool IsIn(string folder) => ManifestOf(folder) is not null;

    /// <summary>The stacks of an assembly, in the manifest's order.</summary>
    /// <param name="source">The folder, and the account of stacks that are made for no account.</param>
    public static ImmutableArray<TemplateSource> Read(TemplateSource source) => Read(source, []);

    // An assembly that is inside itself, as by a link, is read once.
    private static ImmutableArray<TemplateSource> Read(TemplateSource source, ImmutableHashSet<string> around)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Path));
        return around.Contains(folder) || around.Count >= MostLevels
            ? [] : [.. ArtifactsOf(source.Path).SelectMany(artifact => Read(artifact, source, around.Add(folder)))];
    }

    /// <summary>A template of an assembly that is named by itself keeps name, account and region of its stack; any other is as it is.</summary>
    public static TemplateSource WithSettings(TemplateSource source)
    {
        var folder = Path.GetDirectoryName(source.Path) is { Length: > 0 } above ? above : ".";
        return source.Path.EndsWith(".template.json", StringComparison.Ordinal)
            && ArtifactsOf(folder).FirstOrDefault(artifact => TemplateOf(artifact) == Path.GetFileName(source.Path)) is { } own
            ? Of(own, source with { Folder = Path.GetDirectoryName(Path.GetFullPath(folder)) }, source.Path) : source;
    }

    private static ImmutableArray<TemplateSource> Read(JsonObject artifact, TemplateSource source, ImmutableHashSet<string> around) => Text(artifact["type"]) switch
    {
        "aws:cloudformation:stack" when TemplateOf(artifact) is { } file => [Of(artifact, source, Path.Combine(source.Path, file))],
        "cdk:cloud-assembly" when Text(artifact["properties"]?["directoryName"]) is { } inside => Read(source with { Path = Path.Combine(source.Path, inside) }, around),
        _ => [],
    };

    private static TemplateSource Of(JsonObject artifact, TemplateSource source, string path)
    {
        // aws://ACCOUNT/REGION
        var environment = Text(artifact["environment"])?.Split('/') ?? [];
        var account = source.NamesAccount ? null : Known(environment.ElementAtOrDefault(2));
        return source with
        {
            Path = path,
            Name = source.Name ?? Text(artifact["properties"]?["stackName"]) ?? Text(artifact["displayName"]) ?? artifact.GetPropertyName(),
            AccountId = account ?? source.AccountId,
            Region = Known(environment.ElementAtOrDefault(3)),
        };
    }

    private static string? Known(string? part) => part is null or "" || part.StartsWith(Unknown, StringComparison.Ordinal) ? null : part;

    private static string? TemplateOf(JsonObject artifact) => Text(artifact["properties"]?["templateFile"]);

    private static IEnumerable<JsonObject> ArtifactsOf(string folder) =>
        (ManifestOf(folder)?["artifacts"] as JsonObject ?? []).Select(static artifact => artifact.Value).OfType<JsonObject>();

    /// <summary>Null of a folder that is no assembly: other tools have manifests of their own.</summary>
    private static JsonObject? ManifestOf(string folder)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(Path.Combine(folder, ManifestFile)), documentOptions: Options) is JsonObject manifest && manifest["artifacts"] is JsonObject
                && manifest["version"] is not null ? manifest : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
