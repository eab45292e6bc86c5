using System.Text.Json.Nodes;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Sam;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>The command for a handler in Node.js, and what keeps one from running here: nothing of it needs Node.js.</summary>
public sealed class How_node_is_started : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("node-");

    [Fact]
    public void Is_with_the_program_that_was_found_and_the_client_of_ours()
    {
        var command = CommandOf(Function("nodejs22.x"), "22.11.0");
        Assert.Equal("/usr/local/bin/node", command.Program);
        Assert.Equal(folder.FullName, command.Folder);
        Assert.Equal("client.mjs", command.Client!.Entry);
        Assert.Equal(("Node.js 22.11.0", null), (command.Version, command.Note));
    }

    [Theory]
    [InlineData("nodejs20.x", "22.11.0", "nodejs20.x functions run on Node.js 22.11.0, the version that this machine has.")]
    [InlineData("nodejs22.x", "22.1.0", null)]
    [InlineData("nodejs", "22.1.0", null)]
    public void Says_of_another_version_than_the_templates(string runtime, string found, string? note) => Assert.Equal(note, CommandOf(Function(runtime), found).Note);

    [Theory]
    [InlineData("nodejs20.x", "20.19.0", "", "--max-old-space-size=115 --no-experimental-require-module")]
    [InlineData("nodejs22.x", "22.11.0", "", "--max-old-space-size=115 --no-experimental-require-module --no-experimental-detect-module")]
    [InlineData("nodejs22.x", "22.11.0", "--experimental-require-module --no-warnings", "--max-old-space-size=115 --no-experimental-detect-module")]
    [InlineData("nodejs20.x", "20.10.0", "", "--max-old-space-size=115")]
    [InlineData("nodejs24.x", "24.1.0", "", "--max-old-space-size=115")]
    public void Turns_experiments_off_as_lambda_does(string runtime, string found, string options, string arguments) => Assert.Equal(
        arguments, string.Join(' ', CommandOf(Function(runtime) with { Environment = new Dictionary<string, string> { ["NODE_OPTIONS"] = options } }, found).Arguments));

    [Fact]
    public void Leaves_a_function_closed_without_node()
    {
        var closure = new LambdaRuntimes(new NodeRuntime(static () => null)).ClosureOf(Deployed(Function("nodejs22.x")));
        Assert.Equal("Its runtime is nodejs22.x, and there is no 'node' on the search path. Install Node.js 22 and start LocalAws again. "
            + "The container image has it when it is built on a base with Node.js: docker build --build-arg BASE=node:22 --tag localaws .", closure!.Message);
        Assert.Contains("f: Its runtime", Assert.Throws<FunctionBuildException>(() => new NodeRuntime(static () => null).CommandOf(Deployed(Function("nodejs22.x")), "x")).Message, StringComparison.Ordinal);
        Assert.Null(new LambdaRuntimes(RuntimeOn("22.0.0")).ClosureOf(Deployed(Function("nodejs22.x"))));
    }

    [Fact]
    public void Leaves_a_function_closed_on_a_node_that_is_too_old() => Assert.Equal(
        "Node.js 16.20.2 in /usr/local/bin/node is too old. Install Node.js 22 and start LocalAws again.", RuntimeOn("16.20.2").WhyNot(Deployed(Function("nodejs22.x"))));

    [Fact]
    public void Leaves_typescript_closed_that_nobody_compiles()
    {
        Write("src/app.ts", "export const handler = async () => 1;");
        var function = Function("nodejs22.x") with { Handler = "src/app.handler" };
        Assert.StartsWith($"{Path.Combine(folder.FullName, "src", "app.ts")} is TypeScript, which Lambda does not run as it is.", RuntimeOn("22.0.0").WhyNot(Deployed(function)), StringComparison.Ordinal);
        Assert.Null(RuntimeOn("22.0.0").WhyNot(Deployed(function with { Build = new FunctionBuildMethod("makefile", []) })));
        Write("src/app.js", "");
        Assert.Null(RuntimeOn("22.0.0").WhyNot(Deployed(function)));
    }

    [Fact]
    public void Leaves_a_bundle_closed_without_esbuild_or_entry_points()
    {
        Assert.SkipWhen(SearchPath.Find("esbuild") is not null, "esbuild is on the PATH here");
        var bundled = Function("nodejs22.x") with { Build = new FunctionBuildMethod("esbuild", Properties("""{"EntryPoints":["app.ts"]}""")) };
        Assert.EndsWith($"Install it: npm install --save-dev esbuild, in {folder.FullName}.", RuntimeOn("22.0.0").WhyNot(Deployed(bundled)), StringComparison.Ordinal);
        Write("package.json", """{"devDependencies":{"esbuild":"^0.25.0"}}""");
        Assert.Null(RuntimeOn("22.0.0").WhyNot(Deployed(bundled)));
        Assert.Equal(
            "Its Metadata say 'BuildMethod: esbuild', and BuildProperties lists no EntryPoints. List the handler's file there: 'EntryPoints: [app.ts]'.",
            RuntimeOn("22.0.0").WhyNot(Deployed(bundled with { Build = new FunctionBuildMethod("esbuild", []) })));
    }

    [Fact]
    public void Is_before_every_other_kind() => Assert.Equal("client.mjs", Started(new NodeRuntime(static () => Node("22.0.0")))?.Client!.Entry);

    public void Dispose() => folder.Delete(recursive: true);

    private static Interpreter Node(string version) => new("/usr/local/bin/node", Version.Parse(version));

    private static NodeRuntime RuntimeOn(string version) => new(() => Node(version));

    private static Function Function(string runtime) => Given.Function("f", "app.handler", runtime);

    private static JsonObject Properties(string json) => JsonNode.Parse(json)!.AsObject();

    private LaunchCommand? Started(IRuntime runtime)
    {
        Write("bootstrap", "");
        return new LambdaRuntimes(runtime, new ProvidedRuntime()).CommandOf(Deployed(Function("nodejs22.x")), folder.FullName);
    }

    private LaunchCommand CommandOf(Function function, string version) => RuntimeOn(version).CommandOf(Deployed(function), folder.FullName)!;

    private DeployedFunction Deployed(Function function) => new(function, folder.FullName);

    private void Write(string file, string text)
    {
        var path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
