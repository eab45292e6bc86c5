using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Benchmarks.Gateway;
using Benchmarks.Ratios;

namespace Benchmarks.Start;

/// <summary>How long a person waits for the program as it is published, beside the least program of its kind.</summary>
internal static class StartTimes
{
    /// <summary>A verb that reads the template alone, from the start of its process to its end.</summary>
    public static Pairs OfVerb(PublishedPrograms programs) => Pairs.Measure(
        () => Whole(programs.LocalAws, "matrix", "--template", ReferenceTemplate.Path), () => Whole(programs.HelloWorld));

    /// <summary>All of it, from the start of its process to its first answer.</summary>
    public static Pairs UntilReady(PublishedPrograms programs) => Pairs.Measure(
        () =>
        {
            var folder = Directory.CreateTempSubdirectory("localaws-ready-").FullName;
            try
            {
                return UntilFirstAnswer(
                    "/_localaws/health", programs.LocalAws,
                    static port => ["--port", port.ToString(CultureInfo.InvariantCulture)],
                    "up", "--template", ReferenceTemplate.Path, "--functions", programs.Functions, "--data", folder);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        },
        () => UntilFirstAnswer("/", programs.BareServer, static port => [string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")]));

    private static double Whole(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return process.ExitCode == 0 ? took : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {process.StandardError.ReadToEnd()}");
    }

    private static double UntilFirstAnswer(string page, string program, Func<int, string[]> portArguments, params IEnumerable<string> arguments)
    {
        var port = ServerProcess.FreePort();
        var start = new ProcessStartInfo(program, [.. arguments, .. portArguments(port)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            while (!Answers(port, page))
            {
                if (process.HasExited)
                {
                    throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
                }

                Thread.Sleep(1);
            }

            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    /// <summary>By a bare socket: an HTTP client would take longer for its own first request than the server for its answer.</summary>
    private static bool Answers(int port, string page)
    {
        try
        {
            using var socket = new TcpClient("127.0.0.1", port);
            socket.GetStream().Write(System.Text.Encoding.ASCII.GetBytes($"GET {page} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"));
            var answer = new byte[12];
            socket.GetStream().ReadExactly(answer);
            return answer.AsSpan().SequenceEqual("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
