using Emulation.Decisions;
using Emulation.Lambda;
using Emulation.Lambda.Events;
using Emulation.State;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Emulation.Tests.Lambda.Events;

/// <summary>Telling goes wrong: the event has been run all the same, and is not run again.</summary>
public sealed class Events_whose_end_cannot_be_told : IDisposable
{
    private static readonly Stack Stack = Given.Stack("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Queued: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: F, Runtime: dotnet10, DeadLetterQueue: { Type: SQS, TargetArn: "arn:aws:sqs:us-east-1:111122223333:dead" }, EventInvokeConfig: { MaximumRetryAttempts: 0 } } }
        """);

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly TestPrincipals principals = new([Stack]);
    private readonly List<string> kept = [];

    public void Dispose()
    {
        principals.Dispose();
        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Are_over_and_kept_where_that_can_be(int failures)
    {
        var isKept = failures == 1;
        var functions = new CallableFunctions(
            new FunctionDirectory(Stack), new FunctionPermission(static _ => null, principals.Environment), new FakeFunctions(static _ => Task.FromResult(InvocationResult.Failed("Error", "no"))));
        using var store = new AcceptedEventStore(folder);
        var destinations = new EventDestinations(functions, new DecisionLog(NullLogger.Instance), Keep, TimeProvider.System, NullLogger.Instance);
        await using var runner = new EventRunner(
            store, () => new FunctionsTurn(functions, destinations, new MemoryStream()), new EventRunnerParts(IdSource.SystemRandom, TimeProvider.System, NullLoggerFactory.Instance));
        runner.Accept("one", Stack.Functions.Single(), "{\"n\":1}"u8.ToArray(), null);
        while (runner.Waiting.Count > 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            isKept ? ["LocalAws could tell nobody of event one, which ended as RetriesExhausted after 1 tries. The event: {\"n\":1} The answer: {\"errorMessage\":\"no\",\"errorType\":\"Error\"}\n"] : [],
            kept);

        void Keep(Function function, string line)
        {
            if (failures-- > 0)
            {
                throw new IOException("the disk is full");
            }

            kept.Add(line);
        }
    }
}
