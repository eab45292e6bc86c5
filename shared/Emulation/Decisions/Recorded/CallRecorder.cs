using System.Globalization;
using System.Text;
using Emulation.State;

namespace Emulation.Decisions.Recorded;

/// <summary>
/// Writes the calls of one run into a file of its own in a folder: several processes may write there at once, and no two into one file. Each line is with the operating system
/// before the call is answered, so that a process that is killed loses at most the line that it was writing. A call that was written already is not written again.
/// </summary>
internal sealed class CallRecorder : IDisposable
{
    /// <summary>The variable that names the folder for whoever starts LocalAws without saying one, such as a whole suite of tests.</summary>
    public const string Variable = "LOCALAWS_RECORD";

    /// <summary>What the files are called.</summary>
    public const string Files = "calls-*.jsonl";

    /// <summary>Beyond so many a call may be written twice: reading takes each once.</summary>
    private const int MostRemembered = 100_000;

    private readonly string folder;
    private readonly Func<RecordedRun> run;
    private readonly ILogger logger;
    private readonly HashSet<string> written = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private FileStream? file;
    private bool hasEnded;

    private CallRecorder(string folder, Func<RecordedRun> run, ILogger logger) => (this.folder, this.run, this.logger) = (folder, run, logger);

    /// <summary>The folder that somebody gave, else the one that the variable names; null for none.</summary>
    /// <exception cref="UsageException">The variable's is relative: test runners start in folders of their own.</exception>
    public static string? FolderOf(string? given, Func<string, string?> variable) => given is not null ? Path.GetFullPath(given) : variable(Variable) switch
    {
        null or "" => null,
        var named when Path.IsPathFullyQualified(named) => named,
        var named => throw new UsageException($"{Variable}={named}: give the folder's absolute path, since each process that records starts in a folder of its own."),
    };

    /// <summary>Makes the folder where it is not there, for its owner alone. The file comes with the first call.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="run">What is known of the run.</param>
    /// <param name="logger">Is told when nothing more can be written.</param>
    /// <exception cref="UsageException">It cannot be made.</exception>
    public static CallRecorder Open(string folder, Func<RecordedRun> run, ILogger logger)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                OwnerOnlyFolder.Create(folder);
                IgnoredFolder.Mark(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The calls cannot be recorded in {folder}: {e.Message} Name another folder.");
        }

        return new CallRecorder(folder, run, logger);
    }

    /// <summary>Writes what a decision let somebody do.</summary>
    public void Observe(DecisionEntry entry)
    {
        foreach (var call in RecordedCall.Of(entry))
        {
            Write(new RecordedLine { Call = call }.ToText());
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            hasEnded = true;
            file?.Dispose();
        }
    }

    private void Write(string line)
    {
        lock (gate)
        {
            if (hasEnded || written.Contains(line))
            {
                return;
            }

            if (written.Count < MostRemembered)
            {
                written.Add(line);
            }

            try
            {
                Append(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The call goes its way; what is recorded is not whole, and whoever reads the log knows.
                hasEnded = true;
                Log.RecordingEnded(logger, folder, e.Message);
            }
        }
    }

    private void Append(string line)
    {
        if (file is null)
        {
            file = Create();
            file.Write(Encoding.UTF8.GetBytes(new RecordedLine { Run = run() }.ToText()));
        }

        file.Write(Encoding.UTF8.GetBytes(line));
        file.Flush();
    }

    private FileStream Create()
    {
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"calls-{Environment.ProcessId}-{number}.jsonl"));
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another run's: of this process, or of one in another container that has the same number.
            }
        }
    }
}
