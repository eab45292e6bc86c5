using Emulation.Lambda.Runtimes;
using Emulation.Sessions;

namespace Emulation.Lambda;

/// <summary>What a process of a function is started with, whoever starts it.</summary>
/// <param name="Command">Its program and folder.</param>
/// <param name="Clients">The folder of runtime clients.</param>
/// <param name="Variables">The variables of every function's process.</param>
internal sealed record FunctionLaunch(LaunchCommand Command, string Clients, IReadOnlyDictionary<string, string> Variables)
{
    /// <param name="command">How it is started.</param>
    /// <param name="deployed">The function.</param>
    /// <param name="options">What functions run with.</param>
    /// <param name="home">The process's own folder.</param>
    /// <param name="runtimeApi">Host and port of its Runtime API.</param>
    /// <param name="logStream">The name of its log stream.</param>
    /// <param name="credentials">The execution role's.</param>
    public static FunctionLaunch Of(
        LaunchCommand command, DeployedFunction deployed, FunctionHostOptions options, FunctionHome home, string runtimeApi, string logStream, SessionCredentials credentials)
    {
        var clients = FunctionHome.ClientsIn(options.HomeFolder);
        var folders = new FunctionFolders(home.Path, command.Folder, clients);
        var function = deployed.Function;
        return new FunctionLaunch(command, clients, FunctionVariables.Of(function, runtimeApi, logStream, folders, credentials, options.Environment(function)));
    }
}
