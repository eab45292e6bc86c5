using System.Runtime.InteropServices;
using Emulation.Lambda;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Sam;

namespace Emulation;

/// <summary>Turns the template's functions into running ones: what they are built from, and the environment that lets them find LocalAws.</summary>
internal static class FunctionWiring
{
    /// <summary>Linux on this machine's processor, as .NET names it.</summary>
    public static string LinuxOfThisMachine => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>Builds what has changed. Safe beside another LocalAws that builds the same.</summary>
    /// <exception cref="FunctionBuildException">A project does not compile; the compiler's lines are in the message.</exception>
    public static Task BuildAsync(EmulatorOptions options, LoadedStacks stacks, Action<string> report, CancellationToken cancellation)
    {
        // What is built here runs as this user: nobody else may change it, whatever the umask.
        var build = new FunctionBuild(BuildFolder(options, stacks)) { IsForOwnerAlone = true };
        return build.BuildAsync(DeployedOf(options, stacks, runs: f => !options.StandIns.Replaces(f.LogicalId)), report, cancellation);
    }

    /// <summary>Publishes the projects with the .NET runtime of another system, for a LocalAws that cannot build: what <c>--functions</c> takes.</summary>
    /// <returns>Functions that run from their own folder, since they are published already.</returns>
    /// <exception cref="FunctionBuildException">A project does not compile; the compiler's lines are in the message.</exception>
    public static async Task<IReadOnlyList<DeployedFunction>> PublishAsync(
        EmulatorOptions options, LoadedStacks stacks, string folder, string runtime, Action<string> report, CancellationToken cancellation)
    {
        var functions = DeployedOf(options, stacks);
        var build = new FunctionBuild(folder, Path.Combine(BuildFolder(options, stacks), $".artifacts-{runtime}"), runtime);
        await build.BuildAsync(functions, report, cancellation).ConfigureAwait(false);
        return [.. functions.Where(function => build.CommandOf(function).Folder == function.Code)];
    }

    /// <summary>Makes what runs the functions.</summary>
    /// <exception cref="TemplateException">An execution role is not there.</exception>
    public static FunctionHost CreateHost(
        EmulatorOptions options, LoadedStacks stacks, StateFolder state, AccountDirectory accounts, SessionIssuer sessions, Func<string, string> localized, Func<string> endpoint)
    {
        // Functions keep their data as on AWS where there is a DynamoDB, and in this folder elsewhere.
        var data = options.Upstreams.ContainsKey("dynamodb") ? null : state.DataOf(stacks.Main.Name);
        var functions = DeployedOf(options, stacks);
        var roles = functions.Select(static deployed => deployed.Function).ToDictionary(
            static f => f.FunctionName, f => accounts.RoleByArn(f.RoleArn.ToString()) ?? throw RoleIsMissing(f), StringComparer.Ordinal);
        return new FunctionHost(new FunctionHostOptions
        {
            Functions = functions,
            Build = new FunctionBuild(BuildFolder(options, stacks)),
            MaxEnvironments = options.MaxEnvironments,
            Credentials = function => sessions.ForFunction(roles[function.FunctionName], function.FunctionName, functionArn: function.Arn.ToString()),
            Environment = function => LocalEnvironment(function, localized, endpoint(), data),
            StandIn = function => options.StandIns.For(function.LogicalId),
            HomeFolder = state.Homes,
            LogFolder = state.Logs,
            Ids = options.Ids,
            Time = options.Time,
            Logging = options.Logging,
        });
    }

    /// <summary>
    /// What a function needs to know to call back: the endpoint for AWS's SDKs, a folder for data where no DynamoDB is behind LocalAws, and its own variables with the
    /// addresses of local APIs in place of AWS's. So a template that builds <c>https://{api}.execute-api.{region}.amazonaws.com/{stage}</c> runs unchanged.
    /// </summary>
    private static Dictionary<string, string> LocalEnvironment(Function function, Func<string, string> localized, string endpoint, string? data)
    {
        var environment = function.Environment.ToDictionary(static v => v.Key, v => localized(v.Value), StringComparer.Ordinal);
        environment["AWS_ENDPOINT_URL"] = endpoint;
        if (data is not null)
        {
            environment["LOCALAWS_DATA"] = data;
        }

        return environment;
    }

    private static DeployedFunction[] DeployedOf(EmulatorOptions options, LoadedStacks stacks, Func<Function, bool>? runs = null) =>
        Deployed(options, stacks.Main.Functions.Where(f => (f.Closed is null || options.StandIns.Replaces(f.LogicalId)) && (runs is null || runs(f))));

    /// <summary>The functions, each with the folder of its code.</summary>
    public static DeployedFunction[] Deployed(EmulatorOptions options, IEnumerable<Function> functions) =>
        [.. functions.Select(f => new DeployedFunction(f, PublishedFolder(f, options.FunctionsFolder) ?? f.CodeUri))];

    /// <summary>The folder of a function's published files: named like the function, or like the program that several functions share.</summary>
    private static string? PublishedFolder(Function function, string? published) => published is null
        ? null
        : new[] { function.LogicalId, function.Handler }
            .Where(static name => name.Length > 0)
            .Select(name => Path.Combine(Path.GetFullPath(published), name))
            .FirstOrDefault(Directory.Exists);

    private static TemplateException RoleIsMissing(Function function) => new([new TemplateError(
        function.Line, function.LogicalId, "Role", $"The role {function.RoleArn} is in no template that was loaded.",
        "Declare it in the template, or load the template that does with --template FILE@ACCOUNT.")]);

    private static string BuildFolder(EmulatorOptions options, LoadedStacks stacks) => options.BuildFolder ?? Path.Combine(stacks.Folder, ".localaws", "build");
}
