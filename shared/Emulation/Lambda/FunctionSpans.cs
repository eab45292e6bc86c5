using System.Diagnostics;
using Emulation.Telemetry;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// One call of a function as spans: the caller's wait, with the start of a process if that is needed, and in it the function's work, which the function itself continues.
/// OpenTelemetry's semantic conventions for functions as a service.
/// </summary>
internal sealed class FunctionSpans : IDisposable
{
    private readonly Activity wait;
    private readonly Activity work;
    private bool isTaken;

    private FunctionSpans(Activity wait, Activity work) => (this.wait, this.work) = (wait, work);

    /// <summary>What the function's own spans begin with.</summary>
    public string TraceParent => work.Id!;

    /// <summary>The same as X-Ray's header.</summary>
    public string TraceHeader => XRayTrace.ContinuationOf(work);

    /// <summary>Null when nobody listens, and for calls outside of a request that is traced.</summary>
    public static FunctionSpans? Begin(Function function)
    {
        if (Spans.Current is null || Spans.Step($"invoke {function.LogicalId}", ActivityKind.Client) is not { } wait)
        {
            return null;
        }

        if (Spans.Aside($"function {function.LogicalId}", ActivityKind.Server, wait) is not { } work)
        {
            wait.Dispose();
            return null;
        }

        wait.SetTag("faas.invoked_name", function.FunctionName);
        wait.SetTag("faas.invoked_provider", "aws");
        wait.SetTag("faas.invoked_region", function.Arn.Region);
        work.SetTag("faas.name", function.FunctionName);
        work.SetTag("cloud.resource_id", function.Arn.ToString());
        return new FunctionSpans(wait, work);
    }

    /// <summary>A process takes the call: the work begins here, whatever time passed before.</summary>
    public void Taken(string requestId, bool isFirst)
    {
        isTaken = true;
        work.SetStartTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        work.SetTag("faas.invocation_id", requestId);
        work.SetTag("faas.coldstart", isFirst);
    }

    /// <summary>The call has come to something. Of one that no process took there is no work to tell.</summary>
    public void Answered(InvocationResult result)
    {
        if (result.IsThrottled || result.FunctionError is not null)
        {
            wait.SetStatus(ActivityStatusCode.Error, result.IsThrottled ? "throttled" : result.FunctionError);
        }

        if (!isTaken || work.IsStopped)
        {
            return;
        }

        if (result.FunctionError is { } error)
        {
            work.SetStatus(ActivityStatusCode.Error, error);
        }

        var current = Activity.Current;
        work.Stop();
        Activity.Current = current;
    }

    /// <summary>The caller waits no longer.</summary>
    public void Dispose() => wait.Dispose();
}
