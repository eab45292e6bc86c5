using Emulation.Console;

namespace Emulation;

/// <summary>What the console gets of a deployment.</summary>
internal static class ConsoleWiring
{
    public static ConsoleParts Of(EmulatorOptions options, LastingParts lasting, StackDeployment deployment) => new()
    {
        Stacks = deployment.Stacks,
        Stack = () => StackPage.Of(deployment.Stacks, deployment.Apis, deployment.Accounts, lasting.EndpointUrl(), lasting.State.Path) with
        {
            Servers = [.. options.Upstreams.Keys],
        },
        Decisions = lasting.Decisions,
        Names = deployment.Names,
        Apis = deployment.Apis,
        Accounts = deployment.Accounts,
        Sessions = lasting.Sessions,
        UserPools = deployment.Cognito,
        LoopbackUrl = lasting.LoopbackUrl,
        Logs = lasting.State.Logs,
        Reread = texts => LoadedStacks.Load(options with { TemplateTexts = texts }),
        AtRevision = options.AtRevision,
        Time = options.Time,
    };
}
