using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Emulation.Sessions;

namespace Emulation.Lambda;

/// <summary>How a function's process is started: program, arguments, folder.</summary>
internal sealed record LaunchCommand(string Program, IReadOnlyList<string> Arguments, string Folder);

/// <summary>An operating-system process that runs a function, with nothing of this process's own environment but its search path.</summary>
internal sealed partial class FunctionProcess : IDisposable
{
    private const int SigTerm = 15;
    private const string LogStreamVariable = "AWS_LAMBDA_LOG_STREAM_NAME";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Its last lines are there at once, unless a process that it left behind holds the pipe, where such cannot be found.</summary>
    private static readonly TimeSpan LongestLastLines = TimeSpan.FromSeconds(1);
    private readonly Process process;

    private readonly string logStream;

    private FunctionProcess(Process process, Task ended, string logStream)
    {
        this.process = process;
        this.logStream = logStream;
        Exited = EndAsync(ended);
    }

    /// <summary>Completes when the process has ended, with all that it started.</summary>
    public Task Exited { get; }

    /// <summary>The operating system's id of it.</summary>
    public int Id => process.Id;

    /// <summary>It and all that it started.</summary>
    public IEnumerable<int> Family => LeftProcesses.OfFunction(process.Id, logStream);

    /// <summary>How it ended, in Lambda's words.</summary>
    public string ExitStatus => process.ExitCode > 128 ? $"signal: {SignalName(process.ExitCode - 128)}" : string.Create(CultureInfo.InvariantCulture, $"exit status {process.ExitCode}");

    /// <summary>Resident memory in MiB; 0 once the process has ended.</summary>
    public long MemoryMb
    {
        get
        {
            try
            {
                process.Refresh();
                return process.HasExited ? 0 : process.WorkingSet64 / (1024 * 1024);
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }
    }

    /// <param name="command">The program.</param>
    /// <param name="environment">All its variables: see <see cref="EnvironmentOf"/>.</param>
    /// <param name="log">Takes its output, a line each.</param>
    public static FunctionProcess Start(LaunchCommand command, IReadOnlyDictionary<string, string> environment, Action<string> log)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            WorkingDirectory = command.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => ended.SetResult();
        process.OutputDataReceived += (_, line) => Pass(line.Data, log);
        process.ErrorDataReceived += (_, line) => Pass(line.Data, log);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        return new FunctionProcess(process, ended.Task, environment[LogStreamVariable]);
    }

    /// <summary>The variables that Lambda sets, and LocalAws's own. AWS Lambda Developer Guide, "Working with Lambda environment variables".</summary>
    public static Dictionary<string, string> EnvironmentOf(FunctionSpec function, string runtimeApi, string logStream, string home, SessionCredentials credentials, IReadOnlyDictionary<string, string> own)
    {
        var environment = new Dictionary<string, string>(own, StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = home,
            ["TMPDIR"] = home,
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["_HANDLER"] = function.Handler,
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["AWS_LAMBDA_FUNCTION_NAME"] = function.Name,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.MemorySizeMb.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{function.Name}",
            [LogStreamVariable] = logStream,
            ["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{function.Runtime}",
            ["AWS_REGION"] = function.Region,
            ["AWS_DEFAULT_REGION"] = function.Region,
            ["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = credentials.SessionToken,

            // .NET keeps its heap within the function's memory, as it does in Lambda's own sandbox: three quarters, in hexadecimal bytes.
            ["DOTNET_GCHeapHardLimit"] = (function.MemorySizeMb * 1024L * 1024 * 3 / 4).ToString("x", CultureInfo.InvariantCulture),
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_TieredPGO"] = "0",
        };
        if (OperatingSystem.IsWindows())
        {
            environment["TEMP"] = environment["TMP"] = environment["USERPROFILE"] = home;
        }

        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
        {
            environment["DOTNET_ROOT"] = root;
        }

        return environment;
    }

    /// <summary>Asks the process to end, and makes it after two seconds.</summary>
    public async Task StopAsync()
    {
        if (!OperatingSystem.IsWindows() && AskToEnd())
        {
            await Task.WhenAny(Exited, Task.Delay(Grace)).ConfigureAwait(false);
        }

        KillNow();
        await Exited.ConfigureAwait(false);
    }

    /// <summary>False when it has ended already; whoever waited for that may have let go of it.</summary>
    private bool AskToEnd()
    {
        try
        {
            return !process.HasExited && Kill(process.Id, SigTerm) == 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public void KillNow()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    public void Dispose() => process.Dispose();

    private async Task EndAsync(Task ended)
    {
        await ended.ConfigureAwait(false);
        LeftProcesses.Kill(logStream);
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(LongestLastLines)).ConfigureAwait(false);
    }

    private static void Pass(string? line, Action<string> log)
    {
        if (line is not null)
        {
            log(line);
        }
    }

    private static string SignalName(int signal) => signal switch
    {
        6 => "aborted",
        9 => "killed",
        11 => "segmentation fault",
        15 => "terminated",
        _ => signal.ToString(CultureInfo.InvariantCulture),
    };

    // .NET can end a process but not ask it to.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
