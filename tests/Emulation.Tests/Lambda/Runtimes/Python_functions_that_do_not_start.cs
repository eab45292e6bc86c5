using System.Text.Json.Nodes;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>A function that cannot start, or ends: each call is answered as on Lambda.</summary>
public sealed class Python_functions_that_do_not_start : IAsyncDisposable
{
    private readonly PythonFunctions functions = new(
        ("app.py", "text = 1\n"), ("syntax.py", "def handler(:\n    pass\n"), ("failing.py", "raise Exception(\"Runtime startup fails\")\n"), ("needs.py", "import absent.part\n"),
        ("sdk.py", "raise ModuleNotFoundError(\"No module named 'boto3'\", name=\"boto3\")\n"), ("leaving.py", "import sys\nsys.exit(4)\n"),
        ("ending.py", "import sys\n\ndef handler(event, context):\n    sys.exit(event)\n"),
        ("waiting.py", "import os, threading, time\nthreading.Thread(target=lambda: time.sleep(600)).start()\n\ndef handler(event, context):\n    return os.getpid()\n"));

    [Theory]
    [InlineData("nowhere.handler", "Runtime.ImportModuleError", "Unable to import module 'nowhere': No module named 'nowhere'")]
    [InlineData("sub/nowhere.handler", "Runtime.ImportModuleError", "Unable to import module 'sub/nowhere': No module named 'sub'")]
    [InlineData("needs.handler", "Runtime.ImportModuleError", "Unable to import module 'needs': No module named 'absent'")]
    [InlineData("app.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'")]
    [InlineData("app", "Runtime.MalformedHandlerName", "Bad handler 'app': not enough values to unpack (expected 2, got 1)")]
    [InlineData("sys.exit", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys as a handler module")]
    public async Task Say_why_in_Lambdas_words(string handler, string type, string message)
    {
        PythonFunctions.Require();
        var error = await functions.ErrorOfAsync(PythonFunctions.Function(handler));
        Assert.Equal((type, message, "", 0), ((string?)error["errorType"], (string?)error["errorMessage"], (string?)error["requestId"], error["stackTrace"]!.AsArray().Count));
        Assert.Contains($"[ERROR] {type}: {message}", functions.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_where_the_syntax_is_wrong()
    {
        PythonFunctions.Require();
        var error = await functions.ErrorOfAsync(PythonFunctions.Function("syntax.handler"));
        Assert.Equal("Runtime.UserCodeSyntaxError", (string?)error["errorType"]);
        Assert.Matches(@"\ASyntax error in module 'syntax': .*\(syntax.py, line 1\)\z", (string)error["errorMessage"]!);
        Assert.Equal($"  File \"{Path.Combine(functions.Folder, "syntax.py")}\" Line 1\n    def handler(:\n", (string?)error["stackTrace"]![0]);
    }

    /// <summary>As localstack/localstack recorded it of Lambda in November 2025: tests/aws/services/lambda_/test_lambda.snapshot.json, test_lambda_runtime_error.</summary>
    [Fact]
    public async Task Tell_an_exception_of_their_module_with_its_frames()
    {
        PythonFunctions.Require();
        var error = await functions.ErrorOfAsync(PythonFunctions.Function("failing.handler"));
        Assert.Equal(("Exception", "Runtime startup fails", ""), ((string?)error["errorType"], (string?)error["errorMessage"], (string?)error["requestId"]));
        var frames = error["stackTrace"]!.AsArray().Select(static frame => (string)frame!).ToList();
        Assert.Matches(@"importlib.__init__.py"", line \d+, in import_module\n    return _bootstrap\._gcd_import\(name\[level:\], package, level\)\n\z", frames[0]);
        Assert.Equal($"  File \"{Path.Combine(functions.Folder, "failing.py")}\", line 1, in <module>\n    raise Exception(\"Runtime startup fails\")\n", frames[^1]);
    }

    [Fact]
    public async Task Say_how_to_get_what_is_part_of_Lambda_only()
    {
        PythonFunctions.Require();
        var message = (string)(await functions.ErrorOfAsync(PythonFunctions.Function("sdk.handler")))["errorMessage"]!;
        Assert.Matches(
            @"\AUnable to import module 'sdk': No module named 'boto3'\. Lambda's runtime brings boto3 and what it needs, this Python has none: name boto3 in requirements\.txt, or install it: \S.* -m pip install boto3\z",
            message);
    }

    [Fact]
    public async Task Answer_every_call_with_it()
    {
        PythonFunctions.Require();
        var function = PythonFunctions.Function("app.handler");
        var host = await functions.StartAsync(function);
        for (var i = 0; i < 2; i++)
        {
            var (payload, error) = await PythonFunctions.InvokeAsync(host, function, "{}");
            Assert.Equal(("Runtime.HandlerNotFound", "Unhandled"), ((string?)JsonNode.Parse(payload)!["errorType"], error));
        }
    }

    [Theory]
    [InlineData("ending.handler", "3", "exit status 3")]
    [InlineData("ending.handler", "\"words\"", "exit status 1")]
    [InlineData("leaving.handler", "1", "exit status 4")]
    public async Task End_where_they_leave_by_themselves(string handler, string payload, string status)
    {
        PythonFunctions.Require();
        var (answer, error) = await functions.AnswerOfAsync(PythonFunctions.Function(handler), payload);
        Assert.Equal(("Runtime.ExitError", "Unhandled"), ((string?)JsonNode.Parse(answer)!["errorType"], error));
        Assert.EndsWith(status, (string?)JsonNode.Parse(answer)!["errorMessage"], StringComparison.Ordinal);
    }

    /// <summary>Its credentials have ended, and there may be no second process before the first is gone. Lambda's sandbox waits for no thread.</summary>
    [Fact]
    public async Task End_when_they_are_told_though_a_thread_of_theirs_goes_on()
    {
        PythonFunctions.Require();
        var clock = new LeapingClock();
        var function = PythonFunctions.Function("waiting.handler");
        var host = await functions.StartAsync(function, clock: clock);
        var (before, _) = await PythonFunctions.InvokeAsync(host, function, "{}");
        clock.Leap = TimeSpan.FromHours(24);
        var (after, error) = await PythonFunctions.InvokeAsync(host, function, "{}").WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Null(error);
        Assert.NotEqual(before, after);
    }

    public ValueTask DisposeAsync() => functions.DisposeAsync();

    private sealed class LeapingClock : TimeProvider
    {
        public TimeSpan Leap { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Leap;
    }
}
