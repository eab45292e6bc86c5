using System.Text.Json.Nodes;
using Emulation.Lambda;
using Sam;

namespace Emulation.Tests.Lambda;

/// <summary>Lambda's own lines around what a function prints (captured: <c>lambda/invocation_tails.json</c> of radkawar/stackd).</summary>
public sealed class The_log_of_a_function
{
    private const string Echo = "echo starting\nwhile :; do next; echo \"seen $event\"; answer 1; done";

    [Fact]
    public async Task Has_a_beginning_and_an_end_for_each_invocation()
    {
        await using var function = new ScriptedFunction(Echo);
        var (result, tail) = await function.TailAsync("41");
        Assert.Equal("1", ScriptedFunction.TextOf(result));
        Assert.Matches(@"\Astarting\nSTART RequestId: an-id Version: \$LATEST\nseen 41\nEND RequestId: an-id\nREPORT RequestId: an-id\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 512 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t\n\z", tail);

        (_, tail) = await function.TailAsync("42");
        Assert.Matches(@"\ASTART RequestId: an-id Version: \$LATEST\nseen 42\nEND RequestId: an-id\nREPORT RequestId: an-id\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 512 MB\tMax Memory Used: \d+ MB\t\n\z", tail);
        var log = await function.LogAsync();
        Assert.Equal(2, log.Split('\n').Count(static line => line.StartsWith("REPORT ", StringComparison.Ordinal)));
        Assert.Contains("seen 42\nEND RequestId: an-id\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_told_to_nobody_who_does_not_ask()
    {
        await using var function = new ScriptedFunction(Echo);
        Assert.Null((await function.InvokeAsync("1")).Details);
        Assert.Contains("END RequestId: ", await function.LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_told_in_its_last_4_KB()
    {
        await using var function = new ScriptedFunction("while :; do next; i=0; while [ $i -lt 300 ]; do echo \"ü line $i of the log\"; i=$((i+1)); done; answer 1; done");
        var (_, tail) = await function.TailAsync("1");
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(tail), 4096, 4098);
        Assert.Contains("line 299 of the log\nEND ", tail, StringComparison.Ordinal);
        Assert.DoesNotContain("START", tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_that_the_time_was_up()
    {
        await using var function = new ScriptedFunction("while :; do next; echo \"working\"; sleep 1000; done", static function => function with { Timeout = TimeSpan.FromSeconds(1) });
        var (result, tail) = await function.TailAsync("1");
        Assert.Equal("""{"errorMessage":"RequestId: an-id Error: Task timed out after 1.00 seconds","errorType":"Sandbox.Timedout"}""", ScriptedFunction.TextOf(result));
        Assert.Matches(@"working\nEND RequestId: an-id\nREPORT RequestId: an-id\tDuration: 1000\.00 ms\t.*\tStatus: timeout\n\z", tail);
        Assert.EndsWith(" an-id Task timed out after 1.00 seconds\n", await function.LogAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3", "Runtime exited with error: exit status 3")]
    [InlineData("exit 0", "Runtime exited without providing a reason")]
    [InlineData("kill -9 $$", "Runtime exited with error: signal: killed")]
    public async Task Tells_that_the_process_ended(string end, string message)
    {
        await using var function = new ScriptedFunction($"next; echo last words; {end}");
        var (result, tail) = await function.TailAsync("1");
        Assert.Equal($$"""{"errorMessage":"RequestId: an-id Error: {{message}}","errorType":"Runtime.ExitError"}""", ScriptedFunction.TextOf(result));
        Assert.Matches(@"last words\nEND RequestId: an-id\nREPORT .*\tStatus: error\tError Type: Runtime\.ExitError\n\z", tail);
    }

    [Fact]
    public async Task Tells_of_a_start_that_failed()
    {
        await using var function = new ScriptedFunction("echo no database; exit 1");
        var (result, tail) = await function.TailAsync("1");
        Assert.Equal("""{"errorMessage":"RequestId: an-id Error: Runtime exited with error: exit status 1","errorType":"Runtime.ExitError"}""", ScriptedFunction.TextOf(result));
        Assert.Matches(@"\Ano database\nINIT_REPORT Init Duration: .* ms\tPhase: init\tStatus: error\tError Type: Runtime\.ExitError\nSTART RequestId: an-id Version: \$LATEST\nEND RequestId: an-id\nREPORT ", tail);
    }

    [Fact]
    public async Task Tells_that_there_was_too_much_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "what a process uses is looked at on Linux");
        await using var function = new ScriptedFunction("next; big=$(head -c 60000000 /dev/zero | tr '\\0' x); sleep 1000", static function => function with { MemorySizeMb = 16 });
        var (result, tail) = await function.TailAsync("1");
        Assert.Equal("""{"errorMessage":"RequestId: an-id Error: Runtime exited with error: signal: killed","errorType":"Runtime.OutOfMemory"}""", ScriptedFunction.TextOf(result));
        Assert.EndsWith("\tStatus: error\tError Type: Runtime.OutOfMemory\n", tail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DEBUG", "initStart initRuntimeDone initReport start runtimeDone report")]
    [InlineData("INFO", "start report")]
    [InlineData("WARN", "")]
    public async Task May_be_JSON(string level, string types)
    {
        await using var function = new ScriptedFunction(
            "while :; do next; answer \"\\\"$AWS_LAMBDA_LOG_FORMAT $AWS_LAMBDA_LOG_LEVEL $AWS_LAMBDA_LOG_GROUP_NAME\\\"\"; done",
            function => function with { Logging = new FunctionLogging(true, "/shop") { ApplicationLevel = "ERROR", SystemLevel = level } });
        var (result, tail) = await function.TailAsync("1");
        Assert.Equal("\"JSON ERROR /shop\"", ScriptedFunction.TextOf(result));
        var lines = tail.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(types, string.Join(' ', lines.Select(static line => ((string)line["type"]!)["platform.".Length..])));
        if (lines.LastOrDefault() is { } report)
        {
            Assert.Equal(("an-id", 512, "success"), ((string?)report["record"]!["requestId"], (int)report["record"]!["metrics"]!["memorySizeMB"]!, (string?)report["record"]!["status"]));
            Assert.NotNull(report["record"]!["metrics"]!["initDurationMs"]);
        }
    }

    [Fact]
    public async Task Comes_with_variables_of_lambda()
    {
        await using var function = new ScriptedFunction("while :; do next; answer \"\\\"$LAMBDA_TASK_ROOT $PWD $AWS_LAMBDA_LOG_FORMAT$AWS_LAMBDA_LOG_LEVEL $AWS_XRAY_CONTEXT_MISSING $LAMBDA_RUNTIME_DIR\\\"\"; done");
        Assert.Equal($"\"{function.Folder} {function.Folder} Text LOG_ERROR {Path.Combine(function.Folder, "homes", "runtimes")}\"", ScriptedFunction.TextOf(await function.InvokeAsync("1")));
    }

    [Fact]
    public async Task Has_what_the_client_tells_of_itself()
    {
        await using var function = new ScriptedFunction("while :; do next; answer \"$(header Client-Context)\"; done");
        Assert.Equal("""{"custom":{"a":"\u00FC"}}""", ScriptedFunction.TextOf(await function.InvokeAsync("1", new CallDetails { ClientContext = """{"custom":{"a":"\u00FC"}}""" })));
    }
}
