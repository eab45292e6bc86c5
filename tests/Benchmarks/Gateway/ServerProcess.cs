using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Emulation.Lambda;

namespace Benchmarks.Gateway;

/// <summary>A server in a process of its own, killed at the end.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri url)
    {
        this.process = process;
        Url = url;
    }

    public Uri Url { get; }

    /// <summary>The operating system's id of it.</summary>
    public int Id => process.Id;

    /// <summary>The most memory that it has had, in MB.</summary>
    public double PeakMegabytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1e6;
        }
    }

    /// <summary>Processor time that it has used.</summary>
    public double UsedMicroseconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalMicroseconds;
        }
    }

    /// <summary>Processor time that its running children have used, those that end meanwhile left out; 0 where the system does not tell whose children they are.</summary>
    public double UsedByChildren => ProcessTable.All.Where(id => ProcessTable.ParentOf(id) == process.Id).Sum(UsedBy);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts an assembly that lies beside this one, and waits until the page answers.</summary>
    public static Task<ServerProcess> StartAsync(string assembly, int port, string readyPage, params IEnumerable<string> arguments) =>
        StartProgramAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", port, readyPage, ["exec", Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]);

    /// <summary>Starts any program, and waits until the page answers.</summary>
    public static async Task<ServerProcess> StartProgramAsync(string program, int port, string readyPage, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, line) => Console.Error.Write(line.Data is { } said && said.Contains(": ", StringComparison.Ordinal) && !said.Contains(" refused ", StringComparison.Ordinal) ? said + "\n" : "");
        process.ErrorDataReceived += static (_, line) => Console.Error.Write(line.Data is null || line.Data.Contains("HTTP/1.", StringComparison.Ordinal) ? "" : line.Data + "\n");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process, new Uri($"http://127.0.0.1:{port}"));
        await server.WaitAsync(readyPage);
        return server;
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private static double UsedBy(int id)
    {
        try
        {
            using var child = Process.GetProcessById(id);
            return child.TotalProcessorTime.TotalMicroseconds;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return 0;
        }
    }

    private async Task WaitAsync(string page)
    {
        using var http = new HttpClient();
        while (true)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The server on {Url} ended with {process.ExitCode}.");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri(Url, page));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(5);
            }
        }
    }
}
