using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Harness.Targets;
using Integration.CommandLine;

namespace Integration.Targets;

/// <summary>A LocalAws in a process of its own: the program as it is published, which is another one than what tests run in their process.</summary>
internal static class AsProgram
{
    private const string Ready = "Ctrl+C stops everything";

    public static async Task<TestTarget> StartAsync(CancellationToken cancellation)
    {
        var program = Cli.PublishedProgram ?? throw new InvalidOperationException("LOCALAWS_TARGET is 'program': LOCALAWS_PROGRAM says which.");
        var template = Path.Combine(StackFixture.Root, "template.yaml");
        await PublishedFunctions.MakeAsync(template);
        var folder = Directory.CreateTempSubdirectory("localaws-program-").FullName;
        var port = FreePort.Find();
        var running = new Running(folder, Process.Start(new ProcessStartInfo(program,
        [
            "up", "--template", template, "--template", StackFixture.PartnerTemplate, "--functions", PublishedFunctions.Folder, "--data", folder,
            "--port", port.ToString(CultureInfo.InvariantCulture), "--verbose",
        ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        })!);
        await running.ReadyAsync(cancellation);
        var stack = RemoteLocalAws.At(new RemoteLocalAwsOptions
        {
            EndpointUrl = new Uri($"http://127.0.0.1:{port}"),
            Template = template,
            FurtherTemplates = [StackFixture.PartnerTemplate],
            SealingKey = await File.ReadAllBytesAsync(Path.Combine(folder, "sealing.key"), cancellation),
            SessionKey = await File.ReadAllBytesAsync(Path.Combine(folder, "session.key"), cancellation),
            ProfileFolder = folder,
            Owner = running,
        });
        return new TestTarget(TargetKind.Program, stack, null, _ => Task.FromResult<IReadOnlyCollection<string>>([.. running.Lines]));
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly string folder;
        private readonly Process process;
        private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Running(string folder, Process process)
        {
            (this.folder, this.process) = (folder, process);
            process.OutputDataReceived += (_, line) => Take(line.Data);
            process.ErrorDataReceived += (_, line) => Take(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public ConcurrentQueue<string> Lines { get; } = new();

        public async Task ReadyAsync(CancellationToken cancellation)
        {
            if (await Task.WhenAny(ready.Task, process.WaitForExitAsync(cancellation)) != ready.Task)
            {
                throw new InvalidOperationException($"The program did not start: {string.Join('\n', Lines)}");
            }
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private void Take(string? line)
        {
            if (line is null)
            {
                return;
            }

            Lines.Enqueue(line);
            if (line.Contains(Ready, StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }
    }
}
