using Emulation.Wire;

namespace Emulation.Lambda;

/// <summary>
/// What a function's processes print, kept in a file of its own as CloudWatch Logs would keep it. The console shows it only when asked to: there
/// it would drown the decisions.
/// </summary>
internal sealed class FunctionLog : IDisposable
{
    /// <summary>A file longer than this, in bytes, is begun anew.</summary>
    private const long Longest = 10 * 1024 * 1024;

    /// <summary>In characters.</summary>
    private const int LongestShown = 4096;

    private readonly string function;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private StreamWriter? writer;

    public FunctionLog(string? folder, DeployedFunction function, ILogger logger)
    {
        this.function = function.Shown;
        this.logger = logger;
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

        if (Path is { } path)
        {
            lock (gate)
            {
                Opened(path).WriteLine(line);
            }
        }
    }

    /// <summary>Writes lines of Lambda's own, which no console shows, with their ends.</summary>
    public void WriteOwn(ReadOnlySpan<char> lines)
    {
        if (Path is { } path)
        {
            lock (gate)
            {
                Opened(path).Write(lines);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            writer?.Dispose();
        }
    }

    private StreamWriter Opened(string file)
    {
        if (writer is null || writer.BaseStream.Length > Longest)
        {
            writer = Open(file, writer);
        }

        return writer;
    }

    private static StreamWriter Open(string path, StreamWriter? full)
    {
        full?.Dispose();
        var mode = full is null && (!File.Exists(path) || new FileInfo(path).Length <= Longest) ? FileMode.Append : FileMode.Create;
        return new StreamWriter(new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }
}
