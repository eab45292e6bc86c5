using Emulation.Lambda;
using Emulation.State;
using Sam;

namespace Emulation;

/// <summary>Turns the template's functions into running ones: what they are built from, and the environment that lets them find LocalAws.</summary>
internal static class FunctionWiring
{
    /// <summary>Builds what has changed. Safe beside another LocalAws that builds the same.</summary>
    /// <exception cref="FunctionBuildException">A project does not compile; the compiler's lines are in the message.</exception>
    public static Task BuildAsync(EmulatorOptions options, LoadedStacks stacks, Action<string> report, CancellationToken cancellation) =>
        new FunctionBuild(BuildFolder(options, stacks)).BuildAsync([.. stacks.Main.Functions.Where(f => !options.StandIns.Replaces(f.LogicalId)).Select(f => SpecOf(f, stacks.Main))], report, cancellation);

    public static FunctionHost CreateHost(EmulatorOptions options, LoadedStacks stacks, Emulator emulator, StateFolder state)
    {
        // Functions keep their data as on AWS where there is a DynamoDB, and in this folder elsewhere.
        var data = options.Upstreams.ContainsKey("dynamodb") ? null : state.DataOf(stacks.Main.Name);
        var logicalIds = stacks.Main.Functions.ToDictionary(static f => f.FunctionName, static f => f.LogicalId, StringComparer.Ordinal);
        var roleOf = stacks.Main.Functions.ToDictionary(static f => f.FunctionName, f => emulator.Accounts.RoleByArn(f.RoleArn.ToString()) ?? throw RoleIsMissing(f), StringComparer.Ordinal);
        return new FunctionHost(new FunctionHostOptions
        {
            Functions = [.. stacks.Main.Functions.Select(f => SpecOf(f, stacks.Main))],
            Build = new FunctionBuild(BuildFolder(options, stacks)),
            MaxEnvironments = options.MaxEnvironments,
            Credentials = function => emulator.Sessions.ForFunction(roleOf[function.Name], function.Name),
            Environment = function => LocalEnvironment(function, emulator, data),
            StandIn = function => options.StandIns.For(logicalIds[function.Name]),
            LogFolder = state.Logs,
            Ids = options.Ids,
            Time = options.Time,
            Logging = options.Logging,
        });
    }

    /// <summary>
    /// What a function needs to know to call back: the endpoint for AWS's SDKs, a folder for data where no DynamoDB is behind LocalAws, and its own variables with the addresses of
    /// local APIs in place of AWS's. So a template that builds <c>https://{api}.execute-api.{region}.amazonaws.com/{stage}</c> runs unchanged.
    /// </summary>
    private static Dictionary<string, string> LocalEnvironment(FunctionSpec function, Emulator emulator, string? data)
    {
        var environment = function.Environment.ToDictionary(v => v.Key, v => LocalAddresses(v.Value, emulator), StringComparer.Ordinal);
        environment["AWS_ENDPOINT_URL"] = emulator.EndpointUrl;
        if (data is not null)
        {
            environment["LOCALAWS_DATA"] = data;
        }

        return environment;
    }

    private static string LocalAddresses(string value, Emulator emulator)
    {
        foreach (var api in emulator.Apis.All)
        {
            value = value.Replace($"https://{api.Api.ApiId}.execute-api.{api.Region}.amazonaws.com", $"{emulator.EndpointUrl}/execute-api/{api.Api.ApiId}", StringComparison.Ordinal);
        }

        return value;
    }

    private static FunctionSpec SpecOf(Function function, Stack stack) => new(
        function.FunctionName,
        function.Arn.ToString(),
        function.CodeUri,
        function.Handler,
        function.Runtime,
        function.Timeout,
        function.MemorySizeMb,
        function.Environment,
        stack.Region,
        function.ReservedConcurrency);

    private static TemplateException RoleIsMissing(Function function) => new([new TemplateError(
        function.Line, function.LogicalId, "Role", $"The role {function.RoleArn} is in no template that was loaded.", "Declare it in the template, or load the template that does with --template FILE@ACCOUNT.")]);

    private static string BuildFolder(EmulatorOptions options, LoadedStacks stacks) => options.BuildFolder ?? Path.Combine(stacks.Folder, ".localaws", "build");
}
