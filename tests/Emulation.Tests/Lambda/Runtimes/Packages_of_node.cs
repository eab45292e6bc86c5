using Emulation.Lambda;
using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>What a function's sources need is where they are, or npm installs it into the build folder: once for each lock file.</summary>
public sealed class Packages_of_node(NodeFunctions functions) : IClassFixture<NodeFunctions>
{
    private const string NeedsDependency = """{"dependencies":{"dep":"file:./packages/dep"},"scripts":{"prepare":"exit 7"}}""";

    [Fact]
    public async Task Are_installed_beside_the_sources_and_found_by_require_and_import()
    {
        NodeFunctions.Require();
        Assert.SkipWhen(SearchPath.Find("npm") is null, "'npm' is not on the PATH");
        WriteDependency("installed");
        functions.Write("installed/package.json", NeedsDependency);
        functions.Write("installed/app.mjs", "import dep from 'dep'; import { createRequire } from 'node:module'; export const handler = async () => [dep, createRequire(import.meta.url)('dep')];");
        var deployed = new DeployedFunction(NodeFunctions.Function("app.handler"), Path.Combine(functions.Folder, "installed") + Path.DirectorySeparatorChar);
        Assert.Matches("^installed-npm-[0-9a-f]{6}$", Assert.Single(await functions.BuildAsync(deployed)));
        Assert.Empty(await functions.BuildAsync(deployed));
        Assert.Equal("""["imported","required"]""", await AnswerAsync(deployed));

        functions.Write("installed/app.mjs", "import dep from 'dep'; export const handler = async () => `${dep} again`;");
        Assert.Empty(await functions.BuildAsync(deployed));
        Assert.Equal("\"imported again\"", await AnswerAsync(deployed));
        Assert.False(Directory.Exists(Path.Combine(deployed.Code, "node_modules")));
    }

    [Theory]
    [InlineData("none", "{}", null, true)]
    [InlineData("dev", """{"devDependencies":{"dep":"1"}}""", null, true)]
    [InlineData("missing", """{"dependencies":{"dep":"1"}}""", null, false)]
    [InlineData("here", """{"dependencies":{"dep":"1"}}""", "here/node_modules/dep/package.json", true)]
    [InlineData("above/inner", """{"dependencies":{"dep":"1"}}""", "above/node_modules/dep/package.json", true)]
    [InlineData("partly", """{"dependencies":{"dep":"1","other":"1"}}""", "partly/node_modules/dep/package.json", false)]
    [InlineData("scoped", """{"dependencies":{"@a/b":"1"}}""", "scoped/node_modules/@a/b/package.json", true)]
    public void Are_taken_where_they_are(string name, string package, string? installed, bool isInstalled)
    {
        functions.Write($"{name}/package.json", package);
        if (installed is not null)
        {
            functions.Write(installed, "{}");
        }

        Assert.Equal(isInstalled, NodePackage.In(Path.Combine(functions.Folder, name))!.IsInstalled);
        Assert.Equal(isInstalled, new NodeRuntime(NodeFound).ProjectOf(new DeployedFunction(NodeFunctions.Function("app.handler"), Path.Combine(functions.Folder, name))) is null);
    }

    [Fact]
    public void Are_installed_anew_when_the_lock_file_is_newer()
    {
        functions.Write("stale/package.json", """{"dependencies":{"dep":"1"}}""");
        functions.Write("stale/node_modules/dep/package.json", "{}");
        functions.Write("stale/node_modules/.package-lock.json", "{}");
        var locked = functions.Write("stale/package-lock.json", "{}");
        var package = NodePackage.In(Path.Combine(functions.Folder, "stale"))!;
        Assert.True(package.IsInstalled);
        File.SetLastWriteTimeUtc(locked, new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.False(package.IsInstalled);
    }

    [Fact]
    public void Are_built_again_for_another_lock_file_or_node_and_for_no_changed_source()
    {
        functions.Write("stamped/package.json", """{"dependencies":{"dep":"1"}}""");
        functions.Write("stamped/package-lock.json", "{}");
        var before = StampOf("20");
        functions.Write("stamped/app.js", "// changed");
        Assert.Equal(before, StampOf("20"));
        Assert.NotEqual(before, StampOf("22"));
        functions.Write("stamped/package-lock.json", """{"changed":true}""");
        Assert.NotEqual(before, StampOf("20"));

        string StampOf(string node) => new NpmInstallation(NodePackage.In(Path.Combine(functions.Folder, "stamped"))!, node).Stamp;
    }

    [Theory]
    [InlineData("locked", """{"dependencies":{"dep":"1"}}""", "package-lock.json", "ci --no-audit --no-fund --loglevel=error --omit=dev")]
    [InlineData("unlocked", """{"dependencies":{"dep":"1"}}""", null, "install --no-audit --no-fund --loglevel=error --no-package-lock --omit=dev")]
    [InlineData("sdk", """{"dependencies":{"dep":"1"},"devDependencies":{"@aws-sdk/client-s3":"3"}}""", null, "install --no-audit --no-fund --loglevel=error --no-package-lock")]
    public async Task Are_those_of_the_lock_file(string name, string package, string? lockFile, string arguments)
    {
        functions.Write($"{name}/package.json", package);
        functions.Write($"{name}/.npmrc", "//registry.example/:_authToken=secret");
        if (lockFile is not null)
        {
            functions.Write($"{name}/{lockFile}", "{}");
        }

        var output = Path.Combine(functions.Folder, "out", name);
        await InstallAsync(name, output, "echo \"$@\" > said; cat .npmrc > settings; ls -A >> said");
        Assert.Equal(
            [arguments, ".npmrc", "package.json", .. lockFile is null ? (string[])[] : [lockFile]],
            (await File.ReadAllLinesAsync(Path.Combine(output, "said"), TestContext.Current.CancellationToken)).Where(static line => line is not ("said" or "settings"))
                .OrderBy(static line => line.Contains(' ', StringComparison.Ordinal) ? 0 : 1).ThenBy(static line => line == "package-lock.json").ThenBy(static line => line, StringComparer.Ordinal));
        Assert.Contains("secret", await File.ReadAllTextAsync(Path.Combine(output, "settings"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(output, ".npmrc")), "the registry's password was left behind");
    }

    [Fact]
    public async Task Are_told_of_in_npms_words_when_they_cannot_be_installed()
    {
        functions.Write("failing/package.json", """{"dependencies":{"dep":"1"}}""");
        var folder = Path.Combine(functions.Folder, "failing");
        var error = await Assert.ThrowsAsync<FunctionBuildException>(() => InstallAsync("failing", Path.Combine(functions.Folder, "out", "failing"), "echo 'npm error 404 no such dep' >&2; exit 1"));
        Assert.StartsWith($"{folder} needs packages, and npm cannot install them:{Environment.NewLine}npm error 404 no such dep", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("install them yourself with 'npm install' in that folder: its node_modules is used as it is.", error.Message, StringComparison.Ordinal);
        var absent = await Assert.ThrowsAsync<FunctionBuildException>(() => new NpmInstallation(NodePackage.In(folder)!, "20", static () => null)
            .BuildAsync(new BuildOutput(folder, folder, null), TestContext.Current.CancellationToken));
        Assert.StartsWith($"{folder} needs packages, and there is no 'npm' on the search path.", absent.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", " is not JSON: ")]
    [InlineData("[]", " is not an object of JSON.")]
    public void Close_a_function_whose_package_is_no_json(string text, string message)
    {
        var file = functions.Write("broken/package.json", text);
        var deployed = new DeployedFunction(NodeFunctions.Function("app.handler"), Path.GetDirectoryName(file)!);
        Assert.StartsWith($"{file}{message}", new NodeRuntime(NodeFound).WhyNot(deployed), StringComparison.Ordinal);
        Assert.Null(new NodeRuntime(NodeFound).ProjectOf(deployed));
    }

    [Fact]
    public void Are_there_where_sam_build_left_them()
    {
        functions.Write("built/package.json", """{"dependencies":{"dep":"1"}}""");
        functions.Write("built/app.ts", "");
        var deployed = new DeployedFunction(NodeFunctions.Function("app.handler"), Path.Combine(functions.Folder, "built")) { IsBuilt = true };
        Assert.Null(new NodeRuntime(NodeFound).WhyNot(deployed));
        Assert.Null(new NodeRuntime(NodeFound).ProjectOf(deployed));
        Assert.NotNull(new NodeRuntime(NodeFound).WhyNot(deployed with { IsBuilt = false }));
    }

    private static Interpreter NodeFound() => new("node", new Version(20, 19));

    private async Task<string> AnswerAsync(DeployedFunction deployed)
    {
        await using var inner = new NodeFunctions();
        return await inner.AnswerAsync(deployed, functions.Build);
    }

    private void WriteDependency(string folder)
    {
        functions.Write($"{folder}/packages/dep/package.json", """{"name":"dep","version":"1.0.0","exports":{"import":"./i.mjs","require":"./r.cjs"}}""");
        functions.Write($"{folder}/packages/dep/i.mjs", "export default 'imported';");
        functions.Write($"{folder}/packages/dep/r.cjs", "module.exports = 'required';");
    }

    private Task InstallAsync(string name, string output, string script)
    {
        var npm = functions.WriteProgram("npm", $"#!/bin/sh\n{script}\n");
        return new NpmInstallation(NodePackage.In(Path.Combine(functions.Folder, name))!, "20", () => npm).BuildAsync(new BuildOutput(output, output, null), TestContext.Current.CancellationToken);
    }
}
