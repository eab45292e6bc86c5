using System.Globalization;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// What one environment of a function writes into the function's log: what the process prints, and Lambda's own lines around each invocation. Captured:
/// <c>lambda/invocation_tails.json</c> of radkawar/stackd.
/// </summary>
/// <param name="output">The function's log.</param>
/// <param name="function">The function.</param>
/// <param name="stream">The name of the environment's log stream.</param>
/// <param name="time">The clock.</param>
internal sealed class EnvironmentLog(FunctionLog output, Function function, string stream, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly PlatformEvents? events = function.Logging.IsJson ? new PlatformEvents(function, stream, time) : null;
    private readonly long started = time.GetTimestamp();

    // Until the first invocation, and while somebody wants it.
    private LogTail? tail = new();
    private TimeSpan? init;
    private bool isInitReported;

    /// <summary>The most memory that the process was seen to use, in MiB.</summary>
    public long PeakMemoryMb { get; set; }

    /// <summary>A process is started.</summary>
    public void Starting() => Write(events?.InitStart());

    /// <summary>Keeps a line that the process prints.</summary>
    public void Print(string line)
    {
        lock (gate)
        {
            output.Write(line);
            tail?.Add(line);
            tail?.Add("\n");
        }
    }

    /// <summary>The process has asked for its first invocation.</summary>
    public void Started()
    {
        if (init is null)
        {
            init = time.GetElapsedTime(started);
            Write(events?.InitDone(init.Value));
        }
    }

    /// <summary>An invocation begins.</summary>
    public void Begin(Invocation invocation)
    {
        lock (gate)
        {
            if (invocation.WantsLog)
            {
                tail ??= new LogTail();
            }
            else
            {
                tail = null;
            }

            if (events is not null)
            {
                WriteOwn(events.Start(invocation.RequestId), invocation.WantsLog);
                return;
            }

            Span<char> line = stackalloc char[128];
            line.TryWrite(CultureInfo.InvariantCulture, $"START RequestId: {invocation.RequestId} Version: {FunctionReference.Latest}\n", out var length);
            WriteOwn(line[..length], invocation.WantsLog);
        }
    }

    /// <summary>An invocation is over.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="status">Null when all went well, as far as Lambda can tell; else <c>timeout</c>, or the type of the error.</param>
    /// <returns>The last lines, where somebody wants them.</returns>
    public byte[]? End(Invocation invocation, TimeSpan duration, string? status)
    {
        lock (gate)
        {
            var reported = isInitReported ? null : init;
            isInitReported = true;
            var isAwaited = invocation.WantsLog || status is not null;
            if (events is not null)
            {
                WriteOwn(events.Done(invocation.RequestId, duration, status), isAwaited);
                WriteOwn(events.Report(invocation.RequestId, duration, reported, PeakMemoryMb, status), isAwaited);
            }
            else
            {
                WriteReport(invocation.RequestId, duration, reported, status, isAwaited);
            }

            if (status == PlatformEvents.Timeout && events is null)
            {
                // Behind the report, and in no tail.
                output.WriteOwn(string.Create(
                    CultureInfo.InvariantCulture, $"{PlatformEvents.TimeOf(time)} {invocation.RequestId} Task timed out after {function.Timeout.TotalSeconds:0.00} seconds\n"));
            }

            var last = invocation.WantsLog ? tail?.Last() : null;
            tail = null;
            return last;
        }
    }

    /// <summary>The process ended before it asked for an invocation.</summary>
    public void StartFailed(string errorType)
    {
        var duration = time.GetElapsedTime(started);
        Write(events is not null
            ? events.InitFailed(duration, errorType)
            : string.Create(
                CultureInfo.InvariantCulture, $"INIT_REPORT Init Duration: {duration.TotalMilliseconds:0.00} ms\tPhase: init\tStatus: error\tError Type: {errorType}\n"));
    }

    private void WriteReport(string requestId, TimeSpan duration, TimeSpan? initDuration, string? status, bool isAwaited)
    {
        Span<char> text = stackalloc char[512];
        var billed = (long)Math.Ceiling((duration + (initDuration ?? TimeSpan.Zero)).TotalMilliseconds);
        text.TryWrite(
            CultureInfo.InvariantCulture,
            $"END RequestId: {requestId}\nREPORT RequestId: {requestId}\tDuration: {duration.TotalMilliseconds:F2} ms\tBilled Duration: {billed} ms\t"
                + $"Memory Size: {function.MemorySizeMb} MB\tMax Memory Used: {Math.Max(1, PeakMemoryMb)} MB\t",
            out var length);
        if (initDuration is { } given)
        {
            text[length..].TryWrite(CultureInfo.InvariantCulture, $"Init Duration: {given.TotalMilliseconds:F2} ms\t", out var more);
            length += more;
        }

        if (status is not null)
        {
            var told = status == PlatformEvents.Timeout ? "Status: timeout" : $"Status: error\tError Type: {status}";
            text[length..].TryWrite(CultureInfo.InvariantCulture, $"{told}", out var more);
            length += more;
        }

        text[length++] = '\n';
        WriteOwn(text[..length], isAwaited);
    }

    private void Write(string? text)
    {
        if (text is not null)
        {
            lock (gate)
            {
                WriteOwn(text);
            }
        }
    }

    private void WriteOwn(ReadOnlySpan<char> text, bool isAwaited = true)
    {
        if (!text.IsEmpty)
        {
            output.WriteOwn(text, isAwaited);
            tail?.Add(text);
        }
    }
}
