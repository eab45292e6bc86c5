using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;

namespace Emulation.Tests.Lambda;

/// <summary>What Lambda's own API answers whoever calls a function: AWS Lambda API Reference, Invoke.</summary>
public sealed class Calling_a_function : CalledFunctions
{
    /// <summary>The next deployment must not wait for a function, which may wait for it in turn.</summary>
    [Theory]
    [InlineData("invocations", "2015-03-31")]
    [InlineData("response-streaming-invocations", "2021-11-15")]
    public async Task Lasts_over_another_deployment(string operation, string version)
    {
        var working = new TaskCompletionSource();
        Work = working.Task;
        var call = CallAsync("plain", "{}", "Caller", operation, version);
        await Seen.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Emulator.DeployAsync(LoadedStacks.Load(Options), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(call.IsCompleted);
        working.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await call).StatusCode);
    }

    [Fact]
    public async Task For_nothing_is_accepted()
    {
        var accepted = await CallAsync("plain", "{\"n\":1}", ("X-Amz-Invocation-Type", "Event"), ("X-Amz-Client-Context", "no base64"), ("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793"));
        Assert.Equal((HttpStatusCode.Accepted, "", 0L, null), (accepted.StatusCode, await TextOf(accepted), accepted.Content.Headers.ContentLength, accepted.Content.Headers.ContentType));
        var invocation = await Seen.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((IdOf(accepted), "{\"n\":1}", "Root=1-5759e988-bd862e3fe1be46a994272793", null), (invocation.RequestId, Encoding.UTF8.GetString(invocation.Payload.Span), invocation.TraceId, invocation.Details!.ClientContext));
    }

    [Fact]
    public async Task For_nothing_needs_the_permission_and_a_function_that_runs()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await CallAsync("plain", "{}", "Stranger", "invocations", "2015-03-31", ("X-Amz-Invocation-Type", "Event"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotImplemented, (await CallAsync("closed", "{}", ("X-Amz-Invocation-Type", "Event"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await CallAsync("nobody", "{}", ("X-Amz-Invocation-Type", "Event"))).StatusCode);
        Assert.Empty(Emulator.Events.Waiting);
    }

    [Fact]
    public async Task Dry_calls_nothing()
    {
        var answered = await CallAsync("plain", "{}", ("X-Amz-Invocation-Type", "DryRun"));
        Assert.Equal((HttpStatusCode.NoContent, ""), (answered.StatusCode, await TextOf(answered)));
        Assert.Equal(HttpStatusCode.Forbidden, (await CallAsync("plain", "{}", "Stranger", "invocations", "2015-03-31", ("X-Amz-Invocation-Type", "DryRun"))).StatusCode);
        Assert.False(Seen.Task.IsCompleted);
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
        var invocation = await Seen.Task;
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
        Assert.False(Seen.Task.IsCompleted);
    }

    [Theory]
    [InlineData(2666, 200)]
    [InlineData(2667, 400)]
    public async Task Takes_a_client_context_as_long_as_Lambda_does(int letters, int status)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($$$"""{"custom":{"a":"{{{new string('x', letters)}}}"}}"""));
        var answered = await CallAsync("plain", "{}", ("X-Amz-Client-Context", encoded));
        Assert.Equal(status, (int)answered.StatusCode);
        Assert.Equal(status == 200, Seen.Task.IsCompleted);
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
        Answer = new InvocationResult(Encoding.UTF8.GetBytes(payload), null) { ContentType = "text/plain" };
        var answered = await CallAsync("plain", "{}");
        Assert.Equal((payload, type), (await TextOf(answered), answered.Content.Headers.ContentType!.ToString()));
    }
}
