namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>Errors of a handler, and of its process. Lambda Developer Guide, "AWS Lambda function errors in Node.js".</summary>
public sealed class How_a_handler_in_node_fails(NodeFunctions functions) : IClassFixture<NodeFunctions>
{
    private const string Code = """
        class Refused extends Error { constructor(message) { super(message); this.name = 'RefusedError'; this.code = 7; } }
        const cases = {
          error: () => { throw new Refused('not for you'); },
          text: () => { throw 'only text'; },
          nothing: () => { throw null; },
          fine: () => 'fine',
          unhandled: async () => { Promise.reject(new Error('nobody waits')); await new Promise((go) => setTimeout(go, 2000)); },
          uncaught: async () => { setImmediate(() => { throw new RangeError('out of the handler'); }); await new Promise((go) => setTimeout(go, 2000)); },
          half: () => { console.log('said \ud83d'); throw new Refused('half \ud83d'); },
          exit: () => process.exit(3),
          never: () => new Promise(() => {}),
        };
        exports.handler = async (event) => cases[event]();
        exports.sync = (event) => cases[event]();
        """;

    [Theory]
    [InlineData("app.handler", "nodejs20.x")]
    [InlineData("app.sync", "nodejs20.x")]
    [InlineData("app.sync", "nodejs24.x")]
    public async Task Tells_the_error_with_its_stack(string handler, string runtime)
    {
        var outcome = await CallAsync("error", handler, runtime);
        Assert.Equal(("RefusedError", "not for you", "Unhandled"), (outcome.ErrorType, outcome.ErrorMessage, outcome.Error));
        var trace = outcome.Json!["trace"]!.AsArray().Select(static line => (string)line!).ToList();
        Assert.Equal("RefusedError: not for you", trace[0]);
        Assert.Contains($"({Path.Combine(functions.Folder, "app.js")}:3:", trace[1], StringComparison.Ordinal);
        Assert.Equal(["errorType", "errorMessage", "trace"], outcome.Json!.AsObject().Select(static one => one.Key));
    }

    [Theory]
    [InlineData("text", "nodejs20.x", """{"errorType":"string","errorMessage":"only text","trace":[]}""")]
    [InlineData("nothing", "nodejs24.x", """{"errorType":"object","errorMessage":"null","trace":[]}""")]
    public async Task Tells_what_was_thrown_that_is_no_error(string name, string runtime, string payload) =>
        Assert.Equal(payload, (await CallAsync(name, "app.handler", runtime)).Payload);

    [Theory]
    [InlineData("unhandled", "Runtime.UnhandledPromiseRejection", "Error: nobody waits")]
    [InlineData("uncaught", "RangeError", "out of the handler")]
    public async Task Ends_the_process_after_it_has_told(string name, string type, string message)
    {
        var outcome = await CallAsync(name);
        Assert.Equal((type, message, "Unhandled"), (outcome.ErrorType, outcome.ErrorMessage, outcome.Error));
        Assert.Equal("\"fine\"", (await CallAsync("fine")).Payload);
    }

    [Fact]
    public async Task Tells_an_error_with_half_of_a_surrogate_pair_and_goes_on()
    {
        Assert.Contains("\"errorMessage\":\"half \\ud83d\"", (await CallAsync("half")).Payload, StringComparison.Ordinal);
        Assert.Equal("\"fine\"", (await CallAsync("fine")).Payload);
    }

    [Fact]
    public async Task Is_told_of_a_process_that_ends()
    {
        var outcome = await CallAsync("exit");
        Assert.Equal("Runtime.ExitError", outcome.ErrorType);
        Assert.Contains("exit status 3", outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("\"fine\"", (await CallAsync("fine")).Payload);
    }

    [Fact]
    public async Task Is_told_of_a_promise_that_is_never_settled()
    {
        var outcome = await CallAsync("never");
        Assert.Equal(("Runtime.NodeJsExit", "Unhandled"), (outcome.ErrorType, outcome.Error));
        Assert.Contains("a Promise that was never settled", outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("Runtime.ExitError", (await CallAsync("never", "app.handler", "nodejs24.x")).ErrorType);
    }

    private Task<NodeFunctions.Outcome> CallAsync(string name, string handler = "app.handler", string runtime = "nodejs20.x")
    {
        functions.Write("app.js", Code);
        return functions.CallAsync(handler, $"\"{name}\"", runtime);
    }
}
