using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using Emulation.Protocols.RestJson;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SigV4;

namespace Emulation.Tests.Lambda;

/// <summary>What Lambda's own API answers whoever calls a function: AWS Lambda API Reference, Invoke and InvokeWithResponseStream.</summary>
public sealed class Calling_a_function : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Plain: { Type: AWS::Serverless::Function, Properties: { FunctionName: plain } }
          Never: { Type: AWS::Serverless::Function, Properties: { FunctionName: never, ReservedConcurrentExecutions: 0 } }
          Closed: { Type: AWS::Serverless::Function, Properties: { FunctionName: closed, TenancyConfig: { TenantIsolationMode: PER_TENANT } } }
          Caller: { Type: AWS::IAM::Role, Properties: { RoleName: Caller, AssumeRolePolicyDocument: &trust { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: p, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:InvokeFunction", Resource: "*" }] } }] } }
          Stranger: { Type: AWS::IAM::Role, Properties: { RoleName: Stranger, AssumeRolePolicyDocument: *trust } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();
    private readonly TaskCompletionSource<Invocation> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InvocationResult answer = new("{\"a\":1}"u8.ToArray(), null);
    private Task work = Task.CompletedTask;
    private EmulatorOptions options = null!;
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "template.yaml"), Template);
        FunctionStandIn standIn = async (invocation, _) =>
        {
            seen.TrySetResult(invocation);
            await work;
            return answer;
        };
        options = new EmulatorOptions
        {
            Templates = [new TemplateSource(Path.Combine(folder, "template.yaml"), EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder, "data"),
            StandIns = new FunctionStandIns(new[] { "Plain", "Never" }.ToImmutableDictionary(static name => name, _ => standIn)),
        };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, true);
    }

    /// <summary>The next deployment must not wait for a function, which may wait for it in turn.</summary>
    [Theory]
    [InlineData("invocations", "2015-03-31")]
    [InlineData("response-streaming-invocations", "2021-11-15")]
    public async Task Lasts_over_another_deployment(string operation, string version)
    {
        var working = new TaskCompletionSource();
        work = working.Task;
        var call = CallAsync("plain", "{}", "Caller", operation, version);
        await seen.Task.WaitAsync(TestContext.Current.CancellationToken);
        await emulator.DeployAsync(LoadedStacks.Load(options), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(call.IsCompleted);
        working.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await call).StatusCode);
    }

    [Fact]
    public async Task For_nothing_is_accepted()
    {
        var accepted = await CallAsync("plain", "{\"n\":1}", ("X-Amz-Invocation-Type", "Event"), ("X-Amz-Client-Context", "no base64"), ("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793"));
        Assert.Equal((HttpStatusCode.Accepted, "", 0L, null), (accepted.StatusCode, await TextOf(accepted), accepted.Content.Headers.ContentLength, accepted.Content.Headers.ContentType));
        var invocation = await seen.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((IdOf(accepted), "{\"n\":1}", "Root=1-5759e988-bd862e3fe1be46a994272793", null), (invocation.RequestId, Encoding.UTF8.GetString(invocation.Payload.Span), invocation.TraceId, invocation.Details!.ClientContext));
    }

    [Fact]
    public async Task For_nothing_needs_the_permission_and_a_function_that_runs()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await CallAsync("plain", "{}", "Stranger", "invocations", "2015-03-31", ("X-Amz-Invocation-Type", "Event"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotImplemented, (await CallAsync("closed", "{}", ("X-Amz-Invocation-Type", "Event"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await CallAsync("nobody", "{}", ("X-Amz-Invocation-Type", "Event"))).StatusCode);
        Assert.Empty(emulator.Events.Waiting);
    }

    [Fact]
    public async Task Dry_calls_nothing()
    {
        var answered = await CallAsync("plain", "{}", ("X-Amz-Invocation-Type", "DryRun"));
        Assert.Equal((HttpStatusCode.NoContent, ""), (answered.StatusCode, await TextOf(answered)));
        Assert.Equal(HttpStatusCode.Forbidden, (await CallAsync("plain", "{}", "Stranger", "invocations", "2015-03-31", ("X-Amz-Invocation-Type", "DryRun"))).StatusCode);
        Assert.False(seen.Task.IsCompleted);
    }

    [Theory]
    [InlineData("Event", 1048576, 202, null)]
    [InlineData("Event", 1048577, 413, "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)")]
    [InlineData("RequestResponse", 6291456, 200, null)]
    [InlineData("RequestResponse", 6291457, 413, "Request must be smaller than 6291456 bytes for the InvokeFunction operation")]
    public async Task Takes_no_more_than_lambda(string type, int length, int status, string? message)
    {
        var answered = await CallAsync("plain", $"\"{new string('x', length - 2)}\"", ("X-Amz-Invocation-Type", type));
        Assert.Equal(status, (int)answered.StatusCode);
        if (message is not null)
        {
            Assert.Equal((message, "RequestEntityTooLargeException"), ((string?)JsonNode.Parse(await TextOf(answered))!["Message"], answered.Headers.GetValues("x-amzn-ErrorType").Single()));
        }
    }

    [Theory]
    [InlineData("X-Amz-Invocation-Type", "Sometime", "ValidationException", "Value 'Sometime' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]")]
    [InlineData("X-Amz-Client-Context", "no base64", "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.")]
    [InlineData("X-Amz-Client-Context", "MQ==", "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.")]
    public async Task Says_what_it_does_not_take(string header, string value, string type, string message)
    {
        var answered = await CallAsync("plain", "{}", (header, value));
        Assert.Equal((HttpStatusCode.BadRequest, type), (answered.StatusCode, answered.Headers.GetValues("x-amzn-ErrorType").Single()));
        Assert.EndsWith(message, (string?)JsonNode.Parse(await TextOf(answered))!["Message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_it_the_id_of_the_answer_and_of_the_client()
    {
        var answered = await CallAsync("plain", "{}", ("X-Amz-Client-Context", Convert.ToBase64String("{\"custom\":{\"a\":\"ü\"}}"u8)));
        Assert.Equal("{\"a\":1}", await TextOf(answered));
        var invocation = await seen.Task;
        Assert.Equal((IdOf(answered), """{"custom":{"a":"\u00FC"}}"""), (invocation.RequestId, invocation.Details!.ClientContext));
    }

    [Theory]
    [InlineData("{\"custom\":{\"a\":\"\\ud800\"}}")]
    [InlineData("{\"custom\":{\"\\ud800\":\"a\"}}")]
    [InlineData("{\"\\ud800\":{}}")]
    [InlineData("[1]")]
    [InlineData("x")]
    public async Task Takes_no_client_context_that_is_none(string context)
    {
        var answered = await CallAsync("plain", "{}", ("X-Amz-Client-Context", Convert.ToBase64String(Encoding.UTF8.GetBytes(context))));
        Assert.Equal(HttpStatusCode.BadRequest, answered.StatusCode);
        Assert.Contains("Client context must be a valid Base64-encoded JSON object.", await TextOf(answered), StringComparison.Ordinal);
        Assert.False(seen.Task.IsCompleted);
    }

    [Theory]
    [InlineData(2666, 200)]
    [InlineData(2667, 400)]
    public async Task Takes_a_client_context_as_long_as_Lambda_does(int letters, int status)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($$$"""{"custom":{"a":"{{{new string('x', letters)}}}"}}"""));
        var answered = await CallAsync("plain", "{}", ("X-Amz-Client-Context", encoded));
        Assert.Equal(status, (int)answered.StatusCode);
        Assert.Equal(status == 200, seen.Task.IsCompleted);
        if (status == 400)
        {
            Assert.Contains("\"Client context must be at most 3583 bytes of Base64-encoded data; this one has 3584.\"", await TextOf(answered), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{\"a\":1}", "application/json")]
    [InlineData("A\0B", "application/octet-stream")]
    public async Task Answers_what_was_streamed(string payload, string type)
    {
        answer = new InvocationResult(Encoding.UTF8.GetBytes(payload), null) { ContentType = "text/plain" };
        var answered = await CallAsync("plain", "{}");
        Assert.Equal((payload, type), (await TextOf(answered), answered.Content.Headers.ContentType!.ToString()));
    }

    [Fact]
    public async Task As_a_stream_answers_what_is_whole_in_one_piece()
    {
        var answered = await StreamAsync("plain");
        Assert.Equal((HttpStatusCode.OK, "application/vnd.amazon.eventstream", "application/json"), (answered.StatusCode, answered.Content.Headers.ContentType!.ToString(), answered.Headers.GetValues("x-amzn-Remapped-Content-Type").Single()));
        Assert.Equal(["PayloadChunk application/octet-stream {\"a\":1}", "InvokeComplete application/json {}"], await EventsOf(answered));
    }

    [Fact]
    public async Task As_a_stream_tells_the_error_at_its_end()
    {
        answer = InvocationResult.Failed("Error", "no");
        Assert.Equal(
            ["""InvokeComplete application/json {"ErrorCode":"Unhandled","ErrorDetails":"{\u0022errorMessage\u0022:\u0022no\u0022,\u0022errorType\u0022:\u0022Error\u0022}"}"""],
            await EventsOf(await StreamAsync("plain")));
    }

    [Fact]
    public async Task As_a_stream_passes_on_each_piece()
    {
        var body = new StreamedBody("text/plain");
        answer = new InvocationResult(default, null) { Details = new AnswerDetails { ContentType = "text/plain", Body = body } };
        await body.WriteAsync("A\0"u8.ToArray());
        var answered = await StreamAsync("plain", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/plain", answered.Headers.GetValues("x-amzn-Remapped-Content-Type").Single());
        await body.WriteAsync("B"u8.ToArray());
        body.End(default(InvocationResult).WithLog("END\n"u8.ToArray()));
        Assert.Equal(["PayloadChunk application/octet-stream A\0", "PayloadChunk application/octet-stream B", "InvokeComplete application/json {\"LogResult\":\"RU5ECg==\"}"], await EventsOf(answered));
        Assert.True((await seen.Task).Details!.WantsStream);
    }

    [Fact]
    public async Task As_a_stream_holds_no_function_up_when_its_caller_has_left()
    {
        var body = new StreamedBody("text/plain");
        answer = new InvocationResult(default, null) { Details = new AnswerDetails { ContentType = "text/plain", Body = body } };
        using var http = Gone();
        await new RestJsonWire([], "nothing").SendAsync(http.Context, "id", "InvokeWithResponseStream", new RestAnswer(200, ReadOnlyMemory<byte>.Empty)
        {
            WriteAsync = (stream, cancellation) => new ResponseStreamWriter(stream).WriteAsync(answer, cancellation),
        });
        for (var i = 0; i < 20; i++)
        {
            await body.WriteAsync([1]).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("plain", "Stranger", 403)]
    [InlineData("never", "Caller", 429)]
    [InlineData("closed", "Caller", 501)]
    [InlineData("nobody", "Caller", 404)]
    public async Task As_a_stream_is_refused_alike(string function, string role, int status) =>
        Assert.Equal(status, (int)(await CallAsync(function, "{}", role, "response-streaming-invocations", "2021-11-15")).StatusCode);

    /// <summary>A request whose client has gone: nothing can be begun, nor written.</summary>
    private static GoneClient Gone() => new();

    private sealed class GoneClient : IDisposable
    {
        private readonly CancellationTokenSource gone = new();

        public GoneClient()
        {
            gone.Cancel();
            Context.RequestAborted = gone.Token;
            Context.Features.Set<IHttpResponseBodyFeature>(new NoResponse());
        }

        public DefaultHttpContext Context { get; } = new();

        public void Dispose() => gone.Dispose();

        private sealed class NoResponse() : StreamResponseBodyFeature(Stream.Null)
        {
            public override Task StartAsync(CancellationToken cancellationToken = default) => Task.FromCanceled(new CancellationToken(true));
        }
    }

    private static string IdOf(HttpResponseMessage answer) => answer.Headers.GetValues("x-amzn-RequestId").Single();

    private static Task<string> TextOf(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>The messages, their checksums tried.</summary>
    private static async Task<List<string>> EventsOf(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var events = new List<string>();
        while (bytes.Length > 0)
        {
            var (length, headers) = (BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)));
            Assert.Equal(Crc32.HashToUInt32(bytes.AsSpan(0, 8)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)));
            Assert.Equal(Crc32.HashToUInt32(bytes.AsSpan(0, length - 4)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(length - 4)));
            var read = new Dictionary<string, string>();
            for (var at = 12; at < 12 + headers;)
            {
                var name = Encoding.ASCII.GetString(bytes, at + 1, bytes[at]);
                at += 1 + name.Length;
                Assert.Equal(7, bytes[at]);
                var value = Encoding.ASCII.GetString(bytes, at + 3, BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(at + 1)));
                at += 3 + value.Length;
                read[name] = value;
            }

            Assert.Equal("event", read[":message-type"]);
            events.Add($"{read[":event-type"]} {read[":content-type"]} {Encoding.UTF8.GetString(bytes, 12 + headers, length - headers - 16)}");
            bytes = bytes[length..];
        }

        return events;
    }

    private Task<HttpResponseMessage> StreamAsync(string function, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) =>
        SendAsync(function, "{}", "Caller", "response-streaming-invocations", "2021-11-15", completion, []);

    private Task<HttpResponseMessage> CallAsync(string function, string body, params (string Name, string Value)[] headers) => CallAsync(function, body, "Caller", "invocations", "2015-03-31", headers);

    private Task<HttpResponseMessage> CallAsync(string function, string body, string role, string operation, string version, params (string Name, string Value)[] headers) =>
        SendAsync(function, body, role, operation, version, HttpCompletionOption.ResponseContentRead, headers);

    private async Task<HttpResponseMessage> SendAsync(string function, string body, string role, string operation, string version, HttpCompletionOption completion, (string Name, string Value)[] headers)
    {
        var url = new Uri($"{emulator.EndpointUrl}/{version}/functions/{function}/{operation}");
        var content = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(content) };
        var session = emulator.Sessions.ForFunction(emulator.Accounts.RoleByArn($"arn:aws:iam::{EmulatorOptions.DefaultAccount}:role/{role}")!, "test");
        var signed = new SigV4Signer("us-east-1", "lambda").Sign(
            "POST", url.PathAndQuery, [.. headers.Select(static header => new HeaderField(header.Name.ToLowerInvariant(), header.Value)).Append(new HeaderField("host", url.Authority))], PayloadHash.Of(content),
            new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken), TimeProvider.System.GetUtcNow());
        request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", signed.SecurityToken);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request, completion, TestContext.Current.CancellationToken);
    }
}
