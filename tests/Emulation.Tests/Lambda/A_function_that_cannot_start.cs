using System.Text;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Tests.Lambda.Debugging;

namespace Emulation.Tests.Lambda;

/// <summary>The console says at once which function cannot start, why, at which line of its code, and where its log is: one line, however many calls there are.</summary>
public sealed class A_function_that_cannot_start : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cannot-start-").FullName;
    private readonly SaidLines said = new();

    private string Code => Path.Combine(folder, "code");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("python3.13", "app.py", "x = 1\n\ndef handler(event, context)\n    return 1\n", "app.py:3", "Runtime.UserCodeSyntaxError: Syntax error in module 'app': ")]
    [InlineData("python3.13", "app.py", "import json\nimport nothing_of_that_name\n", "app.py:2", "Runtime.ImportModuleError: Unable to import module 'app': No module named 'nothing_of_that_name'")]
    [InlineData("python3.13", "app.py", "import json\n\nTABLE = tabel\n", "app.py:3", "NameError: name 'tabel' is not defined")]
    [InlineData("python3.13", "app.py", "def other(event, context):\n    return 1\n", null, "Runtime.HandlerNotFound: Handler 'handler' missing on module 'app'")]
    [InlineData("nodejs20.x", "app.js", "const a = 1;\n\nexports.handler = async () => {\n  return {;\n};\n", "app.js:4", "Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token ';'")]
    [InlineData("nodejs20.x", "app.mjs", "const a = 1;\n\nexport const handler = async () => {\n  return {;\n};\n", "app.mjs:4", "Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token ';'")]
    [InlineData("nodejs20.x", "app.js", "const a = 1;\nconst b = require('nothing-of-that-name');\n", "app.js:2", "Runtime.ImportModuleError: Error: Cannot find module 'nothing-of-that-name'")]
    [InlineData("nodejs20.x", "app.mjs", "const a = 1;\nimport b from 'nothing-of-that-name';\n", "app.mjs:2", "Cannot find package 'nothing-of-that-name'")]
    [InlineData("nodejs20.x", "app.js", "const a = 1;\ntabel.x();\n", "app.js:2", "ReferenceError: tabel is not defined")]
    public async Task Is_told_with_its_place_its_reason_and_its_log(string runtime, string file, string code, string? place, string why)
    {
        Require(runtime);
        await using var host = Host(runtime, file, code);

        var first = await CallAsync(host);
        await CallAsync(host);

        Assert.NotNull(first.FunctionError);
        var line = (await said.MatchAsync("^f cannot start.*")).Value;
        Assert.StartsWith(place is null ? "f cannot start: " : $"f cannot start ({Code}/{place}): ", line, StringComparison.Ordinal);
        Assert.Contains(why, line, StringComparison.Ordinal);
        Assert.EndsWith($" Its log: {Path.Combine(folder, "logs", "f.log")}", line, StringComparison.Ordinal);
        Assert.Equal(1, said.Count("cannot start"));
        Assert.Equal(0, said.Count("works again"));
    }

    /// <summary>A file beside the handler's.</summary>
    [Fact]
    public async Task Is_told_with_the_file_that_is_wrong_where_the_handler_imports_it()
    {
        Require("python3.13");
        await using var host = Host("python3.13", "app.py", "import prices\n\ndef handler(event, context):\n    return 1\n");
        await File.WriteAllTextAsync(Path.Combine(Code, "prices.py"), "def of(item):\n    return (\n", TestContext.Current.CancellationToken);

        await CallAsync(host);

        await said.MatchAsync($"^f cannot start \\({Code}/prices.py:2\\): Runtime.UserCodeSyntaxError");
    }

    [Fact]
    public async Task Is_told_to_work_again_once_it_does()
    {
        Require("python3.13");
        await using var host = Host("python3.13", "app.py", "import json, os\n\nif not os.path.exists('go'): raise Exception('not yet')\n\ndef handler(event, context):\n    return 1\n");

        await CallAsync(host);
        await said.MatchAsync($"^f cannot start \\({Code}/app.py:3\\): Exception: not yet\\.");
        await File.WriteAllTextAsync(Path.Combine(Code, "go"), "", TestContext.Current.CancellationToken);

        Assert.Equal("1", Encoding.UTF8.GetString((await CallAsync(host)).Payload.Span));
        await said.MatchAsync("^f works again.$");
    }

    /// <summary>A program that tells no reason.</summary>
    [Fact]
    public async Task Is_told_with_the_end_of_its_process_where_that_is_all_there_is()
    {
        Require("python3.13");
        await using var host = Host("python3.13", "app.py", "import os\nos._exit(3)\n");

        await CallAsync(host);

        await said.MatchAsync("^f cannot start: its process ended \\(.*3.*\\): it ended by itself. Its log: ");
    }

    private static Task<InvocationResult> CallAsync(FunctionHost host) =>
        host.InvokeAsync(new FunctionCall(Given.Function("f", "app.handler", "python3.13"), Encoding.UTF8.GetBytes("{}")) { Cancellation = TestContext.Current.CancellationToken });

    private static void Require(string runtime)
    {
        var program = runtime.StartsWith("python", StringComparison.Ordinal) ? "python3" : "node";
        Assert.SkipUnless(SearchPath.Find(program) is not null, $"'{program}' is not on the PATH");
    }

    private FunctionHost Host(string runtime, string file, string code)
    {
        Directory.CreateDirectory(Code);
        File.WriteAllText(Path.Combine(Code, file), code);
        var deployed = new DeployedFunction(Given.Function("f", "app.handler", runtime) with { Timeout = TimeSpan.FromSeconds(20), MemorySizeMb = 512 }, Code);
        return new FunctionHost(new FunctionHostOptions
        {
            Functions = [deployed],
            CommandOf = static one => LambdaRuntimes.Served.CommandOf(one, one.Code),
            MaxEnvironments = 1,
            Credentials = static _ => new SessionCredentials("ASIAEXAMPLE", "secret", "token", DateTimeOffset.MaxValue),
            Environment = static function => function.Environment,
            HomeFolder = Path.Combine(folder, "homes"),
            LogFolder = Path.Combine(folder, "logs"),
            Ids = IdSource.SystemRandom,
            Time = TimeProvider.System,
            Logging = said,
        });
    }
}
