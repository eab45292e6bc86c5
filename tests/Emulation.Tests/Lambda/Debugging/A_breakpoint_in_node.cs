using System.Globalization;
using Emulation.Tests.Lambda.Runtimes;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>An editor's session with a function in Node.js, from its start to the answer of a call.</summary>
public sealed class A_breakpoint_in_node
{
    private const string Code = """
        exports.handler = async (event) => {
          const name = event.queryStringParameters.name;
          return `hello ${name}`;
        };
        """;

    [Fact]
    public async Task Is_hit_shows_variables_and_lets_the_call_be_answered_however_late()
    {
        NodeFunctions.Require();
        await using var stack = await DebuggedStack.StartAsync("nodejs20.x", "app.js", Code, isAttached: false);
        var port = int.Parse((await stack.Said.MatchAsync(@"^Hello waits for a debugger at 127\.0\.0\.1:(\d+) \(process \d+\)$")).Groups[1].Value, CultureInfo.InvariantCulture);
        await using var editor = await NodeInspector.AttachAsync(port);
        await editor.AskAsync("Runtime.enable");
        await editor.AskAsync("Debugger.enable");
        await editor.AskAsync("Debugger.setBreakpointByUrl", new { urlRegex = @".*/code/app\.js$", lineNumber = 2 });
        await editor.AskAsync("Runtime.runIfWaitingForDebugger");
        Assert.Empty((await editor.EventAsync("Debugger.paused"))["hitBreakpoints"]!.AsArray());
        stack.Clock.Advance(TimeSpan.FromHours(1));
        await editor.AskAsync("Debugger.resume");
        var call = stack.CallAsync("ann");
        var paused = await editor.EventAsync("Debugger.paused");
        Assert.Single(paused["hitBreakpoints"]!.AsArray());
        var frame = (string?)paused["callFrames"]![0]!["callFrameId"];
        Assert.Equal("ann", (string?)(await editor.AskAsync("Debugger.evaluateOnCallFrame", new { callFrameId = frame, expression = "name" }))["result"]!["value"]);
        stack.Clock.Advance(TimeSpan.FromHours(1));
        await editor.AskAsync("Debugger.resume");
        Assert.Equal((200, "hello ann"), await call);
    }

    [Fact]
    public async Task Is_of_the_new_code_after_a_change()
    {
        NodeFunctions.Require();
        await using var stack = await DebuggedStack.StartAsync("nodejs20.x", "app.js", Code, isAttached: false);
        var first = (await stack.Said.MatchAsync(@"^Hello waits for a debugger at .* \(process (\d+)\)$")).Groups[1].Value;
        stack.Said.Clear();
        stack.Write("app.js", Code.Replace("hello", "good evening", StringComparison.Ordinal));
        await stack.DeployAsync();
        var second = await stack.Said.MatchAsync(@"^Hello waits for a debugger at 127\.0\.0\.1:(\d+) \(process (\d+)\)$");
        Assert.NotEqual(first, second.Groups[2].Value);
        await using var editor = await NodeInspector.AttachAsync(int.Parse(second.Groups[1].Value, CultureInfo.InvariantCulture));
        await editor.AskAsync("Runtime.enable");
        await editor.AskAsync("Debugger.enable");
        await editor.AskAsync("Runtime.runIfWaitingForDebugger");
        await editor.EventAsync("Debugger.paused");
        await editor.AskAsync("Debugger.resume");
        Assert.Equal((200, "good evening bob"), await stack.CallAsync("bob"));
    }
}
