using Emulation.Lambda.Runtimes;
using Emulation.Lambda.Sources;
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
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether nobody else of the machine may look into the folder; files that are published for another machine are for whoever runs them there.</summary>
    public bool IsForOwnerAlone { get; init; }

    /// <summary>Is told what is being done at the moment, in a few words.</summary>
    public Action<string> Step { get; init; } = static _ => { };

    /// <summary>The kinds of functions that there are.</summary>
    public LambdaRuntimes Runtimes { get; init; } = LambdaRuntimes.Served;

    /// <summary>What a host runs of the builds; null where functions run from the builds themselves, since none is made while they run.</summary>
    public RunningCode? Running { get; init; }

    /// <summary>Builds what has changed, and tells <paramref name="report"/> each project as its build begins. Safe beside another LocalAws that does the same.</summary>
    /// <exception cref="FunctionBuildException">Projects do not compile, or functions' code is nothing that can be run; all of them are in it.</exception>
    public async Task BuildAsync(IReadOnlyList<DeployedFunction> functions, Action<string> report, CancellationToken cancellation)
    {
        // Before anything is compiled, and all at once.
        var cannotRun = functions.Select(f => (Name: f.Function.LogicalId, Why: Runtimes.WhyNot(f))).Where(static f => f.Why is not null).ToList();
        if (cannotRun.Count > 0)
        {
            throw new FunctionBuildException(string.Join(Environment.NewLine, cannotRun.Select(static f => $"{f.Name}: {f.Why}")));
        }

        if (NamesakesIn(functions) is { } namesakes)
        {
            throw new FunctionBuildException(namesakes);
        }

        if (functions.All(IsReady))
        {
            return;
        }

        MakeFolder();
        using var alone = await LockAsync(cancellation).ConfigureAwait(false);
        var builds = new ProjectBuilds(functions.SelectMany(ProjectsOf).DistinctBy(static project => project.Name).Select(Due).OfType<DueProject>(), report);
        var failures = await builds.RunAsync(cancellation).ConfigureAwait(false);
        var problems = failures.Select(failure => $"{string.Join(", ", functions.Where(function => ProjectsOf(function).Any(project => project.Name == failure.Key))
            .Select(static function => function.Function.LogicalId))}: {failure.Value}").ToList();
        problems.AddRange(functions.Where(function => !ProjectsOf(function).Any(project => failures.ContainsKey(project.Name))).Select(ProblemOf).OfType<string>());
        if (problems.Count > 0)
        {
            throw new FunctionBuildException(string.Join(Environment.NewLine, problems));
        }
    }

    /// <summary>Which projects have one name, by which their builds are kept: one function would run the other's code.</summary>
    private string? NamesakesIn(IReadOnlyList<DeployedFunction> functions)
    {
        var namesakes = functions.SelectMany(function => ProjectsOf(function).OfType<DotnetProject>().Select(project => (project, function.Function.LogicalId)))
            .GroupBy(static one => one.project.Name, StringComparer.OrdinalIgnoreCase)
            .Where(static group => group.DistinctBy(static one => one.project.File).Skip(1).Any())
            .Select(static group => $"{string.Join(" and ", group.Select(static one => one.LogicalId))} are made of projects of one name, "
                + $"{string.Join(" and ", group.Select(static one => one.project.File).Distinct())}, and would be built into one folder. Rename one of the files.")
            .ToList();
        return namesakes.Count == 0 ? null : string.Join(Environment.NewLine, namesakes);
    }

    /// <summary>All that must be made for a function.</summary>
    private IEnumerable<IFunctionProject> ProjectsOf(DeployedFunction function) =>
        OwnProjectOf(function) is { } project ? function.Sources.Append(project) : function.Sources;

    /// <summary>What its runtime makes: of a function that is for another system all that it needs there, in a folder of its own.</summary>
    private IFunctionProject? OwnProjectOf(DeployedFunction function) =>
        system is not null && Runtimes.PublishedOf(function) is { } parts ? new PublishedCode(function, parts, folder) : Runtimes.ProjectOf(function);

    /// <summary>What is built for one system is no build for another.</summary>
    private string CurrentStampOf(IFunctionProject project) => system is null ? project.Stamp : $"{system} {project.Stamp}";

    private DueProject? Due(IFunctionProject project)
    {
        var (output, stamp) = (OutputOf(project), CurrentStampOf(project));
        return IsCurrent(output, stamp)
            ? null : new DueProject(project, new BuildOutput(output, intermediate ?? Path.Combine(folder, ".artifacts"), system) { Step = Step }, stamp);
    }

    private string? ProblemOf(DeployedFunction function)
    {
        try
        {
            CommandOf(function);
            return null;
        }
        catch (FunctionBuildException e)
        {
            return e.Message;
        }
    }

    private void MakeFolder()
    {
        if (IsForOwnerAlone)
        {
            OwnerOnlyFolder.Create(folder);
            IgnoredFolder.Mark(folder);
        }
        else
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>Whether there is nothing to do. A build takes the stamp away first and writes it last, so this needs no lock.</summary>
    private bool IsReady(DeployedFunction function) =>
        ProjectsOf(function).All(project => IsCurrent(OutputOf(project), CurrentStampOf(project))) && ProblemOf(function) is null;

    private static bool IsCurrent(string output, string stamp) => BuiltStampOf(output) == stamp;

    private static string? BuiltStampOf(string output)
    {
        try
        {
            return File.ReadAllText(Path.Combine(output, ProjectBuilds.StampFile));
        }
        catch (IOException)
        {
            // Never built, or being built at this moment.
            return null;
        }
    }

    /// <summary>How to start a function.</summary>
    /// <exception cref="FunctionBuildException">There is nothing to start.</exception>
    public LaunchCommand CommandOf(DeployedFunction function) => CommandOf(function, static (_, command) => command);

    /// <summary>How to start a function that waits for a debugger, at a port of this machine where its debugger needs one.</summary>
    /// <exception cref="FunctionBuildException">There is nothing to start, or nothing here debugs it.</exception>
    public LaunchCommand DebuggedCommandOf(DeployedFunction function, int port) => CommandOf(function, (ready, command) => Runtimes.Debugged(ready, command, port));

    private LaunchCommand CommandOf(DeployedFunction function, Func<DeployedFunction, LaunchCommand, LaunchCommand> change)
    {
        var ready = function.Source is { } source
            ? function with { Code = PlaceOf(source), Source = null, IsBuilt = true, Function = function.Function with { Build = null } } : function;
        var layers = new LayerFolders([.. function.Layers.Select(layer => layer.Project is { } project ? PlaceOf(project) : layer.Folder)]);
        var command = layers.Over(change(ready, Runtimes.CommandOf(ready, OwnProjectOf(ready) is { } own ? PlaceOf(own) : ready.Code)), ready);
        return ready.Notes.IsEmpty ? command : command with { Note = string.Join(' ', ready.Notes.Prepend(command.Note).OfType<string>()) };
    }

    /// <summary>The same until something changes that the function runs: what its code and layers are built from, or their files.</summary>
    public string StampOf(DeployedFunction function)
    {
        var isMade = (function.Source ?? Runtimes.ProjectOf(function)) is { HoldsSources: true };
        var places = !function.Watched.IsEmpty ? function.Watched : isMade || function.Code.Length == 0 ? [] : [function.Code];
        var files = places.SelectMany(SourceFiles.FilesAt).Concat(function.Layers.SelectMany(static layer => SourceFiles.AllIn(layer.Folder)));
        return string.Join(' ', ProjectsOf(function).Select(StampOf).Append(SourceStamp.Of(files)));
    }

    /// <summary>How a function would be started, for people: builds nothing.</summary>
    public FunctionStart StartOf(DeployedFunction function)
    {
        var unbuilt = ProjectsOf(function).FirstOrDefault(project => !IsCurrent(OutputOf(project), project.Stamp))?.Name;
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

    /// <summary>Where it runs.</summary>
    private string PlaceOf(IFunctionProject project) => Running is { } running && project.IsMadeApart ? running.FolderOf(OutputOf(project)) : OutputOf(project);

    /// <summary>Of what runs, whose sources may have changed since it was built; else of its sources.</summary>
    private string StampOf(IFunctionProject project) =>
        (Running is null ? null : project.IsMadeApart ? Running.StampOf(OutputOf(project)) : BuiltStampOf(OutputOf(project))) ?? project.Stamp;

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
