using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda.Sources;

/// <summary>
/// A layer of Python or Node.js that is built from its list of packages: they and the sources go where Lambda's runtime looks for them. AWS SAM Developer Guide, "Building Lambda
/// layers in AWS SAM".
/// </summary>
/// <param name="logicalId">The layer's name.</param>
/// <param name="sources">The folder of its sources.</param>
/// <param name="method">Its <c>BuildMethod</c>: the runtime that it is for.</param>
internal sealed class LayerProject(string logicalId, string sources, string method) : IFunctionProject
{

    public bool HoldsSources => false;

    public string Name => logicalId;

    public string Stamp => $"{method} {SourceStamp.Of(SourceStamp.FilesIn(new DirectoryInfo(sources)))}";

    /// <summary>Whether layers of this method are built here.</summary>
    public static bool Takes(string method) => method.StartsWith("python", StringComparison.Ordinal) || method.StartsWith("nodejs", StringComparison.Ordinal);

    public async Task BuildAsync(BuildOutput output, CancellationToken cancellation)
    {
        FolderCopy.Empty(output.Folder);
        var isPython = method.StartsWith("python", StringComparison.Ordinal);
        var folder = Path.Combine(output.Folder, isPython ? "python" : "nodejs");
        FolderCopy.Copy(sources, folder, ".aws-sam", ".localaws", ".git", "node_modules");
        await (isPython ? InstallPython(folder, cancellation) : InstallNode(folder, cancellation)).ConfigureAwait(false);
    }

    private Task InstallPython(string folder, CancellationToken cancellation)
    {
        var requirements = Path.Combine(sources, "requirements.txt");
        if (!File.Exists(requirements))
        {
            return Task.CompletedTask;
        }

        var python = Interpreter.Find([method, "python3", "python"], "-c", "import sys, platform; print(platform.python_version()); print(sys.executable)")
            ?? throw new FunctionBuildException($"The layer {logicalId} has a requirements.txt, and there is no 'python3' here. Install it, or run 'sam build --use-container'.");
        return BuildProgram.MakeAsync(
            $"the packages of the layer {logicalId} cannot be installed", python.Program,
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder, "--requirement", requirements], sources, [], cancellation);
    }

    private Task InstallNode(string folder, CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(folder, "package.json")))
        {
            return Task.CompletedTask;
        }

        var npm = SearchPath.Find("npm")
            ?? throw new FunctionBuildException($"The layer {logicalId} has a package.json, and there is no 'npm' here. Install Node.js, or run 'sam build --use-container'.");
        return BuildProgram.MakeAsync(
            $"the packages of the layer {logicalId} cannot be installed", npm,
            [File.Exists(Path.Combine(folder, "package-lock.json")) ? "ci" : "install", "--omit=dev", "--no-audit", "--no-fund", "--no-package-lock"],
            folder, [], cancellation);
    }
}
