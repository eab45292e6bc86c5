using System.Text.Json.Nodes;
using Emulation.Lambda.Runtimes;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary><c>localaws routes --verbose</c>.</summary>
public sealed class How_functions_are_started : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("starts-");
    private readonly string template;

    public How_functions_are_started()
    {
        template = Write("template.yaml", """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Snake: { Type: AWS::Serverless::Function, Properties: { CodeUri: snake/, Handler: app.handler, Runtime: python3.99, Events: { Get: { Type: Api, Properties: { Path: /snake, Method: get } } } } }
              Shell: { Type: AWS::Serverless::Function, Properties: { CodeUri: shell/, Handler: x, Runtime: provided.al2023 } }
              Sharp: { Type: AWS::Serverless::Function, Properties: { CodeUri: sharp/, Handler: Sharp, Runtime: dotnet10 } }
              Gone: { Type: AWS::Serverless::Function, Properties: { CodeUri: snake/, Handler: a.B, Runtime: pascal1 } }
            """);
        Write("snake/app.py", "");
        Write("shell/bootstrap", "");
        Write("sharp/Sharp.csproj", "<Project />");
    }

    [Fact]
    public async Task Is_told_for_each_with_program_version_and_folder()
    {
        var (exitCode, said) = await CommandLineRun.OutputOfAsync("routes", "--verbose", "--template", template);
        Assert.Equal(CommandLine.Done, exitCode);
        Assert.Matches(@"(?m)^ServerlessRestApi +GET +/Prod/snake +NONE +Snake$", said.ReplaceLineEndings("\n"));
        Assert.Matches(@"(?m)^Function +Runtime +Program +Version +Folder$", said.ReplaceLineEndings("\n"));
        Assert.Matches(@"(?m)^Shell +provided\.al2023 +\S+bootstrap +\S+shell$", said.ReplaceLineEndings("\n"));
        Assert.Matches(@"(?m)^Sharp +dotnet10 +not built yet +\S+sharp$", said.ReplaceLineEndings("\n"));
        Assert.Contains("Sharp: 'localaws up' builds Sharp first.", said, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Gone +pascal1 +closed +\S+snake$", said.ReplaceLineEndings("\n"));
        Assert.Matches(@"(?m)^Gone: closed: .*snake. has neither", said);
        RequirePython();
        Assert.Matches(@"(?m)^Snake +python3\.99 +\S.* +Python 3\.\d+\.\d+ +\S+snake$", said.ReplaceLineEndings("\n"));
        Assert.Matches(@"(?m)^Snake: python3\.99 is not here: Python 3\.\d+\.\d+ runs its functions", said);
    }

    [Fact]
    public async Task Is_told_to_programs_beside_the_routes()
    {
        var (_, said) = await CommandLineRun.OutputOfAsync("routes", "--verbose", "--format", "json", "--template", template);
        var told = JsonNode.Parse(said)!;
        Assert.Equal("/snake", (string?)told["routes"]![0]!["path"]);
        var functions = told["functions"]!.AsArray().ToDictionary(static function => (string)function!["function"]!, static function => function!);
        Assert.Equal(["Gone", "Sharp", "Shell", "Snake"], functions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((Path.Combine(folder.FullName, "shell", "bootstrap"), false, null), ((string?)functions["Shell"]["program"], (bool)functions["Shell"]["closed"]!, (string?)functions["Shell"]["note"]));
        Assert.Equal((null, false), ((string?)functions["Sharp"]["program"], (bool)functions["Sharp"]["closed"]!));
        Assert.True((bool)functions["Gone"]["closed"]!);
        RequirePython();
        Assert.StartsWith("Python 3.", (string?)functions["Snake"]["version"], StringComparison.Ordinal);
        Assert.Equal(Path.Combine(folder.FullName, "snake"), ((string)functions["Snake"]["folder"]!).TrimEnd(Path.DirectorySeparatorChar));
    }

    [Fact]
    public async Task Is_told_to_who_asks_for_it_only()
    {
        Assert.DoesNotContain("Version", (await CommandLineRun.OutputOfAsync("routes", "--template", template)).Output, StringComparison.Ordinal);
        Assert.Single(JsonNode.Parse((await CommandLineRun.OutputOfAsync("routes", "--format", "json", "--template", template)).Output)!.AsArray());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static void RequirePython() => Assert.SkipUnless(
        Interpreter.Find(["python3"], "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)") is not null, "'python3' is not on the PATH");

    private string Write(string file, string text)
    {
        var path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
