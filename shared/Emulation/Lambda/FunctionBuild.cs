using System.Diagnostics;
using Emulation.State;

namespace Emulation.Lambda;

/// <summary>
/// Makes functions ready to run: .NET projects are published into a folder beside the template, once for each change; a folder that holds
/// published files or a <c>bootstrap</c> is taken as it is.
/// </summary>
/// <param name="folder">Where the published files go, a folder for each project.</param>
/// <param name="intermediate">Where the compiler keeps what it makes on the way; by default inside the folder.</param>
/// <param name="runtime">Publishes for this system (<c>linux-arm64</c>) together with the .NET runtime; null for this machine, whose runtime is used.</param>
internal sealed class FunctionBuild(string folder, string? intermediate = null, string? runtime = null)
{
    private const string StampFile = ".localaws-stamp";
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether nobody else of the machine may look into the folder; files that are published for another machine are for whoever runs them there.</summary>
    public bool IsForOwnerAlone { get; init; }

    /// <summary>Publishes what has changed. Safe beside another LocalAws that does the same.</summary>
    /// <param name="functions">The functions.</param>
    /// <param name="report">Told each project as its build begins.</param>
    /// <param name="cancellation">Stops the build.</param>
    /// <exception cref="FunctionBuildException">A project does not compile, or a function's code is nothing that can be run.</exception>
    public async Task BuildAsync(IReadOnlyList<FunctionSpec> functions, Action<string> report, CancellationToken cancellation)
    {
        // Before anything is compiled, and all at once.
        var cannotRun = functions.Select(static f => (f.Name, Why: ClassLibraryHandler.WhyNot(f.Runtime, f.Handler, f.CodePath))).Where(static f => f.Why is not null).ToList();
        if (cannotRun.Count > 0)
        {
            throw new FunctionBuildException(string.Join(Environment.NewLine, cannotRun.Select(static f => $"{f.Name}: {f.Why}")));
        }

        if (functions.All(IsReady))
        {
            return;
        }

        MakeFolder();
        using var alone = await LockAsync(cancellation).ConfigureAwait(false);
        foreach (var function in functions)
        {
            if (ProjectOf(function) is { } project)
            {
                await PublishAsync(function, project, report, cancellation).ConfigureAwait(false);
            }

            CommandOf(function);
        }
    }

    private void MakeFolder()
    {
        if (IsForOwnerAlone)
        {
            OwnerOnlyFolder.Create(folder);
        }
        else
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>Whether there is nothing to do. A build takes the stamp away first and writes it last, so this needs no lock.</summary>
    private bool IsReady(FunctionSpec function)
    {
        if (ProjectOf(function) is { } project && !IsCurrent(OutputOf(function), SourceStamp.Of(project)))
        {
            return false;
        }

        CommandOf(function);
        return true;
    }

    private static bool IsCurrent(string output, string stamp)
    {
        try
        {
            return File.ReadAllText(Path.Combine(output, StampFile)) == stamp;
        }
        catch (IOException)
        {
            // Never built, or being built at this moment.
            return false;
        }
    }

    /// <summary>How to start a function.</summary>
    /// <exception cref="FunctionBuildException">There is nothing to start.</exception>
    public LaunchCommand CommandOf(FunctionSpec function) => PublishedCode.CommandOf(function, ProjectOf(function) is null ? function.CodePath : OutputOf(function));

    /// <summary>The project in the function's folder; null where there is none.</summary>
    public static string? ProjectOf(FunctionSpec function) =>
        Directory.Exists(function.CodePath) ? Directory.EnumerateFiles(function.CodePath, "*.csproj").FirstOrDefault() : null;

    private string OutputOf(FunctionSpec function) => Path.Combine(folder, Path.GetFileNameWithoutExtension(ProjectOf(function)!));

    private async Task PublishAsync(FunctionSpec function, string project, Action<string> report, CancellationToken cancellation)
    {
        var output = OutputOf(function);
        var stampFile = Path.Combine(output, StampFile);
        var stamp = SourceStamp.Of(project);
        if (IsCurrent(output, stamp))
        {
            return;
        }

        report(Path.GetFileNameWithoutExtension(project));
        Directory.CreateDirectory(output);
        File.Delete(stampFile);
        await RunDotnetAsync(project, output, cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(stampFile, stamp, cancellation).ConfigureAwait(false);
    }

    private async Task RunDotnetAsync(string project, string output, CancellationToken cancellation)
    {
        if (PublishedCode.DotnetPath is not { } program)
        {
            throw new FunctionBuildException(
                $"{project} must be compiled, and there is no 'dotnet' here. Install the .NET SDK, or {PublishedCode.Elsewhere}");
        }

        // An artifacts folder of its own: a build in the working tree may go on at the same time, with other settings.
        var start = new ProcessStartInfo(
            program,
            [
                "publish", project, "--configuration", "Release", "--output", output, "--artifacts-path", intermediate ?? Path.Combine(folder, ".artifacts"), "--nologo", "--verbosity", "quiet",
                "-p:PublishAot=false", "-p:RunAnalyzers=false", .. runtime is null ? (string[])[] : ["--runtime", runtime, "--self-contained", "-p:PublishReadyToRun=true"],
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(project),
        };

        // Neither what "dotnet run" and "dotnet test" hand down, nor helpers that outlive the build.
        foreach (var inherited in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var dotnet = Process.Start(start) ?? throw new FunctionBuildException("dotnet could not be started. Put it on the PATH.");
        dotnet.StandardInput.Close();
        var lines = Task.WhenAll(dotnet.StandardOutput.ReadToEndAsync(cancellation), dotnet.StandardError.ReadToEndAsync(cancellation));
        try
        {
            await dotnet.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            dotnet.Kill(entireProcessTree: true);
            throw;
        }

        if (dotnet.ExitCode != 0)
        {
            throw new FunctionBuildException($"{project} does not build:{Environment.NewLine}{string.Concat(await lines.ConfigureAwait(false)).Trim()}");
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!cancellation.IsCancellationRequested)
            {
                await Task.Delay(LockRetry, cancellation).ConfigureAwait(false);
            }
        }
    }
}

/// <summary>A function cannot be made ready; the message says why and what to do.</summary>
internal sealed class FunctionBuildException(string message) : Exception(message);
