using System.Text.Json;
using System.Text.Json.Nodes;
using Sam;

namespace Emulation.Lambda.Runtimes;

/// <summary>
/// A function that <c>sam build</c> bundles with esbuild, as its <c>Metadata</c> says. AWS SAM Developer Guide, "Building Node.js Lambda functions with esbuild", and
/// aws-lambda-builders, <c>EsbuildCommandBuilder</c>.
/// </summary>
internal sealed class Esbuild(DeployedFunction function)
{
    private const string EntryPointsProperty = "EntryPoints";
    private const string ExternalProperty = "External";
    private const string SourcemapProperty = "Sourcemap";
    private const string Program = "esbuild";

    /// <summary>An entry of External that stands for all packages.</summary>
    private const string AllPackages = "./node_modules/*";

    private static readonly string[] NotForEsbuild = [EntryPointsProperty, "UseNpmCi", "Bundle", "Platform", "Outdir"];
    private static readonly (string Property, string Argument)[] Defaults = [("Target", "--target=es2020"), ("Format", "--format=cjs"), ("Minify", "--minify")];

    public string LogicalId => function.Function.LogicalId;

    /// <summary>The folder of its sources.</summary>
    public string Folder { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(function.Code));

    /// <summary>The package that the sources belong to; null where there is none.</summary>
    public NodePackage? Package { get; } = NodePackage.Above(function.Code);

    /// <summary>What the template says of the build, as text.</summary>
    public string Settings => $"{Properties.ToJsonString()} {MakesSourceMaps(function.Function)}";

    /// <summary>Why it cannot be bundled here, whatever its sources are; null when it can.</summary>
    public string? WhyNot =>
        EntryPoints is []
            ? "Its Metadata say 'BuildMethod: esbuild', and BuildProperties lists no EntryPoints. List the handler's file there: 'EntryPoints: [app.ts]'."
        : Installed is null && !BringsItself
            ? $"esbuild bundles it, and is neither in a {NodePackage.ModulesFolder} of {Folder} nor on the search path. "
                + $"Install it: npm install --save-dev esbuild, in {Package?.Folder ?? Folder}."
        : null;

    /// <summary>Whether the package brings esbuild, which is installed with the rest before.</summary>
    public bool BringsItself => Installed is null && Package?.Names(static name => name == Program, inDevelopment: false) == true;

    /// <summary>Whether it is among the packages that only the development needs, where it is installed first.</summary>
    public bool IsOfDevelopment => BringsItself && !Package!.Dependencies.Contains(Program);

    /// <summary>Whether npm has work to do before esbuild has.</summary>
    public bool NeedsPackages => BringsItself || Package is { IsInstalled: false };

    /// <summary>Whether its bundle leaves packages out, which it needs when it runs.</summary>
    public bool HasExternals => Properties.ContainsKey(ExternalProperty) || Properties.ContainsKey("Packages");

    /// <summary>Where it is: with the sources, with those above them, or on the search path. Null where it is not installed.</summary>
    private string? Installed =>
        SearchPath.InFolders(Program, NodePackage.ModuleFoldersFrom(Folder).Select(static modules => Path.Combine(modules, ".bin"))) ?? SearchPath.Find(Program);

    private JsonObject Properties => function.Function.Build?.Properties ?? [];

    private IReadOnlyList<string> EntryPoints => Properties[EntryPointsProperty] is JsonArray points ? [.. points.Select(static point => point?.ToString() ?? "")] : [];

    public static bool IsAskedFor(DeployedFunction function) => function.Function.Build?.Method == Program;

    /// <summary>
    /// Whether the bundle has source maps: as the template says, or because Node.js is told to look for them. aws-sam-cli, <c>EsbuildBundlerManager</c>.
    /// </summary>
    public static bool MakesSourceMaps(Function function) => function.Build?.Properties[SourcemapProperty] is { } given
        ? given.GetValueKind() is not (JsonValueKind.False or JsonValueKind.Null)
        : function.Environment.GetValueOrDefault("NODE_OPTIONS", "").Split(' ').Contains("--enable-source-maps", StringComparer.Ordinal);

    /// <summary>The program, from the packages that were installed for the build where the package brings it.</summary>
    public string ProgramIn(string packages) => (BringsItself ? SearchPath.InFolders(Program, [Path.Combine(packages, NodePackage.ModulesFolder, ".bin")]) : Installed)
        ?? throw new FunctionBuildException(WhyNot ?? $"npm has installed no esbuild in {packages}. Name it in {Package!.Folder}/{NodePackage.File}.");

    /// <summary>The arguments of a build into a folder.</summary>
    /// <exception cref="FunctionBuildException">A property is none that esbuild takes, or an entry point is not there.</exception>
    public IReadOnlyList<string> Arguments(string output)
    {
        var external = Properties[ExternalProperty] is JsonArray named && named.Any(static one => one?.ToString() == AllPackages);
        return
        [
            .. EntryPoints.Select(EntryPoint),
            "--bundle", "--platform=node", $"--outdir={output}", "--log-level=warning",
            .. Defaults.Where(one => !Properties.ContainsKey(one.Property)).Select(static one => one.Argument),
            .. external ? (Package?.Dependencies ?? []).Select(static name => $"--external:{name}") : [],
            .. Properties.Where(one => !NotForEsbuild.Contains(one.Key) && !(external && one.Key == ExternalProperty))
                .SelectMany(static one => Argument(one.Key, one.Value)),
            .. MakesSourceMaps(function.Function) && !Properties.ContainsKey(SourcemapProperty) ? ["--sourcemap"] : (string[])[],
        ];
    }

    private static IEnumerable<string> Argument(string property, JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => [$"--{Kebab(property)}"],
        JsonValueKind.False => [],
        JsonValueKind.String => [$"--{Kebab(property)}={value}"],
        JsonValueKind.Array => value.AsArray().Select(item => $"--{Kebab(property)}:{item}"),
        _ => throw new FunctionBuildException(
            $"The property {property} of BuildProperties is neither true, false, a text nor a list, so that esbuild cannot be told. Write it as one of them."),
    };

    /// <summary><c>main-fields</c> of <c>MainFields</c>.</summary>
    private static string Kebab(string property) =>
        string.Concat(property.Select(static (letter, index) => (index > 0 && char.IsAsciiLetterUpper(letter) ? "-" : "") + char.ToLowerInvariant(letter)));

    private string EntryPoint(string point)
    {
        var found = Path.HasExtension(point) ? [point] : new[] { $"{point}.ts", $"{point}.js" };
        return found.FirstOrDefault(file => File.Exists(Path.Combine(Folder, file)))
            ?? throw new FunctionBuildException($"The entry point {Path.Combine(Folder, point)} does not exist. EntryPoints are relative to CodeUri.");
    }
}
