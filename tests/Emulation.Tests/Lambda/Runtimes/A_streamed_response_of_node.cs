using Emulation.Lambda;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>Handlers of <c>awslambda.streamifyResponse</c>. Lambda Developer Guide, "Response streaming for Lambda functions".</summary>
public sealed class A_streamed_response_of_node(NodeFunctions functions) : IClassFixture<NodeFunctions>
{
    private const string Code = """
        const { Readable } = require('node:stream');
        const { pipeline } = require('node:stream/promises');
        const cases = {
          plain: async (stream) => { stream.write('a'); await new Promise((go) => setTimeout(go, 5)); stream.write(Buffer.from('b')); stream.end('c'); },
          object: async (stream) => { stream.write({ a: 1 }); stream.end(); },
          typed: async (stream) => { stream.setContentType('text/plain'); stream.write('x'); try { stream.setContentType('late'); } catch (error) { stream.write(error.name); } stream.end(); },
          empty: async (stream) => { stream.end(); },
          pipeline: (stream) => pipeline(Readable.from(['x', 'y', 'z']), stream),
          large: async (stream) => { for (let i = 0; i < 40; i++) { if (!stream.write('x'.repeat(50000))) { await new Promise((go) => stream.once('drain', go)); } } stream.end(); },
          prelude: async (stream) => {
            const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-a': 'b' }, cookies: ['c=d'] });
            http.write('body');
            http.end();
          },
          returns: async (stream) => { stream.end('body'); return 'ignored'; },
          noPromise: (stream) => { stream.write('a'); },
          error: async (stream) => { stream.write('begun'); throw new RangeError('half way'); },
          errorFirst: async () => { throw new RangeError('before all'); },
          source: (stream) => pipeline(async function* () { yield 'begun'; throw new RangeError('of the source'); }, stream),
          destroyed: async (stream) => { stream.write('begun'); stream.destroy(); },
        };
        exports.handler = awslambda.streamifyResponse((event, stream, context) => cases[event](stream, context));
        exports.small = awslambda.streamifyResponse(async (event, stream) => { stream.end(`${stream.writableHighWaterMark}`); }, { highWaterMark: 1024 });
        exports.absent = async () => typeof globalThis.awslambda;
        """;

    [Theory]
    [InlineData("nodejs20.x", "plain", "abc")]
    [InlineData("nodejs24.x", "plain", "abc")]
    [InlineData("nodejs20.x", "object", """{"a":1}""")]
    [InlineData("nodejs20.x", "typed", "xRuntime.InvalidStreamingOperation")]
    [InlineData("nodejs20.x", "empty", "")]
    [InlineData("nodejs20.x", "pipeline", "xyz")]
    [InlineData("nodejs20.x", "returns", "body")]
    [InlineData("nodejs20.x", "prelude", "{\"statusCode\":201,\"headers\":{\"x-a\":\"b\"},\"cookies\":[\"c=d\"]}\0\0\0\0\0\0\0\0body")]
    public async Task Is_what_the_handler_writes(string runtime, string name, string payload)
    {
        functions.Write("app.js", Code);
        var outcome = await functions.CallAsync("app.handler", $"\"{name}\"", runtime);
        Assert.Equal((payload, null), (outcome.Payload, outcome.Error));
    }

    [Fact]
    public async Task Waits_when_its_reader_is_slower()
    {
        functions.Write("app.js", Code);
        Assert.Equal(2_000_000, (await functions.CallAsync("app.handler", "\"large\"")).Payload.Length);
        Assert.Equal("1024", (await functions.CallAsync("app.small")).Payload);
    }

    [Theory]
    [InlineData("error", "RangeError", "half way")]
    [InlineData("errorFirst", "RangeError", "before all")]
    [InlineData("source", "RangeError", "of the source")]
    [InlineData("destroyed", "Error", "Response stream is not finished.")]
    [InlineData("noPromise", "string", "Streaming does not support non-async handlers.")]
    public async Task Ends_with_an_error_in_trailers(string name, string type, string message)
    {
        NodeFunctions.Require();
        functions.Write("app.js", Code);
        functions.Write("double.mjs", Double);
        var command = functions.Build.CommandOf(new DeployedFunction(NodeFunctions.Function("app.handler"), functions.Folder));
        var client = command.Client!.WriteTo(Path.Combine(functions.Folder, ".clients"));
        var trailers = (await RunAsync(command.Program, Path.Combine(functions.Folder, "double.mjs"), client, $"\"{name}\"")).Split('\n');
        Assert.Equal(type, trailers[0]);
        var told = System.Text.Json.Nodes.JsonNode.Parse(Convert.FromBase64String(trailers[1]))!;
        Assert.Equal((type, message), ((string?)told["errorType"], (string?)told["errorMessage"]));
    }

    [Fact]
    public async Task Is_not_offered_where_the_template_says_so()
    {
        functions.Write("absent.js", "exports.handler = async () => typeof globalThis.awslambda;");
        Assert.Equal("\"undefined\"", (await functions.CallAsync("absent.handler", variables: ("AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA", "1"))).Payload);
        Assert.Equal("\"object\"", (await functions.CallAsync("absent.handler")).Payload);
    }

    /// <summary>A Runtime API that has one event, and prints the trailers of the response.</summary>
    private const string Double = """
        import { spawn } from 'node:child_process';
        import http from 'node:http';
        import { fileURLToPath } from 'node:url';
        const [client, event] = process.argv.slice(2);
        const server = http.createServer((request, response) => {
          if (request.url.endsWith('/next')) {
            response.setHeader('Lambda-Runtime-Aws-Request-Id', '1').end(event);
            return;
          }

          request.resume().on('end', () => {
            const { trailers } = request;
            console.log(`${trailers['lambda-runtime-function-error-type']}\n${trailers['lambda-runtime-function-error-body']}`);
            response.statusCode = 202;
            response.end();
            process.exit();
          });
        });
        server.listen(0, '127.0.0.1', () => spawn(process.execPath, [client], {
          stdio: 'ignore',
          env: { AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${server.address().port}`, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x', _HANDLER: 'app.handler', LAMBDA_TASK_ROOT: fileURLToPath(new URL('.', import.meta.url)) },
        }).unref());
        process.on('exit', () => server.close());
        """;

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said.Trim();
    }
}
