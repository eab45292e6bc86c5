using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Hands on each line that is added to a function's log file.</summary>
/// <param name="path">The file, which need not be there yet.</param>
/// <param name="from">Where its news begins, in bytes.</param>
/// <param name="log">Who takes the lines.</param>
internal sealed partial class LogFollower(string path, long from, ILogger log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private long at = from;

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                await ReadAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // LocalAws has ended, or the AppHost does.
        }
    }

    /// <summary>Reads what is new, up to the last end of a line.</summary>
    internal async Task ReadAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        // A file that is shorter than it was has been begun anew.
        at = file.Length < at ? 0 : at;
        file.Position = at;
        var bytes = new byte[file.Length - at];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        var whole = bytes.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
        at += whole;
        foreach (var line in System.Text.Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Line(log, line);
        }
    }

    [LoggerMessage(EventId = 1, EventName = "FunctionLine", Level = LogLevel.Information, Message = "{Line}")]
    private static partial void Line(ILogger logger, string line);
}
