using Emulation.Wire;

namespace Emulation.Lambda;

/// <summary>
/// What a function's processes print, kept in a file of its own as CloudWatch Logs would keep it. The console shows it only when asked to: there
/// it would drown the decisions.
/// </summary>
internal sealed class FunctionLog : IDisposable
{
    /// <summary>A file of more characters than this is begun anew.</summary>
    private const long Longest = 10 * 1024 * 1024;

    /// <summary>How long a line of Lambda's own may wait for others.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    /// <summary>In characters: so much may wait, the lines of ten invocations. Each function that is called has its own.</summary>
    private const int LongestWaiting = 4 * 1024;

    /// <summary>In characters.</summary>
    private const int LongestShown = 4096;

    private readonly string function;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly Timer flushing;
    private StreamWriter? writer;
    private long length;
    private bool isFlushDue;
    private bool isDisposed;

    public FunctionLog(string? folder, DeployedFunction function, ILogger logger)
    {
        this.function = function.Shown;
        this.logger = logger;
        flushing = new Timer(static log => ((FunctionLog)log!).Flush(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Path = folder is null ? null : System.IO.Path.Combine(Directory.CreateDirectory(folder).FullName, $"{function.Name}.log");
    }

    /// <summary>The file; null where there is none.</summary>
    public string? Path { get; }

    public void Write(string line)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            // The file has the line as it is; the log may be a terminal, and functions print what their callers sent.
            var shown = ClientText.Shown(line, LongestShown);
            Log.FunctionOutput(logger, function, shown);
        }

        Append(line, Environment.NewLine, isAwaited: true);
    }

    /// <summary>
    /// Writes lines of Lambda's own, which no console shows, with their ends. Hot path: each invocation has some, so that they reach the file a moment later where nobody waits
    /// for them.
    /// </summary>
    public void WriteOwn(ReadOnlySpan<char> lines, bool isAwaited = true) => Append(lines, "", isAwaited);

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            writer?.Dispose();
        }

        flushing.Dispose();
    }

    /// <summary>Whatever comes after the end is nobody's any more.</summary>
    private void Append(ReadOnlySpan<char> text, ReadOnlySpan<char> end, bool isAwaited)
    {
        lock (gate)
        {
            if (Path is not { } path || isDisposed)
            {
                return;
            }

            if (writer is null || length > Longest)
            {
                writer = Open(path, writer);
                length = writer.BaseStream.Length;
            }

            writer.Write(text);
            writer.Write(end);
            length += text.Length + end.Length;
            if (isAwaited)
            {
                writer.Flush();
            }
            else if (!isFlushDue)
            {
                isFlushDue = true;
                flushing.Change(Soon, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Flush()
    {
        lock (gate)
        {
            isFlushDue = false;
            if (isDisposed)
            {
                return;
            }

            try
            {
                writer?.Flush();
            }
            catch (IOException)
            {
                // A disk that is full, say: the lines stay, and whoever writes the next one is told.
            }
        }
    }

    private static StreamWriter Open(string path, StreamWriter? full)
    {
        full?.Dispose();
        var mode = full is null && (!File.Exists(path) || new FileInfo(path).Length <= Longest) ? FileMode.Append : FileMode.Create;
        return new StreamWriter(new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0), bufferSize: LongestWaiting);
    }
}
