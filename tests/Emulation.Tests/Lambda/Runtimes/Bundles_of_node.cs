using System.Text.Json.Nodes;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Sam;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>TypeScript as <c>sam build</c> bundles it. esbuild's double takes the place of esbuild, which the tests of whole stacks have.</summary>
public sealed class Bundles_of_node(NodeFunctions functions) : IClassFixture<NodeFunctions>
{
    /// <summary>Copies what it is told to bundle, without the types; says what it was told.</summary>
    private const string Double = """
        #!/bin/sh
        for argument; do
          case $argument in
            --outdir=*) out=${argument#--outdir=};;
            -*) ;;
            *) entries="$entries $argument";;
          esac
        done
        echo "$NODE_PATH" > "$out/said"
        printf '%s\n' "$@" >> "$out/said"
        for entry in $entries; do
          if grep -q broken "$entry"; then echo "X [ERROR] Could not resolve \"nowhere\"" >&2; exit 1; fi
          sed 's/: string//' "$entry" > "$out/$(basename "${entry%.ts}").js"
        done
        """;

    [Fact]
    public async Task Are_made_of_the_sources_and_made_again_when_one_changes()
    {
        NodeFunctions.Require();
        var function = Bundled("changing", """{"EntryPoints":["src/app.ts"],"Minify":false}""");
        functions.Write("changing/src/app.ts", "const told: string = 'one'; exports.handler = async () => told;");
        Assert.Equal(["f-esbuild"], await functions.BuildAsync(function));
        Assert.Empty(await functions.BuildAsync(function));
        Assert.Equal("\"one\"", await AnswerAsync(function));
        functions.Write("changing/src/app.ts", "const told: string = 'another'; exports.handler = async () => told;");
        Assert.Equal(["f-esbuild"], await functions.BuildAsync(function));
        Assert.Equal("\"another\"", await AnswerAsync(function));
    }

    [Theory]
    [InlineData("defaults", """{"EntryPoints":["app.ts"]}""", "app.ts --bundle --platform=node --outdir=OUT --log-level=warning --target=es2020 --format=cjs --minify")]
    [InlineData("given", """{"EntryPoints":["app","other.ts"],"Target":"es2022","Format":"esm","Minify":false,"Sourcemap":true,"MainFields":"module,main","OutExtension":[".js=.mjs"],"External":["a","b"],"KeepNames":true,"Bundle":false,"UseNpmCi":true}""",
        "app.ts other.ts --bundle --platform=node --outdir=OUT --log-level=warning --target=es2022 --format=esm --sourcemap --main-fields=module,main --out-extension:.js=.mjs --external:a --external:b --keep-names")]
    [InlineData("packages", """{"EntryPoints":["app.ts"],"Minify":false,"External":["./node_modules/*"]}""",
        "app.ts --bundle --platform=node --outdir=OUT --log-level=warning --target=es2020 --format=cjs --external:dep")]
    public void Are_told_of_as_sam_tells_esbuild(string name, string properties, string arguments)
    {
        var function = Bundled(name, properties);
        functions.Write($"{name}/app.ts", "");
        functions.Write($"{name}/other.ts", "");
        functions.Write($"{name}/package.json", """{"dependencies":{"dep":"1"}}""");
        Assert.Equal(arguments, string.Join(' ', new Esbuild(function).Arguments("OUT")));
    }

    [Fact]
    public void Have_source_maps_where_node_or_the_template_asks_for_them()
    {
        var function = Bundled("maps", """{"EntryPoints":["app.ts"],"Sourcemap":true}""");
        functions.Write("maps/app.ts", "");
        Assert.Equal("--enable-source-maps", CommandOf(function).Variables["NODE_OPTIONS"]);
        var with = function.Function with { Environment = new Dictionary<string, string> { ["NODE_OPTIONS"] = "--no-warnings" } };
        Assert.Equal("--no-warnings --enable-source-maps", CommandOf(function with { Function = with }).Variables["NODE_OPTIONS"]);

        var asked = Bundled("maps", """{"EntryPoints":["app.ts"]}""");
        Assert.DoesNotContain("--sourcemap", new Esbuild(asked).Arguments("OUT"));
        asked = asked with { Function = asked.Function with { Environment = new Dictionary<string, string> { ["NODE_OPTIONS"] = "--enable-source-maps" } } };
        Assert.Contains("--sourcemap", new Esbuild(asked).Arguments("OUT"));
        Assert.False(CommandOf(asked).Variables.ContainsKey("NODE_OPTIONS"));
    }

    [Fact]
    public async Task Are_where_their_handler_is_looked_for()
    {
        var function = Bundled("placed", """{"EntryPoints":["src/app.ts"]}""", "src/app.handler");
        functions.Write("placed/src/app.ts", "exports.handler = async () => 1;");
        await functions.BuildAsync(function);
        var command = functions.Build.CommandOf(function);
        Assert.Equal(("app.handler", command.Folder), (command.Variables["_HANDLER"], command.Variables["LAMBDA_TASK_ROOT"]));
        Assert.True(File.Exists(Path.Combine(command.Folder, "app.js")));
        Directory.CreateDirectory(Path.Combine(command.Folder, "src"));
        await File.WriteAllTextAsync(Path.Combine(command.Folder, "src", "app.mjs"), "", TestContext.Current.CancellationToken);
        Assert.Equal("src/app.handler", functions.Build.CommandOf(function).Variables["_HANDLER"]);
    }

    [Fact]
    public async Task See_what_they_leave_out_where_the_sources_would()
    {
        NodeFunctions.Require();
        var function = Bundled("external", """{"EntryPoints":["app.ts"],"External":["@aws-sdk/*"]}""");
        functions.Write("external/app.ts", "exports.handler = async () => require('@aws-sdk/thing');");
        functions.Write("external/node_modules/@aws-sdk/thing/index.js", "module.exports = 'thing';");
        await functions.BuildAsync(function);
        Assert.Equal("\"thing\"", await AnswerAsync(function));
    }

    [Fact]
    public async Task Are_told_of_in_esbuilds_words_when_they_fail()
    {
        var function = Bundled("broken", """{"EntryPoints":["app.ts"]}""");
        functions.Write("broken/app.ts", "broken");
        var error = await Assert.ThrowsAsync<FunctionBuildException>(() => functions.BuildAsync(function));
        Assert.Contains($"esbuild cannot bundle {function.Code}:{Environment.NewLine}X [ERROR] Could not resolve \"nowhere\"", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"run 'npm install' in {function.Code}.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"EntryPoints":["none.ts"]}""", "none.ts does not exist. EntryPoints are relative to CodeUri.")]
    [InlineData("""{"EntryPoints":["app.ts"],"Define":{"a":"b"}}""", "The property Define of BuildProperties is neither true, false, a text nor a list")]
    public void Say_which_property_is_wrong(string properties, string message)
    {
        functions.Write("wrong/app.ts", "");
        Assert.Contains(message, Assert.Throws<FunctionBuildException>(() => new Esbuild(Bundled("wrong", properties)).Arguments("OUT")).Message, StringComparison.Ordinal);
    }

    private DeployedFunction Bundled(string folder, string properties, string handler = "app.handler")
    {
        functions.WriteProgram($"{folder}/node_modules/.bin/esbuild", Double);
        functions.Write($"{folder}/node_modules/dep/package.json", "{}");
        return new DeployedFunction(
            NodeFunctions.Function(handler) with { Build = new FunctionBuildMethod("esbuild", JsonNode.Parse(properties)!.AsObject()) }, Path.Combine(functions.Folder, folder));
    }

    private static LaunchCommand CommandOf(DeployedFunction function) =>
        new NodeRuntime(static () => new Interpreter("node", new Version(20, 0))).CommandOf(function, Path.Combine(function.Code, "built"))!;

    private async Task<string> AnswerAsync(DeployedFunction deployed)
    {
        await using var inner = new NodeFunctions();
        return await inner.AnswerAsync(deployed, functions.Build);
    }
}
