using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulation.Lambda.Runtimes;

/// <summary>
/// The packages that a function's sources need, installed by npm into the build folder, once for each lock file. The sources stay where they are, so that a changed one needs
/// no build. npm Docs, "npm ci", "npm install".
/// </summary>
/// <param name="package">The package.</param>
/// <param name="node">Node.js's major version: packages may be compiled for it.</param>
/// <param name="npm">Where npm is; on the search path unless a test says otherwise.</param>
internal sealed class NpmInstallation(NodePackage package, string node, Func<string?>? npm = null) : IFunctionProject, IPublishedPackages
{
    /// <summary>What Lambda's own Node.js brings, so that it is often among the packages of the development only.</summary>
    private static readonly string[] BroughtByLambda = ["@aws-sdk/", "@smithy/"];

    /// <summary>What "npm run" hands down: it would lead npm back to the folder that it was started in.</summary>
    private static readonly string[] HandedDown = ["npm_config_local_prefix", "npm_config_prefix", "npm_config_omit", "npm_config_workspace", "INIT_CWD", "NODE_ENV"];

    private static readonly string[] Lists = ["dependencies", "devDependencies", "optionalDependencies"];

    /// <summary>Whether what the development needs is installed too: a bundler is.</summary>
    public bool IsForDevelopment { get; init; }

    /// <summary>One for each folder: several are called <c>src</c>.</summary>
    public bool HoldsSources => false;

    public string Name => $"{Path.GetFileName(package.Folder)}-npm-{SourceStamp.Of(package.Folder)[..6]}";

    public string Stamp => SourceStamp.Of(
        package.Content.ToJsonString(), package.LockFile is { } locked ? File.ReadAllText(locked) : "", node, IsForDevelopment ? "with development" : "");

    private bool WithDevelopment =>
        IsForDevelopment || package.Names(IsBroughtByLambda, inDevelopment: true);

    /// <summary>Whether a package is one that Lambda's own Node.js has.</summary>
    public static bool IsBroughtByLambda(string name) => BroughtByLambda.Any(brought => name.StartsWith(brought, StringComparison.Ordinal));

    /// <summary>Where the packages of a function are, below the folder that its project is built into.</summary>
    public static string FolderIn(string built, bool isBundled) => isBundled ? Path.Combine(built, ".packages") : built;

    public Task BuildAsync(BuildOutput output, CancellationToken cancellation) => InstallAsync(output, null, cancellation);

    public async Task InstallAsync(BuildOutput output, string? system, CancellationToken cancellation)
    {
        if ((npm ?? (static () => SearchPath.Find("npm")))() is not { } program)
        {
            throw new FunctionBuildException(
                $"{package.Folder} needs packages, and there is no 'npm' on the search path. "
                + $"Install npm, or install them yourself: a {NodePackage.ModulesFolder} there is used as it is.");
        }

        Directory.CreateDirectory(output.Folder);
        var content = Portable(out var isLinked);
        var locked = isLinked ? null : package.LockFile;
        await File.WriteAllTextAsync(Path.Combine(output.Folder, NodePackage.File), content.ToJsonString(), cancellation).ConfigureAwait(false);
        if (locked is not null)
        {
            File.Copy(locked, Path.Combine(output.Folder, Path.GetFileName(locked)), overwrite: true);
        }

        // The project's own registries and their passwords are there for as long as npm runs.
        var settings = Path.Combine(output.Folder, ".npmrc");
        try
        {
            if (File.Exists(Path.Combine(package.Folder, ".npmrc")))
            {
                File.Copy(Path.Combine(package.Folder, ".npmrc"), settings, overwrite: true);
            }

            var (exitCode, said) = await BuildProgram.RunAsync(
                program, [.. Arguments(locked is null ? "install" : "ci"), .. ArgumentsFor(system)], output.Folder,
                HandedDown.Select(static name => (name, "")), cancellation).ConfigureAwait(false);
            if (exitCode != 0)
            {
                throw new FunctionBuildException(
                    $"{package.Folder} needs packages, and npm cannot install them:{Environment.NewLine}{said}{Environment.NewLine}"
                    + $"Mend what npm says, or install them yourself with 'npm install' in that folder: its {NodePackage.ModulesFolder} is used as it is.");
            }
        }
        finally
        {
            File.Delete(settings);
        }
    }

    /// <summary>
    /// The files for that system of packages that have some for each, and no links to packages of this machine. npm Docs, "Config": <c>os</c>, <c>cpu</c>, <c>libc</c>.
    /// </summary>
    private static IEnumerable<string> ArgumentsFor(string? system) => system is null ? [] :
    [
        "--install-links", "--os=linux", $"--cpu={(system.EndsWith("-arm64", StringComparison.Ordinal) ? "arm64" : "x64")}",
        $"--libc={(system.Contains("-musl-", StringComparison.Ordinal) ? "musl" : "glibc")}",
    ];

    private IEnumerable<string> Arguments(string verb) =>
        [verb, "--no-audit", "--no-fund", "--loglevel=error", .. verb == "ci" ? (string[])[] : ["--no-package-lock"], .. WithDevelopment ? (string[])[] : ["--omit=dev"]];

    /// <summary>The package without its scripts, which need its sources, and with absolute paths to packages that lie beside it.</summary>
    private JsonObject Portable(out bool isLinked)
    {
        var content = package.Content.DeepClone().AsObject();
        content.Remove("scripts");
        isLinked = false;
        foreach (var list in Lists.Select(list => content[list]).OfType<JsonObject>())
        {
            foreach (var (name, value) in list.ToList())
            {
                if (value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is var spec && spec.StartsWith("file:", StringComparison.Ordinal))
                {
                    isLinked = true;
                    list[name] = $"file:{Path.GetFullPath(Path.Combine(package.Folder, spec["file:".Length..]))}";
                }
            }
        }

        return content;
    }
}
