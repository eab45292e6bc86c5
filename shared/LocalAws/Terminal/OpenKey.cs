using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tool.Terminal;

/// <summary>Opens a page in the person's browser as often as <c>o</c> is pressed.</summary>
internal static class OpenKey
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Looks for the key until it is cancelled. What runs in a shell's background reads no keys: it would be stopped for trying.</summary>
    public static async Task RunAsync(string url, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            while (IsInForeground() && Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).KeyChar is 'o' or 'O')
                {
                    Open(url);
                }
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Open(string url)
    {
        try
        {
            // What a browser's starter prints is nobody's to read.
            using var started = OperatingSystem.IsWindows()
                ? Process.Start(new ProcessStartInfo(url) { UseShellExecute = true })
                : Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [url]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine($"localaws: no browser could be started. Open {url} in one.");
        }
    }

    private static bool IsInForeground()
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        const int StandardInput = 0;
        return ForegroundGroupOf(StandardInput) == OwnGroup();
    }

    [DllImport("libc", EntryPoint = "tcgetpgrp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ForegroundGroupOf(int terminal);

    [DllImport("libc", EntryPoint = "getpgrp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OwnGroup();
}
