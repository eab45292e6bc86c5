using System.Collections.Immutable;

namespace Emulation;

/// <summary>Finds the templates that a path means: a file is one; a folder is its own template, those of its direct subfolders, or what CDK synthesized into it.</summary>
internal static class TemplateFolders
{
    private static readonly string[] Names = ["template.yaml", "template.yml", "template.json"];

    /// <summary>Every template, one entry for each.</summary>
    /// <exception cref="UsageException">A folder has none, or one name was given to several stacks.</exception>
    public static ImmutableArray<TemplateSource> Expand(ImmutableArray<TemplateSource> sources) => [.. sources.SelectMany(Expand)];

    /// <summary>The template in a folder; null when there is none.</summary>
    public static string? In(string folder) => Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static IEnumerable<TemplateSource> Expand(TemplateSource source)
    {
        if (!Directory.Exists(source.Path))
        {
            return [CloudAssembly.WithSettings(source)];
        }

        var folder = Path.TrimEndingDirectorySeparator(source.Path);
        ImmutableArray<TemplateSource> found =
            CloudAssembly.IsIn(folder) ? CloudAssembly.Read(source with { Path = folder, Folder = Path.GetDirectoryName(Path.GetFullPath(folder)) })
            : In(folder) is { } template ? [source with { Path = template }]
            :
            [
                .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(In).OfType<string>()
                    .Select(inside => source with { Path = inside, Folder = Path.GetFullPath(folder) }),
            ];
        return found.IsEmpty ? throw new UsageException(
                $"There is no template in {source.Path}. "
                + "A folder has a template.yaml, template.yml or template.json, or folders that have one each, or is the cdk.out that CDK synthesized.")
            : source.Name is { } name && found.Length > 1 ? throw new UsageException(
                $"{name}={source.Path} names one stack, but the folder has {found.Length}: {string.Join(", ", found.Select(static one => one.Path))}. Name each file.")
            : found;
    }
}
