using System.Text.RegularExpressions;

namespace Integration;

/// <summary>The folders of a project in rows, read from its source files: a folder may know those of the rows below its own, and beside it only what is named.</summary>
/// <param name="project">The project's folder, such as <c>Emulation</c>.</param>
/// <param name="rows">The rows, from the top.</param>
/// <param name="beside">What a folder may know of its own row.</param>
/// <param name="space">Its root namespace, where that is another.</param>
internal sealed class FolderRows(string project, string[][] rows, Dictionary<string, string[]> beside, string? space = null)
{
    private readonly string root = Path.Combine(StackFixture.Root, "shared", project);
    private readonly Regex named = new($@"\b{space ?? project}\.([A-Z]\w*)");

    /// <summary>What a file names of a folder that its own may not know.</summary>
    public IEnumerable<string> WrongArrows =>
        from file in Files(root)
        let folder = FolderOf(file)
        where folder.Length > 0
        from known in FoldersNamedIn(file).Where(known => known != folder && !Allowed(folder).Contains(known))
        select $"{Path.GetRelativePath(StackFixture.Root, file)} uses {project}.{known}, which {folder} may not know";

    /// <summary>The folders that hold source files.</summary>
    public IEnumerable<string> Folders => Files(root).Select(FolderOf).Where(static folder => folder.Length > 0).Distinct().Order();

    /// <summary>The folders of the rows.</summary>
    public IEnumerable<string> InRows => rows.SelectMany(static row => row).Order();

    /// <summary>What a folder may know beside it, and does not.</summary>
    public IEnumerable<string> NeedlessBeside =>
        from pair in beside
        from folder in pair.Value.Except(Files(Path.Combine(root, pair.Key)).SelectMany(FoldersNamedIn))
        select $"{pair.Key} needs no {folder}";

    private IEnumerable<string> Allowed(string folder)
    {
        var row = Array.FindIndex(rows, row => row.Contains(folder));
        return rows.Skip(row + 1).SelectMany(static below => below).Concat(beside.GetValueOrDefault(folder, []));
    }

    /// <summary>The first folder below the project's; empty of its root.</summary>
    private string FolderOf(string file) => Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : "";

    private IEnumerable<string> FoldersNamedIn(string file) =>
        named.Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value).Intersect(InRows, StringComparer.Ordinal);

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories);
}
