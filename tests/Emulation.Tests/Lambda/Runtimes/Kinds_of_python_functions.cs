using System.Text.Json.Nodes;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>What differs from function to function: where the handler is, the version, the format of the log.</summary>
public sealed class Kinds_of_python_functions : IAsyncDisposable
{
    private const string Logs = """
        import logging

        def handler(event, context):
            logging.getLogger("shop").info("found %d", 3, extra={"order": "7"})
            logging.debug("hidden")
            try:
                raise KeyError("k")
            except KeyError:
                logging.exception("caught")
            raise ValueError("bad")
        """;

    private readonly PythonFunctions functions = new(
        ("app.py", "def handler(event, context):\n    return \"é\"\n"), ("src/deep/app.py", "def handler(event, context):\n    return __name__\n"),
        ("package/__init__.py", ""), ("package/module.py", "from . import __name__ as name\ndef handler(event, context):\n    return name\n"), ("logs.py", Logs),
        ("path.py", "import os, sys\ndef handler(event, context):\n    return [sys.path[:2], os.environ.get(\"PYTHONUNBUFFERED\")]\n"));

    [Theory]
    [InlineData("app.handler", "\"é\"")]
    [InlineData("src/deep/app.handler", "\"src.deep.app\"")]
    [InlineData("src.deep.app.handler", "\"src.deep.app\"")]
    [InlineData("package.module.handler", "\"package\"")]
    public async Task Are_found_by_module_and_folder(string handler, string answer)
    {
        PythonFunctions.Require();
        Assert.Equal((answer, null), await functions.AnswerOfAsync(PythonFunctions.Function(handler)));
    }

    [Theory]
    [InlineData("python3.11", "\"\\u00e9\"")]
    [InlineData("python3.12", "\"é\"")]
    public async Task Write_characters_as_their_version_on_Lambda_does(string runtime, string answer)
    {
        PythonFunctions.Require();
        Assert.Equal((answer, null), await functions.AnswerOfAsync(PythonFunctions.Function(runtime: runtime)));
    }

    [Fact]
    public async Task Log_in_JSON_where_they_are_asked_to()
    {
        PythonFunctions.Require();
        var function = PythonFunctions.Function("logs.handler", "python3.13", ("AWS_LAMBDA_LOG_FORMAT", "JSON"), ("AWS_LAMBDA_LOG_LEVEL", "INFO"));
        var (_, error) = await functions.AnswerOfAsync(function);
        Assert.Equal("Unhandled", error);
        var lines = functions.Log.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(static line => line.StartsWith('{'))
            .Select(static line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(["INFO", "ERROR", "ERROR"], lines.Select(static line => (string?)line["level"]));
        var (info, caught, thrown) = (lines[0], lines[1], lines[2]);
        Assert.Equal(["timestamp", "level", "message", "logger", "requestId", "order"], info.Select(static member => member.Key));
        Assert.Equal(("found 3", "shop", "7"), ((string?)info["message"], (string?)info["logger"], (string?)info["order"]));
        Assert.Matches(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\z", (string)info["timestamp"]!);
        Assert.Equal(36, ((string)info["requestId"]!).Length);
        Assert.Equal(("caught", "KeyError", "'k'"), ((string?)caught["message"], (string?)caught["errorType"], (string?)caught["errorMessage"]));
        Assert.Contains("logs.py:handler:", (string?)caught["location"], StringComparison.Ordinal);
        Assert.Single(caught["stackTrace"]!.AsArray());
        Assert.Equal(("ValueError", "bad", (string?)info["requestId"]), ((string?)thrown["errorType"], (string?)thrown["errorMessage"], (string?)thrown["requestId"]));
    }

    [Theory]
    [InlineData("INFO", true, false)]
    [InlineData("TRACE", true, true)]
    [InlineData("ERROR", false, false)]
    public async Task Log_from_the_level_that_they_are_asked_for(string level, bool hasInfo, bool hasDebug)
    {
        PythonFunctions.Require();
        await functions.AnswerOfAsync(PythonFunctions.Function("logs.handler", "python3.13", ("AWS_LAMBDA_LOG_LEVEL", level)));
        Assert.Equal((hasInfo, hasDebug, true), (functions.Log.Contains("\tfound 3", StringComparison.Ordinal), functions.Log.Contains("\thidden", StringComparison.Ordinal), functions.Log.Contains("\tcaught", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Find_modules_on_their_own_path_after_their_folder()
    {
        PythonFunctions.Require();
        var (payload, _) = await functions.AnswerOfAsync(PythonFunctions.Function("path.handler", "python3.13", ("PYTHONPATH", "/elsewhere"), ("PYTHONUNBUFFERED", "x")));
        Assert.Equal(new JsonArray(new JsonArray(functions.Folder, "/elsewhere"), "x").ToJsonString(), JsonNode.Parse(payload)!.ToJsonString());
    }

    public ValueTask DisposeAsync() => functions.DisposeAsync();
}
