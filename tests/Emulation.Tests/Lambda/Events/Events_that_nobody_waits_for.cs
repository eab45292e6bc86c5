using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Emulation.Decisions;
using Emulation.Lambda;
using Microsoft.Extensions.Time.Testing;
using Sam;

namespace Emulation.Tests.Lambda.Events;

/// <summary>How events are tried, given up and told of. Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".</summary>
public sealed class Events_that_nobody_waits_for : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Plain: { Type: AWS::Serverless::Function, Properties: { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Type: Lambda, Destination: !GetAtt Told.Arn }, OnFailure: { Type: Lambda, Destination: !GetAtt Told.Arn } } } } }
          Once: { Type: AWS::Serverless::Function, Properties: { EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Type: Lambda, Destination: !GetAtt Told.Arn } } } } }
          Brief: { Type: AWS::Serverless::Function, Properties: { EventInvokeConfig: { MaximumEventAgeInSeconds: 90, DestinationConfig: { OnFailure: { Type: Lambda, Destination: !GetAtt Told.Arn } } } } }
          Never: { Type: AWS::Serverless::Function, Properties: { ReservedConcurrentExecutions: 0, EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: Lambda, Destination: !GetAtt Told.Arn } } } } }
          Single: { Type: AWS::Serverless::Function, Properties: { ReservedConcurrentExecutions: 1 } }
          Mute: { Type: AWS::Serverless::Function, Properties: { Role: !GetAtt MuteRole.Arn, EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: !GetAtt Told.Arn, Type: Lambda } } } } }
          MuteRole: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] } } }
          Queued: { Type: AWS::Serverless::Function, Properties: { DeadLetterQueue: { Type: SQS, TargetArn: "arn:aws:sqs:us-east-1:111122223333:dead" }, EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Type: SNS, Destination: "arn:aws:sns:us-east-1:111122223333:failed" } } } } }
          Circle: { Type: AWS::Lambda::Function, Properties: { FunctionName: circle, Code: ./, Handler: F, Runtime: dotnet10, Role: !GetAtt CircleRole.Arn } }
          CircleEvents: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Circle, Qualifier: $LATEST, DestinationConfig: { OnSuccess: { Destination: !GetAtt Circle.Arn } } } }
          CircleRole: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: p, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:InvokeFunction", Resource: "*" }] } }] } }
          Told: { Type: AWS::Serverless::Function, Properties: { FunctionName: told } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly Channel<(string Function, string Id, string Payload)> calls = Channel.CreateUnbounded<(string, string, string)>();
    private Emulator emulator = null!;
    private Func<string, Task<InvocationResult>> answer = static _ => Task.FromResult(Json("1"));

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "template.yaml"), Template);
        emulator = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Are_run_and_told_of()
    {
        Accept("Plain", "one");
        Assert.Equal(("Plain", "one", "{\"n\":1}"), await NextAsync());
        var (function, id, record) = await NextAsync();
        Assert.Equal("Told", function);
        Assert.NotEqual("one", id);
        var arn = Function("Plain").Arn;
        Assert.Equal($$"""{"version":"1.0","timestamp":"2026-01-02T03:04:05.000Z","requestContext":{"requestId":"one","functionArn":"{{arn}}:$LATEST","condition":"Success","approximateInvokeCount":1},"requestPayload":{"n":1},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":1}""", record);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("no JSON", ""","deliveryError":{"statusCode":400,"errorCode":"InvalidRequestContentException","errorMessage":"The function response payload could not be parsed as JSON."}""")]
    public async Task Are_told_of_without_an_answer_that_is_no_JSON(string payload, string told)
    {
        answer = function => Task.FromResult(Json(function == "Plain" ? payload : "1"));
        Accept("Plain", "one");
        await NextAsync();
        Assert.EndsWith($$"""
            "responseContext":{"statusCode":200,"executedVersion":"$LATEST"}{{told}}}
            """, (await NextAsync()).Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_tried_again_after_one_minute_and_two_more()
    {
        answer = Failing("Plain");
        Accept("Plain", "one");
        await NextAsync();
        Assert.InRange(await SecondsUntilAsync("Plain", "one"), 60, 63);
        Assert.InRange(await SecondsUntilAsync("Plain", "one"), 120, 123);
        var record = await ToldAsync();
        Assert.Equal(("RetriesExhausted", 3, "Unhandled", "no"), (Condition(record), (int)record["requestContext"]!["approximateInvokeCount"]!, (string?)record["responseContext"]!["functionError"], (string?)record["responsePayload"]!["errorMessage"]));
    }

    [Fact]
    public async Task Are_tried_as_often_as_the_template_says()
    {
        answer = Failing("Once");
        Accept("Once", "one");
        await NextAsync();
        var record = await ToldAsync();
        Assert.Equal(("RetriesExhausted", 1), (Condition(record), (int)record["requestContext"]!["approximateInvokeCount"]!));
    }

    [Fact]
    public async Task Are_given_up_when_they_would_be_too_old()
    {
        answer = Failing("Brief");
        Accept("Brief", "one");
        await NextAsync();
        Assert.InRange(await SecondsUntilAsync("Brief", "one"), 60, 63);
        var record = await ToldAsync();
        Assert.Equal(("EventAgeExceeded", 2), (Condition(record), (int)record["requestContext"]!["approximateInvokeCount"]!));
    }

    [Fact]
    public async Task Are_given_up_at_once_when_nothing_may_run()
    {
        Accept("Never", "one");
        var record = await ToldAsync();
        Assert.Equal(("ZeroReservedConcurrency", null), (Condition(record), record["responseContext"]));
    }

    [Fact]
    public async Task Wait_while_the_function_runs_as_often_as_it_may()
    {
        var first = new TaskCompletionSource<InvocationResult>();
        answer = _ => first.Task;
        Accept("Single", "one");
        await NextAsync();
        Accept("Single", "two");
        first.SetResult(Json("1"));
        Assert.InRange(await SecondsUntilAsync("Single", "two"), 0, 10);
    }

    [Fact]
    public async Task Are_run_by_the_next_run_in_the_order_of_their_time()
    {
        answer = Failing("Plain");
        Accept("Plain", "one");
        time.Advance(TimeSpan.FromSeconds(2));
        Accept("Plain", "two");
        await NextAsync();
        await NextAsync();
        await UntilAsync(() => Waiting() == 2);
        await emulator.DisposeAsync();
        answer = static _ => Task.FromResult(Json("1"));
        emulator = await StartAsync();
        Assert.InRange(await SecondsUntilAsync("Plain", "one"), 0, 63);
        await NextAsync(static call => call.Function == "Told");
        Assert.InRange(await SecondsUntilAsync("Plain", "two"), 0, 63);
        await UntilAsync(() => Waiting() == 0);
    }

    [Fact]
    public async Task That_ran_when_it_came_to_an_end_run_again()
    {
        answer = static _ => new TaskCompletionSource<InvocationResult>().Task;
        Accept("Plain", "one");
        await NextAsync();
        await emulator.DisposeAsync();
        answer = static _ => Task.FromResult(Json("1"));
        emulator = await StartAsync();
        Assert.Equal(("Plain", "one", "{\"n\":1}"), await NextAsync());
    }

    [Fact]
    public async Task Are_told_of_to_functions_that_the_role_may_call()
    {
        Accept("Plain", "one");
        await NextAsync();
        Assert.Equal("Told", (await NextAsync()).Function);
        var allowed = await DecisionAsync("told");
        Assert.Null(allowed.Refused);

        Accept("Mute", "two");
        Assert.Equal("Mute", (await NextAsync()).Function);
        await UntilAsync(() => emulator.Decisions.Snapshot().Any(static entry => entry.Refused == 403));
        var refused = emulator.Decisions.Snapshot().Last(static entry => entry.Refused == 403);
        Assert.Equal(("lambda:InvokeFunction", Function("Told").Arn.ToString()), (refused.Method, refused.Path));
        await UntilAsync(() => Log("Mute").Contains("\"requestId\":\"two\"", StringComparison.Ordinal));
        Assert.Matches("LocalAws keeps what arn:aws:lambda:.*:function:told should get, since Told is told how events of Mute end, as .*: \\{\"version\":\"1.0\"", Log("Mute"));
    }

    [Fact]
    public async Task Are_kept_in_the_log_where_nobody_can_be_told()
    {
        answer = Failing("Queued");
        Accept("Queued", "one");
        await NextAsync();
        await UntilAsync(() => Waiting() == 0);
        var log = Log("Queued");
        Assert.Contains("LocalAws keeps what arn:aws:sns:us-east-1:111122223333:failed should get, since LocalAws has no sns: {\"version\":\"1.0\"", log, StringComparison.Ordinal);
        Assert.Contains("LocalAws keeps what arn:aws:sqs:us-east-1:111122223333:dead should get, since LocalAws has no sqs: {\"attributes\":{\"RequestID\":\"one\",\"ErrorCode\":200,\"ErrorMessage\":\"no\"}", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_over_though_the_error_is_half_of_a_surrogate_pair()
    {
        answer = static function => Task.FromResult(function == "Queued" ? Json("""{"errorMessage":"a\ud83d"}""") with { FunctionError = "Unhandled" } : Json("1"));
        Accept("Queued", "one");
        await NextAsync();
        await UntilAsync(() => Waiting() == 0);
        Assert.Contains("""
            "ErrorCode":200,"ErrorMessage":"a\uFFFD"
            """, Log("Queued"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Do_not_go_round_in_a_circle()
    {
        Accept("Circle", "one");
        await UntilAsync(() => Log("Circle").Contains("16 functions have told each other", StringComparison.Ordinal));
        var count = 0;
        while (calls.Reader.TryRead(out _))
        {
            count++;
        }

        Assert.Equal(16, count);
        Assert.Equal(0, Waiting());
    }

    private static string? Condition(JsonNode record) => (string?)record["requestContext"]!["condition"];

    private static InvocationResult Json(string json) => new(Encoding.UTF8.GetBytes(json), null);

    private static Func<string, Task<InvocationResult>> Failing(string failing) => function => Task.FromResult(function == failing ? InvocationResult.Failed("Error", "no") : Json("1"));

    private async Task<Emulator> StartAsync()
    {
        var stacks = new EmulatorOptions
        {
            Templates = [new TemplateSource(Path.Combine(folder, "template.yaml"), EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder, "data"),
            Time = time,
            StandIns = new FunctionStandIns(new[] { "Plain", "Once", "Brief", "Never", "Single", "Mute", "Queued", "Circle", "Told" }.ToImmutableDictionary(static name => name, name => (FunctionStandIn)((invocation, _) =>
            {
                calls.Writer.TryWrite((name, invocation.RequestId, Encoding.UTF8.GetString(invocation.Payload.Span)));
                return answer(name);
            }))),
        };
        return await Emulator.StartAsync(stacks, LoadedStacks.Load(stacks), TestContext.Current.CancellationToken);
    }

    private Function Function(string id) => emulator.Stacks.Main.Functions.Single(function => function.LogicalId == id);

    private void Accept(string function, string id) => emulator.Events.Accept(id, Function(function), "{\"n\":1}"u8.ToArray(), null);

    private int Waiting() => emulator.Events.Waiting.Count;

    private string Log(string function)
    {
        var file = Path.Combine(emulator.Logs, $"{Function(function).FunctionName}.log");
        if (!File.Exists(file))
        {
            return "";
        }

        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private async Task<DecisionEntry> DecisionAsync(string function)
    {
        await UntilAsync(() => emulator.Decisions.Snapshot().Any(entry => entry.Path.EndsWith($":{function}", StringComparison.Ordinal)));
        return emulator.Decisions.Snapshot().Last(entry => entry.Path.EndsWith($":{function}", StringComparison.Ordinal));
    }

    private async Task<(string Function, string Id, string Payload)> NextAsync(Func<(string Function, string Id, string Payload), bool>? isMeant = null)
    {
        while (true)
        {
            var next = await calls.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (isMeant?.Invoke(next) != false)
            {
                return next;
            }
        }
    }

    private async Task<JsonNode> ToldAsync() => JsonNode.Parse((await NextAsync(static call => call.Function == "Told")).Payload)!;

    /// <summary>Lets time pass until the function is called again.</summary>
    private async Task<int> SecondsUntilAsync(string function, string id)
    {
        for (var seconds = 0; ; seconds++)
        {
            for (var i = 0; i < 3; i++)
            {
                if (calls.Reader.TryRead(out var next))
                {
                    Assert.Equal((function, id), (next.Function, next.Id));
                    return seconds;
                }

                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
