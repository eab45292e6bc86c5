using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Integration.Targets;

namespace Integration;

/// <summary>A server that we did not write, in a process of its own on this machine.</summary>
internal sealed class ListeningProgram : IAsyncDisposable
{
    private readonly Process process;

    private ListeningProgram(Process process, Uri url) => (this.process, Url) = (process, url);

    /// <summary>Such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Url { get; }

    /// <summary>Starts one, and waits until it listens.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments, which tell it the port.</param>
    /// <param name="port">The port; by default one that is free.</param>
    public static async Task<ListeningProgram> StartAsync(string program, Func<int, string[]> arguments, int? port = null)
    {
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port ?? FreePort.Find()}"));
        var process = Process.Start(new ProcessStartInfo(program, arguments(url.Port)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var since = TimeProvider.System.GetTimestamp();
        while (!await ListensAsync(url))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(2), $"{program} does not listen at {url}.");
            Assert.False(process.HasExited, $"{program} ended.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return new ListeningProgram(process, url);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private static async Task<bool> ListensAsync(Uri url)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
