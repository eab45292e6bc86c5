using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>What the Runtime API may say beside an event: here a socket of the test's stands for it, and says it byte for byte.</summary>
public sealed class Headers_of_an_event_in_python : IAsyncDisposable
{
    private const string Module = """
        def handler(event, context):
            client = context.client_context
            return {"event": event if isinstance(event, dict) else event.decode(), "tenant": context.tenant_id, "shown": repr(client),
                "client": client and [client.custom, client.env, client.client and client.client.app_title, client.client and client.client.installation_id]}
        """;

    private const string AppOfAClient = """{"client":{"app_title":"Shop","installation_id":"i-1"},"custom":{"k":"v"},"env":{"locale":"de"}}""";

    private readonly PythonFunctions functions = new(("app.py", Module));

    [Fact]
    public async Task Are_fields_of_the_context()
    {
        var (path, answer) = await AnswerAsync($"Lambda-Runtime-Client-Context: {AppOfAClient}\r\nLambda-Runtime-Aws-Tenant-Id: blue\r\n");
        Assert.Equal("/2018-06-01/runtime/invocation/id-1/response", path);
        Assert.Equal("""[{"k":"v"},{"locale":"de"},"Shop","i-1"]""", answer["client"]!.ToJsonString());
        Assert.Equal("blue", (string?)answer["tenant"]);
        Assert.Equal(
            "ClientContext([custom={'k': 'v'},env={'locale': 'de'},client=Client([installation_id=i-1,app_title=Shop,app_version_name=None,app_version_code=None,app_package_name=None])])",
            (string?)answer["shown"]);
    }

    [Fact]
    public async Task That_are_missing_are_nothing()
    {
        var (_, answer) = await AnswerAsync("");
        Assert.Equal((null, null, 1), (answer["client"], answer["tenant"], (int)answer["event"]!["n"]!));
    }

    [Fact]
    public async Task That_name_an_app_without_itself_are_taken()
    {
        var (_, answer) = await AnswerAsync("Lambda-Runtime-Client-Context: {\"custom\":{}}\r\n");
        Assert.Equal("[{},null,null,null]", answer["client"]!.ToJsonString());
    }

    [Theory]
    [InlineData("Lambda-Runtime-Client-Context: {\r\n", "{}", "Runtime.LambdaContextUnmarshalError", "Unable to parse Client Context JSON: ")]
    [InlineData("Lambda-Runtime-Cognito-Identity: [\r\n", "{}", "Runtime.LambdaContextUnmarshalError", "Unable to parse Cognito Identity JSON: ")]
    [InlineData("", "{", "Runtime.UnmarshalError", "Unable to unmarshal input: ")]
    public async Task That_are_no_JSON_are_the_runtimes_own_errors(string headers, string payload, string type, string message)
    {
        var (path, error) = await AnswerAsync(headers, payload);
        Assert.Equal(("/2018-06-01/runtime/invocation/id-1/error", type, "id-1"), (path, (string?)error["errorType"], (string?)error["requestId"]));
        Assert.StartsWith(message, (string?)error["errorMessage"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_that_an_event_is_no_JSON()
    {
        var (_, answer) = await AnswerAsync("", "plain", "text/plain");
        Assert.Equal("plain", (string?)answer["event"]);
    }

    [Fact]
    public async Task Say_that_an_event_comes_in_pieces()
    {
        var (_, answer) = await AnswerAsync("Transfer-Encoding: chunked\r\n", "3\r\n{\"n\r\n4\r\n\":7}\r\n0\r\n\r\n");
        Assert.Equal(7, (int)answer["event"]!["n"]!);
    }

    public ValueTask DisposeAsync() => functions.DisposeAsync();

    /// <summary>One event, and what the process posts for it. After that the connection ends, and with it the process, as if all were well.</summary>
    private async Task<(string Path, JsonNode Body)> AnswerAsync(string headers, string payload = """{"n":1}""", string type = "application/json")
    {
        PythonFunctions.Require();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var process = Start(listener.LocalEndpoint.ToString()!);
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        Assert.StartsWith("GET /2018-06-01/runtime/invocation/next ", (await ReadAsync(stream)).Line, StringComparison.Ordinal);
        var length = headers.Contains("chunked", StringComparison.Ordinal) ? "" : $"Content-Length: {payload.Length}\r\n";
        await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nLambda-Runtime-Aws-Request-Id: id-1\r\nLambda-Runtime-Deadline-Ms: 1\r\n{length}{headers}\r\n{payload}");
        var (line, body) = await ReadAsync(stream);
        await WriteAsync(stream, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
        Assert.StartsWith("GET /2018-06-01/runtime/invocation/next ", (await ReadAsync(stream)).Line, StringComparison.Ordinal);
        client.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return (line.Split(' ')[1], JsonNode.Parse(body)!);
    }

    private Process Start(string address)
    {
        var command = functions.Build().CommandOf(new DeployedFunction(PythonFunctions.Function(), functions.Folder));
        var start = new ProcessStartInfo(command.Program, [command.Client!.WriteTo(Path.Combine(functions.Folder, "clients"))]) { WorkingDirectory = command.Folder, RedirectStandardOutput = true };
        foreach (var (name, value) in command.Variables.Append(KeyValuePair.Create("AWS_LAMBDA_RUNTIME_API", address)).Append(KeyValuePair.Create("_HANDLER", "app.handler")))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task WriteAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    private static async Task<(string Line, string Body)> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, TestContext.Current.CancellationToken);
            text.Append((char)one[0]);
        }

        var lines = text.ToString().Split("\r\n");
        var length = lines.Single(static line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))["Content-Length: ".Length..];
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, TestContext.Current.CancellationToken);
        return (lines[0], Encoding.UTF8.GetString(body));
    }
}
