using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Integration.Documentation;

/// <summary>What a reader copies first compiles as it stands, with its <c>using</c> lines.</summary>
[Trait("Stack", "own")]
public sealed class The_first_example_of_a_page : IDisposable
{
    /// <summary>What .NET's SDK gives every program that asks for implicit usings, as its templates do.</summary>
    private const string Given = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>An AppHost is compiled by Aspire's own SDK, which makes a type of each project; <see cref="What_the_pages_say"/> holds the page to the sample.</summary>
    private static readonly string[] Compiled_by_another_SDK = ["docs/aspire.md", "shared/Aspire.Hosting/README.md"];

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-examples-").FullName;

    [Fact]
    public async Task Compiles_as_it_stands()
    {
        var pages = Page.All().Where(static page => page.Blocks("csharp").Any() && !Compiled_by_another_SDK.Contains(page.Path)).ToList();
        Assert.True(pages.Count >= 6, "The pages with C# are not found any more.");
        var files = pages.Select((page, index) => Write(index, page.Path, [.. page.Blocks("csharp").First()])).ToList();

        var errors = await CompiledAsync(files);

        Assert.True(errors.Length == 0, errors);
    }

    [Fact]
    public async Task Is_no_example_without_its_usings()
    {
        var errors = await CompiledAsync([Write(0, "page.md", ["await using var aws = await LocalAws.StartAsync(\"template.yaml\");"])]);

        Assert.Contains("page.md(1,", errors, StringComparison.Ordinal);
        Assert.Contains("'LocalAws'", errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Statements as a program has them, each page in a namespace of its own, so that one run of the compiler takes all.</summary>
    private string Write(int index, string page, string[] lines)
    {
        var usings = lines.TakeWhile(static line => line.Length == 0 || (line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('='))).Count();
        var file = Path.Combine(folder, $"Page{index}.cs");
        File.WriteAllLines(file,
        [
            $"namespace Pages.Page{index} {{", $"#line 1 \"{page}\"", .. lines[..usings], "#line default", "static class Example { static async Task Main_(string[] args) {",
            $"#line {usings + 1} \"{page}\"", .. lines[usings..], "#line default", "await Task.CompletedTask; } } }",
        ]);
        return file;
    }

    /// <summary>What the compiler says of them; empty where all is well.</summary>
    private async Task<string> CompiledAsync(IEnumerable<string> files)
    {
        var (given, response) = (Path.Combine(folder, "Given.cs"), Path.Combine(folder, "arguments.rsp"));
        await File.WriteAllTextAsync(given, Given, TestContext.Current.CancellationToken);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        await File.WriteAllLinesAsync(response,
        [
            "-nologo", "-target:library", "-langversion:latest", "-nullable:enable", "-warn:0", $"-out:\"{Path.Combine(folder, "examples.dll")}\"",
            .. references.Where(static one => one.EndsWith(".dll", StringComparison.Ordinal)).Select(static one => $"-r:\"{one}\""), .. files.Append(given).Select(static file => $"\"{file}\""),
        ], Encoding.UTF8, TestContext.Current.CancellationToken);

        using var compiler = Process.Start(new ProcessStartInfo("dotnet", ["exec", Compiler(), "-noconfig", $"@{response}"]) { RedirectStandardOutput = true })!;
        var said = await compiler.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
        return compiler.ExitCode == 0 ? "" : said;
    }

    /// <summary>That of the newest SDK beside the runtime of this test.</summary>
    private static string Compiler()
    {
        var sdks = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk"));
        var compiler = Directory.Exists(sdks)
            ? Directory.GetDirectories(sdks).Select(static sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll")).Where(File.Exists).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        Assert.SkipWhen(compiler is null, $"There is no SDK in {sdks}.");
        return compiler;
    }
}
