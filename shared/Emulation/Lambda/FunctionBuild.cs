using Emulation.Lambda.Runtimes;
using Emulation.State;

namespace Emulation.Lambda;

/// <summary>
/// Makes functions ready to run: their projects are built into a folder beside the template, once for each change; a function that has none is taken as it is.
/// </summary>
/// <param name="folder">Where the built files go, a folder for each project.</param>
/// <param name="intermediate">Where compilers keep what they make on the way; by default inside the folder.</param>
/// <param name="system">Builds for this system (<c>linux-arm64</c>) together with what is needed there; null for this machine.</param>
internal sealed class FunctionBuild(string folder, string? intermediate = null, string? system = null)
{
    private const string StampFile = ".localaws-stamp";
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether nobody else of the machine may look into the folder; files that are published for another machine are for whoever runs them there.</summary>
    public bool IsForOwnerAlone { get; init; }

    /// <summary>The kinds of functions that there are.</summary>
    public LambdaRuntimes Runtimes { get; init; } = LambdaRuntimes.Served;

    /// <summary>Builds what has changed, and tells <paramref name="report"/> each project as its build begins. Safe beside another LocalAws that does the same.</summary>
    /// <exception cref="FunctionBuildException">A project does not compile, or a function's code is nothing that can be run.</exception>
    public async Task BuildAsync(IReadOnlyList<DeployedFunction> functions, Action<string> report, CancellationToken cancellation)
    {
        // Before anything is compiled, and all at once.
        var cannotRun = functions.Select(f => (f.Name, Why: Runtimes.WhyNot(f))).Where(static f => f.Why is not null).ToList();
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
            if (Runtimes.ProjectOf(function) is { } project)
            {
                await BuildAsync(project, report, cancellation).ConfigureAwait(false);
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
    private bool IsReady(DeployedFunction function)
    {
        if (Runtimes.ProjectOf(function) is { } project && !IsCurrent(OutputOf(project), project.Stamp))
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
    public LaunchCommand CommandOf(DeployedFunction function) => Runtimes.CommandOf(function, Runtimes.ProjectOf(function) is { } project ? OutputOf(project) : function.Code);

    /// <summary>The same until something changes that the function runs: what its project is built from, or the files of its folder.</summary>
    public string StampOf(DeployedFunction function) => Runtimes.ProjectOf(function)?.Stamp
        ?? (Directory.Exists(function.Code) ? SourceStamp.Of(SourceStamp.FilesIn(new DirectoryInfo(function.Code))) : "");

    /// <summary>How a function would be started, for people: builds nothing.</summary>
    public FunctionStart StartOf(DeployedFunction function)
    {
        var unbuilt = Runtimes.ProjectOf(function) is { } project && !IsCurrent(OutputOf(project), project.Stamp) ? project.Name : null;
        try
        {
            return new FunctionStart(function) { Command = CommandOf(function), Unbuilt = unbuilt };
        }
        catch (FunctionBuildException e)
        {
            return new FunctionStart(function) { Unbuilt = unbuilt, WhyNot = unbuilt is null ? e.Message : null };
        }
    }

    private string OutputOf(IFunctionProject project) => Path.Combine(folder, project.Name);

    private async Task BuildAsync(IFunctionProject project, Action<string> report, CancellationToken cancellation)
    {
        var output = OutputOf(project);
        var stampFile = Path.Combine(output, StampFile);
        var stamp = project.Stamp;
        if (IsCurrent(output, stamp))
        {
            return;
        }

        report(project.Name);
        Directory.CreateDirectory(output);
        File.Delete(stampFile);
        await project.BuildAsync(new BuildOutput(output, intermediate ?? Path.Combine(folder, ".artifacts"), system), cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(stampFile, stamp, cancellation).ConfigureAwait(false);
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
