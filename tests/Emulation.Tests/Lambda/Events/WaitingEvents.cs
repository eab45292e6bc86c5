using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Emulation.Decisions;
using Emulation.Lambda;
using Microsoft.Extensions.Time.Testing;
using Sam;

namespace Emulation.Tests.Lambda.Events;

/// <summary>A LocalAws whose functions answer what a test says, and whose time passes as it says.</summary>
public abstract class WaitingEvents : IAsyncLifetime
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

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The calls of functions.</summary>
    private protected Channel<(string Function, string Id, string Payload)> Calls { get; } = Channel.CreateUnbounded<(string, string, string)>();

    private protected Emulator Emulator { get; set; } = null!;

    /// <summary>What a function answers, by its name.</summary>
    private protected Func<string, Task<InvocationResult>> Answer { get; set; } = static _ => Task.FromResult(Json("1"));

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "template.yaml"), Template);
        Emulator = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Emulator.DisposeAsync();
        Directory.Delete(folder, true);
    }

    private protected static string? Condition(JsonNode record) => (string?)record["requestContext"]!["condition"];

    private protected static InvocationResult Json(string json) => new(Encoding.UTF8.GetBytes(json), null);

    private protected static Func<string, Task<InvocationResult>> Failing(string failing) => function => Task.FromResult(function == failing ? InvocationResult.Failed("Error", "no") : Json("1"));

    private protected async Task<Emulator> StartAsync()
    {
        var stacks = new EmulatorOptions
        {
            Templates = [new TemplateSource(Path.Combine(folder, "template.yaml"), EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder, "data"),
            Time = Time,
            StandIns = new FunctionStandIns(new[] { "Plain", "Once", "Brief", "Never", "Single", "Mute", "Queued", "Circle", "Told" }.ToImmutableDictionary(static name => name, name => (FunctionStandIn)((invocation, _) =>
            {
                Calls.Writer.TryWrite((name, invocation.RequestId, Encoding.UTF8.GetString(invocation.Payload.Span)));
                return Answer(name);
            }))),
        };
        return await Emulator.StartAsync(stacks, LoadedStacks.Load(stacks), TestContext.Current.CancellationToken);
    }

    private protected Function Function(string id) => Emulator.Stacks.Main.Functions.Single(function => function.LogicalId == id);

    private protected void Accept(string function, string id) => Emulator.Events.Accept(id, Function(function), "{\"n\":1}"u8.ToArray(), null);

    private protected int Waiting() => Emulator.Events.Waiting.Count;

    private protected string Log(string function)
    {
        var file = Path.Combine(Emulator.Logs, $"{Function(function).FunctionName}.log");
        if (!File.Exists(file))
        {
            return "";
        }

        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private protected async Task<DecisionEntry> DecisionAsync(string function)
    {
        await UntilAsync(() => Emulator.Decisions.Snapshot().Any(entry => entry.Path.EndsWith($":{function}", StringComparison.Ordinal)));
        return Emulator.Decisions.Snapshot().Last(entry => entry.Path.EndsWith($":{function}", StringComparison.Ordinal));
    }

    private protected async Task<(string Function, string Id, string Payload)> NextAsync(Func<(string Function, string Id, string Payload), bool>? isMeant = null)
    {
        while (true)
        {
            var next = await Calls.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (isMeant?.Invoke(next) != false)
            {
                return next;
            }
        }
    }

    private protected async Task<JsonNode> ToldAsync() => JsonNode.Parse((await NextAsync(static call => call.Function == "Told")).Payload)!;

    /// <summary>Lets time pass until the function is called again.</summary>
    private protected async Task<int> SecondsUntilAsync(string function, string id)
    {
        for (var seconds = 0; ; seconds++)
        {
            for (var i = 0; i < 3; i++)
            {
                if (Calls.Reader.TryRead(out var next))
                {
                    Assert.Equal((function, id), (next.Function, next.Id));
                    return seconds;
                }

                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private protected static Task UntilAsync(Func<bool> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "") => Patience.UntilAsync(isSo, what);
}
