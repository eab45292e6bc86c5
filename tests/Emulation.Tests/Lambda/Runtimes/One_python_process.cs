using System.Text.Json.Nodes;
using Emulation.Lambda;
using Sam;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>A process that lives as long as the tests of a class: its handler does what the event names.</summary>
public sealed class One_python_process : IAsyncDisposable
{
    private const string Module = """
        import collections, decimal, enum, logging, os, sys, threading

        Pair = collections.namedtuple("Pair", "statusCode body")

        class Level(enum.IntEnum):
            HIGH = 3

        def handler(event, context):
            return globals()[event["do"]](event, context)

        def echo(event, context):
            return event["value"]

        def nothing(event, context):
            pass

        def values(event, context):
            return {"decimal": decimal.Decimal("1.10"), "pair": Pair(200, b"bytes"), "tuple": (1, 2.5, None), "level": Level.HIGH, 1: True, None: "\u00e9\u2028\"", "nan": float("nan")}

        def raw(event, context):
            return b"as it is"

        def a_set(event, context):
            return {"items": {1}}

        def a_tuple_as_key(event, context):
            return {(1, 2): 3}

        def circle(event, context):
            around = []
            around.append(around)
            return around

        def fields(event, context):
            return {name: getattr(context, name) for name in ["function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb", "aws_request_id",
                "log_group_name", "log_stream_name", "client_context", "tenant_id"]}

        def remaining(event, context):
            return context.get_remaining_time_in_millis()

        def identity(event, context):
            return [context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id]

        def shown(event, context):
            return repr(context)

        def trace(event, context):
            return os.environ.get("_X_AMZN_TRACE_ID")

        def surroundings(event, context):
            return {"path": sys.path[0], "folder": os.getcwd(), "root": os.environ["LAMBDA_TASK_ROOT"], "runtime": os.environ["LAMBDA_RUNTIME_DIR"],
                "kind": os.environ["AWS_EXECUTION_ENV"], "others": [path for path in sys.path if path == os.environ["LAMBDA_RUNTIME_DIR"]], "process": os.getpid()}

        class PaymentRefused(Exception):
            pass

        def charge(amount):
            raise PaymentRefused("no \u00e9uros: %d" % amount)

        def fail(event, context):
            charge(3)

        def half(event, context):
            print("printed half \ud83d")
            raise PaymentRefused("half \ud83d")

        def too_few():
            pass

        def log(event, context):
            logging.getLogger("shop").warning("seen %s", event["value"])
            logging.info("not shown")
            print("printed", event["value"])
            print("to the other", file=sys.stderr)
            context.log("told " + event["value"] + "\n")
            return context.aws_request_id

        def caught(event, context):
            try:
                charge(4)
            except PaymentRefused:
                logging.exception("caught it")
        """;

    private readonly PythonFunctions functions = new(("app.py", Module));
    private readonly Function function = PythonFunctions.Function();
    private readonly Lazy<Task<FunctionHost>> host;

    public One_python_process() => host = new(() => functions.StartAsync(function));

    internal string Folder => functions.Folder;

    internal Task<string> LogWithAsync(string pattern) => functions.LogWithAsync(pattern);

    public ValueTask DisposeAsync() => functions.DisposeAsync();

    internal async Task<string> AnswerAsync(string what, JsonNode? value = null, string? trace = null, string? identity = null)
    {
        var (payload, error) = await InvokeAsync(what, value, trace, identity);
        Assert.True(error is null, payload);
        return payload;
    }

    internal async Task<JsonNode> ErrorAsync(string what)
    {
        var (payload, error) = await InvokeAsync(what, null, null, null);
        Assert.Equal("Unhandled", error);
        return JsonNode.Parse(payload)!;
    }

    private async Task<(string Payload, string? Error)> InvokeAsync(string what, JsonNode? value, string? trace, string? identity)
    {
        PythonFunctions.Require();
        return await PythonFunctions.InvokeAsync(await host.Value, function, new JsonObject { ["do"] = what, ["value"] = value }.ToJsonString(), trace, identity);
    }
}
