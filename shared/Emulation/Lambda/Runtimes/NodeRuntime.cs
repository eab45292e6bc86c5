using System.Globalization;
using Sam;

namespace Emulation.Lambda.Runtimes;

/// <summary>
/// Handlers in JavaScript, and in TypeScript that <c>sam build</c> bundles, on the Node.js of this machine. AWS Lambda Developer Guide, "Building Lambda functions with
/// Node.js".
/// </summary>
/// <param name="find">Finds Node.js; on the search path unless a test says otherwise.</param>
internal sealed class NodeRuntime(Func<Interpreter?>? find = null) : IRuntime
{
    private const string Identifier = "nodejs";
    private const string OptionsVariable = "NODE_OPTIONS";
    private const string SourceMaps = "--enable-source-maps";
    private const int Oldest = 18;

    /// <summary>For a runtime that names no version.</summary>
    private const int Current = 24;

    private static readonly RuntimeClient ClientOfOurs = new(Identifier, "client.mjs");
    private static readonly string[] ScriptExtensions = ["", ".js", ".mjs", ".cjs"];
    private static readonly string[] TypeScriptExtensions = [".ts", ".mts", ".cts", ".tsx"];

    private readonly Lazy<Interpreter?> node = new(find ?? (static () => Interpreter.Find(["node"], "-p", "process.versions.node + '\\n' + process.execPath")));

    public string Takes => "a folder with the JavaScript of a Node.js handler";

    public string? Lacks => null;

    public string FileOf(DeployedFunction function) => $"'{ModuleOf(function.Function.Handler)}.js'";

    public bool Runs(DeployedFunction function) => function.Function.Runtime.StartsWith(Identifier, StringComparison.Ordinal);

    public string? WhyNot(DeployedFunction function)
    {
        return Misses(function) switch
        {
            { } misses => misses,
            _ when function.IsBuilt => null,
            _ when Esbuild.IsAskedFor(function) => new Esbuild(function).WhyNot,
            _ when function.Function.Build?.Method is null && TypeScriptOf(function) is { } source =>
                $"{source} is TypeScript, which Lambda does not run as it is. Bundle it as 'sam build' does, with 'BuildMethod: esbuild' in the function's Metadata, "
                + "or compile it and let CodeUri name the folder of the JavaScript.",
            _ => NodePackage.WhyNot(function.Code),
        };
    }

    public string? Misses(DeployedFunction function)
    {
        var version = VersionOf(function.Function);
        var wanted = version is null ? "Node.js" : $"Node.js {version}";
        return node.Value switch
        {
            null => $"Its runtime is {function.Function.Runtime}, and there is no 'node' on the search path. Install {wanted} and start LocalAws again. "
                + ImageBase.With("Node.js", string.Create(CultureInfo.InvariantCulture, $"node:{version ?? Current}")),
            { Version.Major: < Oldest } old => $"Node.js {old.Version} in {old.Program} is too old. Install {wanted} and start LocalAws again.",
            _ => null,
        };
    }

    public IFunctionProject? ProjectOf(DeployedFunction function) =>
        function.IsBuilt || WhyNot(function) is not null ? null
        : Esbuild.IsAskedFor(function) ? new EsbuildBundle(new Esbuild(function), MajorVersion)
        : NodePackage.In(function.Code) is { IsInstalled: false } package ? new NpmInstallation(package, MajorVersion)
        : null;

    public PublishedParts PublishedOf(DeployedFunction function)
    {
        var esbuild = Esbuild.IsAskedFor(function) ? new Esbuild(function) : null;
        var package = esbuild is null ? NodePackage.In(function.Code) : esbuild.HasExternals ? esbuild.Package : null;
        var packages = package?.IsInstalledByNpm == true ? new NpmInstallation(package, MajorVersion) : null;
        return new PublishedParts
        {
            Bundle = esbuild is null ? null : new EsbuildBundle(esbuild, MajorVersion),
            Packages = packages,
            Without = esbuild is not null ? [NpmInstallation.FolderIn("", isBundled: true)] : packages is not null ? [NodePackage.ModulesFolder] : [],
        };
    }

    public LaunchCommand? CommandOf(DeployedFunction function, string code)
    {
        if (WhyNot(function) is { } why)
        {
            throw new FunctionBuildException($"{function.Function.LogicalId}: {why}");
        }

        var found = node.Value!;
        var isBundled = Esbuild.IsAskedFor(function);
        var root = isBundled ? code : function.Code;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LAMBDA_TASK_ROOT"] = root,
            ["NODE_PATH"] = string.Join(Path.PathSeparator, ModuleFolders(function, code, root)),
        };
        if (!isBundled && function.IsBuilt && BundledHandler(function.Function.Handler, code) is var handler && ScriptOf(handler, code) is not null)
        {
            variables["_HANDLER"] = handler;
        }

        if (isBundled)
        {
            variables["_HANDLER"] = BundledHandler(function.Function.Handler, code);
            if (Esbuild.MakesSourceMaps(function.Function) && !OptionsOf(function.Function).Contains(SourceMaps, StringComparer.Ordinal))
            {
                variables[OptionsVariable] = string.Join(' ', [.. OptionsOf(function.Function), SourceMaps]);
            }
        }

        return new LaunchCommand(found.Program, [.. FlagsOf(function.Function, found.Version)], root)
        {
            Variables = variables,
            Client = ClientOfOurs,
            Version = $"Node.js {found.Version}",
            Note = NoteOf(function.Function, found.Version),
        };
    }

    private string MajorVersion => node.Value?.Version.Major.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>
    /// Where <c>require</c> and <c>import</c> look beside the folders above a file: the template's own, the packages that were installed for the function, and its folder, as
    /// Lambda has <c>/opt/nodejs/node_modules</c> and <c>/var/task</c>. A bundle leaves out what is external, so it looks where its sources would.
    /// </summary>
    private static IEnumerable<string> ModuleFolders(DeployedFunction function, string code, string root)
    {
        if (function.Function.Environment.TryGetValue("NODE_PATH", out var own) && own.Length > 0)
        {
            yield return own;
        }

        if (code != function.Code)
        {
            yield return Path.Combine(NpmInstallation.FolderIn(code, Esbuild.IsAskedFor(function)), NodePackage.ModulesFolder);
        }

        foreach (var folder in root == function.Code ? [] : NodePackage.ModuleFoldersFrom(function.Code))
        {
            yield return folder;
        }

        yield return root;
    }

    /// <summary>
    /// Lambda's own: the heap stays within the function's memory, and before nodejs24.x what Node.js still called experiments is off unless the template turns it on.
    /// "Building Lambda functions with Node.js", experimental features.
    /// </summary>
    private static IEnumerable<string> FlagsOf(Function function, Version found)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"--max-old-space-size={function.MemorySizeMb * 9 / 10}");
        var wanted = VersionOf(function) ?? found.Major;
        if (wanted < 24 && found >= new Version(20, 17))
        {
            foreach (var flag in Experiments(wanted).Where(flag => !OptionsOf(function).Contains($"--{flag}", StringComparer.Ordinal)))
            {
                yield return $"--no-{flag}";
            }
        }
    }

    private static string[] Experiments(int wanted) => wanted == 20 ? ["experimental-require-module"] : ["experimental-require-module", "experimental-detect-module"];

    private static string[] OptionsOf(Function function) =>
        function.Environment.GetValueOrDefault(OptionsVariable, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string? NoteOf(Function function, Version found) =>
        VersionOf(function) is { } wanted && wanted != found.Major ? $"{function.Runtime} functions run on Node.js {found}, the version that this machine has." : null;

    /// <summary>The template's version: 22 of <c>nodejs22.x</c>; null of one that says none.</summary>
    private static int? VersionOf(Function function) =>
        int.TryParse(function.Runtime[Identifier.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    /// <summary>The file of a handler, without its extension: <c>src/app</c> of <c>src/app.handler</c>.</summary>
    private static string ModuleOf(string handler)
    {
        var name = handler.LastIndexOf('/') + 1;
        var dot = handler.IndexOf('.', name);
        return dot < 0 ? handler : handler[..dot];
    }

    /// <summary>The TypeScript of a handler that has no JavaScript; null where Lambda finds what it looks for.</summary>
    private static string? TypeScriptOf(DeployedFunction function)
    {
        var module = Path.Combine(function.Code, ModuleOf(function.Function.Handler));
        return ScriptExtensions.Any(extension => File.Exists(module + extension)) ? null
            : TypeScriptExtensions.Select(extension => module + extension).FirstOrDefault(File.Exists);
    }

    /// <summary>
    /// The handler in the bundle, which lies at the top of its folder unless several entry points are in several folders. aws-sam-cli, <c>EsbuildBundlerManager</c>.
    /// </summary>
    private static string BundledHandler(string handler, string code) =>
        ScriptOf(handler, code) is not null ? handler : handler[(handler.LastIndexOf('/') + 1)..];

    private static string? ScriptOf(string handler, string code) =>
        ScriptExtensions.Skip(1).Select(extension => Path.Combine(code, ModuleOf(handler)) + extension).FirstOrDefault(File.Exists);
}
