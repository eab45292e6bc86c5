using System.Runtime.InteropServices;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Lambda.Sources;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Sam;

namespace Emulation;

/// <summary>Turns the template's functions into running ones: what they are built from, and the environment that lets them find LocalAws.</summary>
internal static class FunctionWiring
{
    /// <summary>Under which values for all functions are.</summary>
    public const string EveryFunction = "Parameters";

    /// <summary>Linux on this machine's processor, as .NET names it.</summary>
    public static string LinuxOfThisMachine => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>
    /// Builds what has changed, and tells <paramref name="report"/> each project as its build begins, and <paramref name="step"/> what is being done. Safe beside another LocalAws
    /// that builds the same.
    /// </summary>
    /// <exception cref="FunctionBuildException">Projects do not compile; the compilers' lines of all of them are in the message. Or one cannot be debugged here.</exception>
    /// <exception cref="UsageException">There is no function of a name that is to be debugged.</exception>
    public static async Task BuildAsync(EmulatorOptions options, LoadedStacks stacks, Action<string> report, CancellationToken cancellation, Action<string>? step = null)
    {
        var names = new FunctionNames(stacks);
        var debugged = DebuggedFunctions.Of(options, stacks);
        var problems = new List<string>();
        foreach (var stack in stacks.All)
        {
            // What is built here runs as this user: nobody else may change it, whatever the umask.
            var build = new FunctionBuild(BuildFolder(options, stacks, stack)) { IsForOwnerAlone = true, Step = step ?? (static _ => { }) };
            try
            {
                var functions = DeployedOf(options, stacks, stack, f => !names.Of(f).Any(options.StandIns.Replaces));
                await build.BuildAsync(functions, report, cancellation).ConfigureAwait(false);
                foreach (var deployed in functions.Where(deployed => debugged.Of(deployed.Function) is { IsAttached: false }))
                {
                    build.DebuggedCommandOf(deployed, 0);
                }
            }
            catch (FunctionBuildException e)
            {
                problems.Add(e.Message);
            }
        }

        if (problems.Count > 0)
        {
            throw new FunctionBuildException(string.Join(Environment.NewLine, problems));
        }
    }

    /// <summary>
    /// Publishes the functions for another system, for a LocalAws that cannot build: projects with the .NET runtime, other code with the packages that it needs. It is what
    /// <c>--functions</c> takes. Of several stacks each has a folder of its own.
    /// </summary>
    /// <returns>The functions that are not published, since they are closed here.</returns>
    /// <exception cref="FunctionBuildException">A function cannot be published; why is in the message, for all of them.</exception>
    public static async Task<IReadOnlyList<Function>> PublishAsync(
        EmulatorOptions options, LoadedStacks stacks, string folder, string runtime, Action<string> report, CancellationToken cancellation)
    {
        foreach (var stack in stacks.All)
        {
            // What is in the template or in an archive is unpacked where it runs.
            var functions = DeployedOf(options, stacks, stack).Where(static f => f.Source is null or MakefileProject).Select(static f => f with { Layers = [] }).ToArray();
            var build = new FunctionBuild(
                stacks.AreSeveral ? Path.Combine(folder, stacks.NameOf(stack)) : folder, Path.Combine(BuildFolder(options, stacks, stack), $".artifacts-{runtime}"), runtime);
            await build.BuildAsync(functions, report, cancellation).ConfigureAwait(false);
        }

        return [.. stacks.All.SelectMany(static stack => stack.Functions).Where(static function => function.Closed is not null)];
    }

    /// <summary>How each function of a stack is started, those that are closed included. Starts and builds nothing.</summary>
    public static IEnumerable<FunctionStart> StartsOf(EmulatorOptions options, LoadedStacks stacks, Stack stack)
    {
        var build = BuildOf(options, stacks, stack);
        return Deployed(options, stacks, stack, stack.Functions).Select(deployed =>
            deployed.Function.Closed is { } closure ? new FunctionStart(deployed) { WhyNot = closure.Message } : build.StartOf(deployed));
    }

    /// <summary>Makes what runs the functions.</summary>
    /// <exception cref="TemplateException">An execution role is not there.</exception>
    /// <exception cref="UsageException">There is no function of a name that is to be debugged.</exception>
    public static FunctionHost CreateHost(
        EmulatorOptions options, LoadedStacks stacks, StateFolder state, AccountDirectory accounts, SessionIssuer sessions, Func<string, string> localized, Func<string> endpoint,
        FunctionHost? before)
    {
        var names = new FunctionNames(stacks);
        var functions = stacks.All.SelectMany(stack => DeployedOf(options, stacks, stack).Select(deployed => (Stack: stack, Deployed: deployed))).ToList();
        var stackOf = functions.ToDictionary(static one => one.Deployed.Function.Arn.ToString(), static one => one.Stack, StringComparer.Ordinal);
        var roles = functions.Select(static one => one.Deployed.Function).ToDictionary(
            static f => f.Arn.ToString(), f => accounts.RoleByArn(f.RoleArn.ToString()) ?? throw RoleIsMissing(f), StringComparer.Ordinal);
        var debugged = DebuggedFunctions.Of(options, stacks);
        var code = options.IsWatched ? new RunningCode(state.Homes, before?.Code) : null;
        var builds = stacks.All.ToDictionary(static stack => stack.Id, stack => new FunctionBuild(BuildFolder(options, stacks, stack)) { Running = code }, StringComparer.Ordinal);
        var latest = stacks.All.ToDictionary(static stack => stack.Id, stack => BuildOf(options, stacks, stack), StringComparer.Ordinal);
        return new FunctionHost(new FunctionHostOptions
        {
            Functions = [.. functions.Select(static one => one.Deployed)],
            CommandOf = deployed => (IsAttached(deployed) ? latest : builds)[stackOf[deployed.Function.Arn.ToString()].Id].CommandOf(deployed),
            DebuggingOf = debugged.Of,
            DebuggedCommandOf = (deployed, port) => builds[stackOf[deployed.Function.Arn.ToString()].Id].DebuggedCommandOf(deployed, port),
            AttachFolder = Path.Combine(state.Path, "attach"),

            Code = code,

            // What a person has started runs on when its code changes.
            StampOf = deployed => options.IsWatched && !IsAttached(deployed) ? builds[stackOf[deployed.Function.Arn.ToString()].Id].StampOf(deployed) : "",
            RoleIdOf = function => roles[function.Arn.ToString()].Role.UniqueId,
            MaxEnvironments = options.MaxEnvironments,
            HasExchanges = options.HasExchanges,
            Credentials = function => sessions.ForFunction(roles[function.Arn.ToString()], function.FunctionName, functionArn: function.Arn.ToString()),
            Environment = function => LocalEnvironment(
                FunctionTelemetry.Of(function, options.FunctionTelemetry).Concat(Overridden(function, options, names)), options, localized, endpoint(),
                DataOf(stackOf[function.Arn.ToString()])),
            StandIn = function => options.StandIns.AreNone ? null : names.Of(function).Select(options.StandIns.For).FirstOrDefault(static standIn => standIn is not null),
            HomeFolder = state.Homes,
            LogFolder = state.Logs,
            Ids = options.Ids,
            Time = options.Time,
            Logging = options.Logging,
        }, before);

        // A person starts it by the same command each time.
        bool IsAttached(DeployedFunction deployed) => debugged.Of(deployed.Function) is { IsAttached: true };

        // Functions keep their data as on AWS where there is a DynamoDB, and in this folder elsewhere.
        string? DataOf(Stack stack) => options.Upstreams.ContainsKey("dynamodb") ? null : state.DataOf(stacks.NameOf(stack));
    }

    /// <summary>
    /// What a function needs to know to call back: the endpoint for AWS's SDKs, a folder for data where no DynamoDB is behind LocalAws, and its own variables with the
    /// addresses of local APIs in place of AWS's. So a template that builds <c>https://{api}.execute-api.{region}.amazonaws.com/{stage}</c> runs unchanged.
    /// </summary>
    private static Dictionary<string, string> LocalEnvironment(
        IEnumerable<KeyValuePair<string, string>> variables, EmulatorOptions options, Func<string, string> localized, string endpoint, string? data)
    {
        var environment = ServiceEndpoints.Told(options).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            environment[name] = localized(value);
        }

        environment["AWS_ENDPOINT_URL"] = endpoint;
        if (data is not null)
        {
            environment["LOCALAWS_DATA"] = data;
        }

        return environment;
    }

    /// <summary>
    /// The template's variables with the values given for them. Those of the function count before those of all; of several names the first that has any, as in aws-sam-cli,
    /// <c>LocalLambdaRunner._make_env_vars</c>.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string>> Overridden(Function function, EmulatorOptions options, FunctionNames names)
    {
        if (options.FunctionVariables.IsEmpty)
        {
            return function.Environment;
        }

        var all = options.FunctionVariables.GetValueOrDefault(EveryFunction);
        var own = names.Of(function).Prepend(function.LogicalId).Append(function.FunctionName).Select(options.FunctionVariables.GetValueOrDefault)
            .FirstOrDefault(static values => values is { IsEmpty: false });
        return function.Environment.Select(pair => KeyValuePair.Create(pair.Key, own?.GetValueOrDefault(pair.Key) ?? all?.GetValueOrDefault(pair.Key) ?? pair.Value));
    }

    /// <summary>The functions of a stack that run, each with the folder of its code.</summary>
    public static DeployedFunction[] DeployedOf(EmulatorOptions options, LoadedStacks stacks, Stack stack, Func<Function, bool>? runs = null)
    {
        var names = new FunctionNames(stacks);
        return Deployed(
            options, stacks, stack, stack.Functions.Where(f => (f.Closed is null || names.Of(f).Any(options.StandIns.Replaces)) && (runs is null || runs(f))));
    }

    /// <summary>The functions, each with the folder of its code.</summary>
    /// <param name="options">Where published functions are.</param>
    /// <param name="stacks">All stacks: a function may have a layer of another.</param>
    /// <param name="stack">The functions' stack.</param>
    /// <param name="functions">The functions.</param>
    public static DeployedFunction[] Deployed(EmulatorOptions options, LoadedStacks stacks, Stack stack, IEnumerable<Function> functions)
    {
        var folder = stacks.AreSeveral ? stacks.NameOf(stack) : null;
        var sources = new FunctionSources(stack, new FunctionLayers(stacks.All), f => PublishedFolder(f, options.FunctionsFolder, folder), LambdaRuntimes.Served);
        return [.. functions.Select(sources.Of)];
    }

    /// <summary>
    /// The folder of a function's published files: named like the function, or like the program or library that several functions share, or the one that has its assembly,
    /// since a project may have another name than that; of several stacks in the stack's folder.
    /// </summary>
    private static string? PublishedFolder(Function function, string? published, string? stack)
    {
        var assembly = DotnetLibrary.AssemblyOf(function.Handler);
        string[] names = [function.LogicalId, function.Handler, assembly];
        string?[] roots = published is null ? [] : [stack is null ? null : Path.Combine(published, stack), published];
        return roots.OfType<string>().Select(Path.GetFullPath).Where(Directory.Exists).Select(Find).FirstOrDefault(static folder => folder is not null);

        string? Find(string root) =>
            names.Where(static name => name.Length > 0).Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists)
            ?? Directory.GetDirectories(root).Order(StringComparer.Ordinal)
                .FirstOrDefault(folder => assembly.Length > 0 && File.Exists(Path.Combine(folder, $"{assembly}.deps.json")));
    }

    private static TemplateException RoleIsMissing(Function function) => new([new TemplateError(
        function.Line, function.LogicalId, "Role", $"The role {function.RoleArn} is in no template that was loaded.",
        "Declare it in the template, or load the template that does with --template FILE@ACCOUNT.")]);

    /// <summary>What makes the functions of a stack ready to run.</summary>
    public static FunctionBuild BuildOf(EmulatorOptions options, LoadedStacks stacks, Stack stack) => new(BuildFolder(options, stacks, stack));

    /// <summary>Where functions are published already, as in the container, the template's folder may be read-only: what is left to unpack goes to the state.</summary>
    private static string? BuildFolderOfPublished(EmulatorOptions options) =>
        options is { FunctionsFolder: not null, DataFolder: { } data } ? Path.Combine(data, "build") : null;

    /// <summary>Beside each template, since two may have projects of one name.</summary>
    private static string BuildFolder(EmulatorOptions options, LoadedStacks stacks, Stack stack) =>
        (options.BuildFolder ?? BuildFolderOfPublished(options)) is { } given ? (stack == stacks.Main ? given : Path.Combine(given, stacks.NameOf(stack)))
        : Path.Combine(stack == stacks.Main ? stacks.Folder : Path.GetDirectoryName(stack.TemplatePath)!, ".localaws", "build");
}
