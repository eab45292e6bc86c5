using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulation.Lambda.Runtimes;

/// <summary>A folder with a <c>package.json</c>: what its sources need, and whether that is installed. npm Docs, "package.json", "folders".</summary>
internal sealed class NodePackage
{
    public const string File = "package.json";
    public const string ModulesFolder = "node_modules";

    /// <summary>npm writes the lock file and the folder within moments of each other.</summary>
    private static readonly TimeSpan Moments = TimeSpan.FromSeconds(5);

    private static readonly string[] LockFiles = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock"];

    /// <summary>What npm, pnpm and yarn write into <c>node_modules</c> when they have finished.</summary>
    private static readonly string[] Markers = [".package-lock.json", ".modules.yaml", ".yarn-state.yml", ".yarn-integrity"];

    private NodePackage(string folder, JsonObject content)
    {
        Folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        Content = content;
    }

    public string Folder { get; }

    /// <summary>The file's content.</summary>
    public JsonObject Content { get; }

    /// <summary>npm's own lock file; null where there is none.</summary>
    public string? LockFile => LockFiles.Take(2).Select(name => Path.Combine(Folder, name)).FirstOrDefault(System.IO.File.Exists);

    /// <summary>The packages that the sources need when they run.</summary>
    public IEnumerable<string> Dependencies => NamesOf("dependencies");

    /// <summary>
    /// Whether the sources run where they are: they need nothing, or a <c>node_modules</c> beside or above them has it all and is no older than the lock file.
    /// </summary>
    public bool IsInstalled => !Dependencies.Any() || (!IsStale && Dependencies.All(IsThere));

    /// <summary>
    /// Whether npm can install what the sources need at another place: it has a lock file of its own, or none but npm installed them. Another package manager's
    /// <c>node_modules</c> is taken as it is.
    /// </summary>
    public bool IsInstalledByNpm => (Dependencies.Any() || Names(NpmInstallation.IsBroughtByLambda, inDevelopment: true))
        && (LockFile is not null || !(IsInstalled && Directory.Exists(Path.Combine(Folder, ModulesFolder))));

    private bool IsStale
    {
        get
        {
            var modules = Path.Combine(Folder, ModulesFolder);
            var locked = LockFiles.Select(name => Path.Combine(Folder, name)).FirstOrDefault(System.IO.File.Exists);
            return locked is not null && Directory.Exists(modules)
                && System.IO.File.GetLastWriteTimeUtc(locked) > Markers.Select(name => Path.Combine(modules, name)).Append(modules).Max(WrittenAt) + Moments;
        }
    }

    /// <summary>The package of a folder; null where there is no <c>package.json</c>, or none that can be read.</summary>
    public static NodePackage? In(string folder) => Read(folder).Content is { } content ? new NodePackage(folder, content) : null;

    /// <summary>Why the <c>package.json</c> of a folder cannot be read; null when it can, or is not there.</summary>
    public static string? WhyNot(string folder) => Read(folder).Problem;

    /// <summary>The package that sources of a folder belong to: there, or above in the same repository; null where there is none.</summary>
    public static NodePackage? Above(string folder)
    {
        var folders = FoldersFrom(folder).ToList();
        var root = folders.FindIndex(static one => Path.Exists(Path.Combine(one, ".git")));
        return folders.Take(Math.Max(root, 0) + 1).Select(In).FirstOrDefault(static package => package is not null);
    }

    /// <summary>Each <c>node_modules</c> that sources of a folder see, the nearest first.</summary>
    public static IEnumerable<string> ModuleFoldersFrom(string folder) =>
        FoldersFrom(folder).Select(static one => Path.Combine(one, ModulesFolder)).Where(Directory.Exists);

    /// <summary>Whether a package is named among those that the sources need, or that their development needs.</summary>
    public bool Names(Func<string, bool> package, bool inDevelopment) => NamesOf("devDependencies").Concat(inDevelopment ? [] : Dependencies).Any(package);

    private static (JsonObject? Content, string? Problem) Read(string folder)
    {
        var file = Path.Combine(folder, File);
        if (!System.IO.File.Exists(file))
        {
            return default;
        }

        try
        {
            return JsonNode.Parse(System.IO.File.ReadAllText(file)) is JsonObject content ? (content, null) : (null, $"{file} is not an object of JSON. 'npm init' writes one.");
        }
        catch (JsonException e)
        {
            return (null, $"{file} is not JSON: {e.Message}");
        }
    }

    private static IEnumerable<string> FoldersFrom(string folder)
    {
        for (var one = new DirectoryInfo(folder); one is not null; one = one.Parent)
        {
            yield return one.FullName;
        }
    }

    // Of what is not there it is long ago.
    private static DateTime WrittenAt(string path) => System.IO.File.GetLastWriteTimeUtc(path);

    private bool IsThere(string package) => ModuleFoldersFrom(Folder).Any(modules => Directory.Exists(Path.Combine(modules, package)));

    private IEnumerable<string> NamesOf(string list) => Content[list] is JsonObject named ? named.Select(static one => one.Key) : [];
}
