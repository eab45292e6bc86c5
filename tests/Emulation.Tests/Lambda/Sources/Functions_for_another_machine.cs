using System.IO.Compression;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Tests.Lambda.Runtimes;
using Sam;

namespace Emulation.Tests.Lambda.Sources;

/// <summary>What <c>localaws publish</c> makes of functions that are no projects of .NET: a folder for each, which runs where nothing is built or installed.</summary>
public sealed class Functions_for_another_machine : IDisposable
{
    private const string Marker = ".localaws-published";
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("publish-");

    private string Published => Path.Combine(root.FullName, "published");

    [Fact]
    public async Task Of_python_have_their_sources_and_their_packages()
    {
        PythonFunctions.Require();
        WriteWheel("src/greeting-1.0-py3-none-any.whl", "py3-none-any", "greeting");
        Write("src/requirements.txt", "--no-index\n./greeting-1.0-py3-none-any.whl\n");
        Write("src/app.py", "import greeting\ndef handler(event, context):\n    return greeting.word\n");
        Write("src/.git/config", "");
        await PublishAsync("linux-x64", Python("One"), Python("Two"));
        Assert.Equal(
            [Marker, ".localaws-stamp", "app.py", "greeting-1.0-py3-none-any.whl", "greeting-1.0.dist-info", "greeting.py", "requirements.txt"], EntriesOf("Two"));
        Assert.Equal(EntriesOf("Two"), EntriesOf("One"));
        Assert.Single(Directory.GetDirectories(Path.Combine(root.FullName, "scratch", "packages")));

        // As a LocalAws runs it that finds the folder among the published ones.
        await using var functions = new PythonFunctions();
        CopyTo("One", functions.Folder);
        File.Delete(Path.Combine(functions.Folder, "requirements.txt"));
        Assert.Equal(("\"hello\"", null), await functions.AnswerOfAsync(PythonFunctions.Function()));
    }

    [Theory]
    [InlineData("linux-x64", "cp313-cp313-manylinux_2_28_x86_64", true)]
    [InlineData("linux-x64", "cp313-cp313-manylinux2014_x86_64", true)]
    [InlineData("linux-arm64", "cp313-cp313-manylinux_2_28_aarch64", true)]
    [InlineData("linux-musl-x64", "cp313-cp313-musllinux_1_2_x86_64", true)]
    [InlineData("linux-x64", "cp313-cp313-manylinux_2_28_aarch64", false)]
    [InlineData("linux-x64", "cp312-cp312-manylinux_2_28_x86_64", false)]
    public async Task Of_python_have_packages_for_its_system_and_version(string system, string tag, bool isTaken)
    {
        PythonFunctions.Require();
        WriteWheel($"wheels/greeting-1.0-{tag}.whl", tag, "greeting");
        Write("src/requirements.txt", $"--no-index\n--find-links {Path.Combine(root.FullName, "wheels")}\ngreeting\n");
        Write("src/app.py", "");
        if (isTaken)
        {
            await PublishAsync(system, Python("One"));
            Assert.Contains("greeting.py", EntriesOf("One"));
            return;
        }

        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => PublishAsync(system, Python("One")));
        Assert.StartsWith(
            $"One: {Path.Combine(root.FullName, "src", "requirements.txt")}: pip could not install what it asks for, ready-made for {system} and Python 3.13:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("sam build --use-container", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_node_have_their_sources_and_their_packages_and_no_passwords()
    {
        NodeFunctions.Require();
        Assert.SkipWhen(SearchPath.Find("npm") is null, "'npm' is not on the PATH");
        Write("dep/package.json", """{"name":"dep","version":"1.0.0","main":"dep.js"}""");
        Write("dep/dep.js", "module.exports = 'installed';");
        Write("src/package.json", """{"dependencies":{"dep":"file:../dep"}}""");
        Write("src/.npmrc", "fund=false\n//registry.example/:_authToken=secret\n");
        Write("src/app.js", "exports.handler = async () => require('dep');");
        await PublishAsync("linux-arm64", Node("One"));
        Assert.Equal([Marker, ".localaws-stamp", "app.js", "node_modules", "package.json"], EntriesOf("One"));
        Assert.Null(new DirectoryInfo(Path.Combine(Published, "One", "node_modules", "dep")).LinkTarget);

        // Neither the sources nor what was installed is there any more.
        Directory.Delete(Path.Combine(root.FullName, "dep"), recursive: true);
        await using var functions = new NodeFunctions();
        Assert.Equal("\"installed\"", await functions.AnswerAsync(
            new DeployedFunction(NodeFunctions.Function("app.handler"), Path.Combine(Published, "One")) { IsBuilt = true }, functions.Build));
    }

    [Fact]
    public async Task Of_node_have_the_modules_of_another_package_manager()
    {
        NodeFunctions.Require();
        Write("src/package.json", """{"dependencies":{"dep":"1"}}""");
        Write("src/pnpm-lock.yaml", "");
        Write("src/node_modules/.pnpm/dep@1/node_modules/dep/index.js", "");
        Link("src/node_modules/dep", ".pnpm/dep@1/node_modules/dep");
        File.SetLastWriteTimeUtc(Path.Combine(root.FullName, "src", "pnpm-lock.yaml"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await PublishAsync("linux-x64", Node("One"));
        Assert.True(File.Exists(Path.Combine(Published, "One", "node_modules", "dep", "index.js")));
        Assert.Equal(".pnpm/dep@1/node_modules/dep", new DirectoryInfo(Path.Combine(Published, "One", "node_modules", "dep")).LinkTarget);
    }

    [Fact]
    public async Task Of_node_have_their_bundle_where_their_handler_is_found()
    {
        NodeFunctions.Require();
        Write("src/node_modules/.bin/esbuild", "");
        var esbuild = Path.Combine(root.FullName, "src", "node_modules", ".bin", "esbuild");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the bundler of this test is a shell script");
        await File.WriteAllTextAsync(
            esbuild, "#!/bin/sh\nfor a in \"$@\"; do case $a in --outdir=*) echo \"exports.handler = async () => 'bundled';\" > \"${a#--outdir=}/app.js\";; esac; done\n",
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(esbuild, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Write("src/handlers/app.ts", "");
        var function = NodeFunctions.Function("handlers/app.handler") with
        {
            LogicalId = "One", Build = new FunctionBuildMethod("esbuild", JsonNode.Parse("""{"EntryPoints":["handlers/app.ts"]}""")!.AsObject()),
        };
        await PublishAsync("linux-x64", new DeployedFunction(function, Path.Combine(root.FullName, "src")));
        Assert.Equal([Marker, ".localaws-stamp", "app.js"], EntriesOf("One"));
        await using var functions = new NodeFunctions();
        Assert.Equal("\"bundled\"", await functions.AnswerAsync(
            new DeployedFunction(function with { Build = null }, Path.Combine(Published, "One")) { IsBuilt = true }, functions.Build));
    }

    [Theory]
    [InlineData("linux-x64", true)]
    [InlineData("linux-arm64", false)]
    public async Task That_were_compiled_for_another_system_say_so(string system, bool isRight)
    {
        var elf = new byte[64];
        "\x7fELF"u8.CopyTo(elf);
        elf[18] = 0x3E;
        Write("src/bootstrap", "");
        await File.WriteAllBytesAsync(Path.Combine(root.FullName, "src", "bootstrap"), elf, TestContext.Current.CancellationToken);
        var function = new DeployedFunction(Given.Function("One", "bootstrap", "provided.al2023"), Path.Combine(root.FullName, "src"));
        if (isRight)
        {
            await PublishAsync(system, function);
            Assert.Contains("bootstrap", EntriesOf("One"));
            return;
        }

        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => PublishAsync(system, function));
        Assert.StartsWith("One: bootstrap was compiled for another system than linux-arm64.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_made_anew_for_another_system_and_when_a_source_changes()
    {
        PythonFunctions.Require();
        Write("src/app.py", "one");
        Assert.Equal(["One"], await PublishAsync("linux-x64", Python("One")));
        Assert.Empty(await PublishAsync("linux-x64", Python("One")));
        Assert.Equal(["One"], await PublishAsync("linux-arm64", Python("One")));
        Write("src/app.py", "another");
        Write("src/bin/tool", "");
        Assert.Equal(["One"], await PublishAsync("linux-arm64", Python("One")));
        Assert.Equal("another", await File.ReadAllTextAsync(Path.Combine(Published, "One", "app.py"), TestContext.Current.CancellationToken));
        Assert.Contains("bin", EntriesOf("One"));
    }

    [Fact]
    public async Task Never_take_the_place_of_anybodys_files()
    {
        PythonFunctions.Require();
        Write("src/app.py", "");
        Write("published/One/mine.txt", "");
        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => PublishAsync("linux-x64", Python("One")));
        Assert.Equal($"One: {Path.Combine(Published, "One")} has files that 'localaws publish' did not put there. Name another folder with --output, or delete it.", refusal.Message);
        Assert.True(File.Exists(Path.Combine(Published, "One", "mine.txt")));
    }

    [Fact]
    public async Task Have_what_their_links_lead_to_and_not_what_is_published_beside_them()
    {
        PythonFunctions.Require();
        Write("app.py", "");
        Write("published/Other/app.py", "");
        Write("inner/module.py", "");
        var outside = Directory.CreateTempSubdirectory("outside-");
        await File.WriteAllTextAsync(Path.Combine(outside.FullName, "shared.py"), "shared", TestContext.Current.CancellationToken);
        Link("shared", outside.FullName);
        Link("alias.py", "inner/module.py");
        Link("upwards", root.FullName);
        await PublishAsync("linux-x64", new DeployedFunction(PythonFunctions.Function() with { LogicalId = "One" }, root.FullName));
        outside.Delete(recursive: true);
        Assert.Equal([Marker, ".localaws-stamp", "alias.py", "app.py", "inner", "shared"], EntriesOf("One"));
        Assert.True(File.Exists(Path.Combine(Published, "One", "shared", "shared.py")));
    }

    public void Dispose() => root.Delete(recursive: true);

    private DeployedFunction Python(string name) => new(PythonFunctions.Function() with { LogicalId = name }, Path.Combine(root.FullName, "src"));

    private DeployedFunction Node(string name) => new(NodeFunctions.Function("app.handler") with { LogicalId = name }, Path.Combine(root.FullName, "src"));

    /// <returns>What was built.</returns>
    private async Task<IReadOnlyList<string>> PublishAsync(string system, params DeployedFunction[] functions)
    {
        var built = new List<string>();
        await new FunctionBuild(Published, Path.Combine(root.FullName, "scratch"), system).BuildAsync(functions, built.Add, TestContext.Current.CancellationToken);
        return built;
    }

    private string[] EntriesOf(string function) =>
        [.. Directory.EnumerateFileSystemEntries(Path.Combine(Published, function)).Select(static entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];

    private void Write(string file, string text)
    {
        var path = Path.Combine(root.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Link(string path, string target) => File.CreateSymbolicLink(Path.Combine(root.FullName, path), target);

    private void CopyTo(string function, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Published, function)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
    }

    /// <summary>The packaging guide's "Binary distribution format".</summary>
    private void WriteWheel(string file, string tag, string name)
    {
        Write(file, "");
        File.Delete(Path.Combine(root.FullName, file));
        using var wheel = ZipFile.Open(Path.Combine(root.FullName, file), ZipArchiveMode.Create);
        Add($"{name}.py", "word = 'hello'\n");
        Add($"{name}-1.0.dist-info/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n");
        Add($"{name}-1.0.dist-info/WHEEL", $"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n");
        Add($"{name}-1.0.dist-info/RECORD", $"{name}.py,,\n{name}-1.0.dist-info/METADATA,,\n{name}-1.0.dist-info/WHEEL,,\n{name}-1.0.dist-info/RECORD,,\n");

        void Add(string entry, string text)
        {
            using var writer = new StreamWriter(wheel.CreateEntry(entry).Open());
            writer.Write(text);
        }
    }
}
