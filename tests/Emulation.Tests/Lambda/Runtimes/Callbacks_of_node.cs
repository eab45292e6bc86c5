using System.Diagnostics;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>Handlers that answer by a callback or by methods of the context, as they could before nodejs24.x. Lambda Developer Guide, "Callback-based function handlers".</summary>
public sealed class Callbacks_of_node(NodeFunctions functions) : IClassFixture<NodeFunctions>
{
    private const string Code = """
        const cases = {
          value: (event, context, callback) => callback(null, 'value'),
          later: (event, context, callback) => { setTimeout(() => callback(null, 'later'), 5); },
          nothing: () => {},
          error: (event, context, callback) => callback(new TypeError('wrong')),
          text: (event, context, callback) => callback('wrong'),
          first: (event, context, callback) => { callback(null, 'first'); callback(null, 'second'); },
          waits: (event, context, callback) => { let timer = false; setTimeout(() => { timer = true; }, 30); callback(null, { toJSON: () => timer }); },
          hurries: (event, context, callback) => {
            context.callbackWaitsForEmptyEventLoop = false;
            const timer = setTimeout(() => {}, 15000);
            callback(null, { toJSON: () => { clearTimeout(timer); return 'at once'; } });
          },
          done: (event, context) => context.done(null, 'done'),
          doneWrong: (event, context) => context.done(new RangeError('far')),
          succeed: (event, context) => context.succeed('succeeded'),
          fail: (event, context) => context.fail(new Error('failed')),
          failNothing: (event, context) => context.fail(),
        };
        exports.handler = (event, context, callback) => cases[event](event, context, callback);
        """;

    [Theory]
    [InlineData("value", "\"value\"")]
    [InlineData("later", "\"later\"")]
    [InlineData("nothing", "null")]
    [InlineData("first", "\"first\"")]
    [InlineData("waits", "true")]
    [InlineData("done", "\"done\"")]
    [InlineData("succeed", "\"succeeded\"")]
    public async Task Answer(string name, string answer) => Assert.Equal((answer, null), await CallAsync(name));

    [Theory]
    [InlineData("error", "TypeError", "wrong")]
    [InlineData("text", "string", "wrong")]
    [InlineData("doneWrong", "RangeError", "far")]
    [InlineData("fail", "Error", "failed")]
    [InlineData("failNothing", "string", "handled")]
    public async Task Fail(string name, string type, string message)
    {
        functions.Write("app.js", Code);
        var outcome = await functions.CallAsync("app.handler", $"\"{name}\"");
        Assert.Equal((type, message, "Unhandled"), (outcome.ErrorType, outcome.ErrorMessage, outcome.Error));
    }

    [Fact]
    public async Task Wait_for_the_event_loop_unless_they_are_told_not_to()
    {
        var start = Stopwatch.GetTimestamp();
        Assert.Equal(("\"at once\"", null), await CallAsync("hurries"));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(12), "it waited for a timer");
    }

    [Fact]
    public async Task Are_refused_from_nodejs24_on()
    {
        functions.Write("app.js", Code);
        var outcome = await functions.CallAsync("app.handler", "\"value\"", runtime: "nodejs24.x");
        Assert.Equal(("Runtime.CallbackHandlerDeprecated", "Unhandled"), (outcome.ErrorType, outcome.Error));
        Assert.Contains("AWS Lambda has removed support for callback-based function handlers", outcome.ErrorMessage, StringComparison.Ordinal);
    }

    private async Task<(string Payload, string? Error)> CallAsync(string name)
    {
        functions.Write("app.js", Code);
        var outcome = await functions.CallAsync("app.handler", $"\"{name}\"");
        return (outcome.Payload, outcome.Error);
    }
}
