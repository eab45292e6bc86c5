using System.Text.RegularExpressions;

namespace Emulation.Lambda.Sources;

/// <summary>
/// What <c>sam build</c> left in its default place, <c>.aws-sam/build</c> beside the template: a folder for each function and layer, with all that it needs. AWS SAM CLI
/// command reference, "sam build".
/// </summary>
/// <param name="folder">The folder of a template's functions: of a nested one it is in that of the template around it.</param>
internal sealed partial class SamBuild(string folder)
{
    private const string Above = ".aws-sam";
    private const string Name = "build";

    private readonly Lazy<DateTime?> time = new(() => TimeOf(folder));

    /// <summary>The folder of a function or layer; null where nothing was built. Functions that are built of the same sources share the folder of one of them.</summary>
    public string? FolderOf(string logicalId) => folder.Length == 0 || time.Value is null
        ? null
        : SharedWith(logicalId).Prepend(logicalId).Select(id => Path.Combine(folder, id)).FirstOrDefault(Directory.Exists);

    /// <summary>Whether no source has changed since.</summary>
    public bool IsNewerThan(IEnumerable<FileInfo> sources) => time.Value is { } built && sources.All(file => file.LastWriteTimeUtc <= built);

    /// <summary>Whether a folder is among those that <c>sam build</c> made, as it is for the template that it writes there.</summary>
    public static bool Holds(string path) => BuildAbove(path) is not null;

    /// <summary>The folder of the project of which a folder was built; the folder itself where it is no such one.</summary>
    public static string ProjectOf(string folder) => BuildAbove(folder) is { Parent.Parent: { } project } ? project.FullName : folder;

    private static DirectoryInfo? BuildAbove(string path)
    {
        for (var at = new DirectoryInfo(path); at is not null; at = at.Parent)
        {
            if (at.Name == Name && at.Parent?.Name == Above)
            {
                return at;
            }
        }

        return null;
    }

    // Copies keep their sources' times. Of each build the SAM CLI writes the template, and what it built of what.
    private static DateTime? TimeOf(string folder) =>
        folder.Length > 0 && BuildAbove(folder) is { Exists: true } build
            ? new[] { Path.Combine(build.FullName, "template.yaml"), RecordIn(build) }.Where(File.Exists).Select(File.GetLastWriteTimeUtc).Cast<DateTime?>().Max()
            : null;

    private static string RecordIn(DirectoryInfo build) => Path.Combine(build.Parent!.FullName, "build.toml");

    // "functions = ["A", "Child/B"]": the paths of functions from the outermost template, and the first one's folder has the files.
    private IEnumerable<string> SharedWith(string logicalId)
    {
        var build = BuildAbove(folder)!;
        var record = RecordIn(build);
        if (!File.Exists(record))
        {
            return [];
        }

        var nested = Path.GetRelativePath(build.FullName, folder).Replace('\\', '/');
        var itself = nested == "." ? logicalId : $"{nested}/{logicalId}";
        return Functions().Matches(File.ReadAllText(record)).Select(static list => Quoted().Matches(list.Value).Select(static name => name.Groups[1].Value).ToList())
            .Where(names => names.Contains(itself)).SelectMany(static names => names).Select(name => Path.GetRelativePath(folder, Path.Combine(build.FullName, name)));
    }

    [GeneratedRegex("""^functions = \[[^\]]*\]""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Functions();

    [GeneratedRegex("""["']([^"'\n]+)["']""", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
