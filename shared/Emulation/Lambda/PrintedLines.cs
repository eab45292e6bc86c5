using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Emulation.Lambda;

/// <summary>The lines that a process prints into one of its pipes, passed on as they come.</summary>
internal sealed partial class PrintedLines
{
    /// <summary>How long a line may be on its way from the process to here, once the process has gone on.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(4);

    /// <summary>Who prints without end is not waited for.</summary>
    private const int MostLooks = 50;

    private readonly StreamReader reader;
    private readonly int descriptor;
    private volatile bool isReading;
    private volatile int count;

    public PrintedLines(StreamReader reader, Action<string> pass)
    {
        this.reader = reader;
        descriptor = !OperatingSystem.IsWindows() && reader.BaseStream is PipeStream pipe ? (int)pipe.SafePipeHandle.DangerousGetHandle() : -1;
        Ended = ReadAsync(pass);
    }

    /// <summary>Completes when the process has closed its end.</summary>
    public Task Ended { get; }

    /// <summary>Whether nothing waits in the pipe, and nothing is being passed on; true also where nobody can tell.</summary>
    public bool ArePassed => Ended.IsCompleted || (isReading && (descriptor < 0 || !HasInput(descriptor)));

    /// <summary>Completes when nothing has come for a while.</summary>
    public async Task PassedAsync()
    {
        var seen = -1;
        for (var i = 0; i < MostLooks && !Ended.IsCompleted && !(ArePassed && seen == count); i++)
        {
            seen = count;
            await Task.Delay(OnItsWay).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(Action<string> pass)
    {
        await Task.Yield();
        while (true)
        {
            isReading = true;
            string? line;
            try
            {
                line = await reader.ReadLineAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return;
            }

            isReading = false;
            if (line is null)
            {
                return;
            }

            pass(line);
            count++;
        }
    }

    private static bool HasInput(int descriptor)
    {
        const short input = 1;
        var asked = new Polled { Descriptor = descriptor, Wanted = input };
        return Poll(ref asked, 1, 0) > 0 && (asked.Seen & input) != 0;
    }

    // .NET can wait for a pipe, but not look into one.
    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref Polled polled, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }
}
