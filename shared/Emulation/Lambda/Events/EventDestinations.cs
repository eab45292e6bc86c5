using System.Text;
using Emulation.Decisions;
using Iam;
using Sam;

namespace Emulation.Lambda.Events;

/// <summary>
/// Tells of how an event ended whoever the template names: another function, where the execution role may call it. What cannot be told here is kept in the function's log.
/// Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations".
/// </summary>
/// <param name="functions">The functions.</param>
/// <param name="decisions">Where the role's question is recorded.</param>
/// <param name="keep">Keeps a line in a function's log.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is said that something was kept.</param>
internal sealed class EventDestinations(CallableFunctions functions, DecisionLog decisions, Action<Function, string> keep, TimeProvider time, ILogger logger)
{
    /// <summary>Lambda ends it when functions call each other about so often. Lambda Developer Guide, "Use Lambda recursive loop detection".</summary>
    private const int LongestCircle = 16;

    /// <summary>The event for the function that is told; null where none is.</summary>
    /// <param name="ended">The event.</param>
    /// <param name="function">Its function.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="id">An id for the next one.</param>
    public AcceptedEvent? Tell(AcceptedEvent ended, Function function, EventOutcome outcome, string id)
    {
        var isSuccess = outcome.Condition == EventCondition.Success;
        if (!isSuccess && function.DeadLetterArn is { } queue)
        {
            Keep(ended, function, queue, NotHere(queue), outcome.DeadLetter(ended));
        }

        var settings = function.EventsOf(function.Arn.Resource.Split(':') is [_, _, var qualifier] && qualifier != FunctionReference.Latest ? qualifier : null);
        if ((isSuccess ? settings.OnSuccess : settings.OnFailure) is not { } destination)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var record = outcome.Record(ended, function, now);
        if (functions.Directory.WithArn(destination) is not { } told)
        {
            Keep(ended, function, destination, NotHere(destination), record);
            return null;
        }

        var why = ended.Depth + 1 >= LongestCircle ? $"{LongestCircle} functions have told each other, and so it would go on"
            : functions.Host.ClosureOf(told) is { } closure ? $"it cannot be run here: {closure}"
            : Refusal(function, told, id, now);
        if (why is not null)
        {
            Keep(ended, function, destination, why, record);
            return null;
        }

        return new AcceptedEvent(id, told.Arn.ToString(), record, now) { DueAt = now, TraceId = ended.TraceId, Depth = ended.Depth + 1 };
    }

    /// <summary>Keeps how an event ended whose record could not be told, as it came: nothing of it is read.</summary>
    public void KeepUntold(AcceptedEvent ended, Function function, EventOutcome outcome) => keep(
        function,
        $"LocalAws could tell nobody of event {ended.RequestId}, which ended as {outcome.Condition} after {outcome.Tries} tries. "
        + $"The event: {Encoding.UTF8.GetString(ended.Payload)}"
        + (outcome.Result is { } result ? $" The answer: {Encoding.UTF8.GetString(result.Payload.Span)}\n" : "\n"));

    /// <summary>Why the execution role must not call the function; null when it may.</summary>
    private string? Refusal(Function function, Function told, string id, DateTimeOffset now)
    {
        if (functions.Permission.Questions.OfExecutionRole(function, told, now) is not { } subject)
        {
            return $"there is no role {function.RoleArn}";
        }

        var decision = subject.Decide();
        var isAllowed = decision.Verdict == Verdict.Allow;
        decisions.Record(new DecisionEntry(id, now, LambdaOperation.Invoke, told.Arn.ToString(), "lambda", subject.Request.Principal.Arn, subject.Why(decision))
        {
            Refused = isAllowed ? null : 403,
            Subject = subject,
        });
        return isAllowed ? null : subject.Why(decision);
    }

    private void Keep(AcceptedEvent ended, Function function, string destination, string why, byte[] record)
    {
        Log.EventRecordKept(logger, function.FunctionName, ended.RequestId, destination, why);
        keep(function, $"LocalAws keeps what {destination} should get, since {why}: {Encoding.UTF8.GetString(record)}\n");
    }

    private static string NotHere(string destination) => Arn.TryParse(destination, out var arn) && arn.Service != "lambda"
        ? $"LocalAws has no {arn.Service}" : "no template has such a function";
}
