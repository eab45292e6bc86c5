using System.Globalization;
using Emulation.Lambda.Runtimes;
using Emulation.Sessions;

namespace Emulation.Lambda;

/// <summary>
/// All by which the processes of a function differ from those of another reading of its template: what they are started with, what they may do, and their limits. Where it is the
/// same, they may run on.
/// </summary>
/// <param name="Text">Each trait, one after the other.</param>
internal readonly record struct FunctionTraits(string Text)
{
    // Each process has its own, whatever the template says.
    private static readonly SessionCredentials Own = new("", "", "", default);

    /// <summary>The traits of a function, whose code had a stamp when it was deployed.</summary>
    public static FunctionTraits Of(DeployedFunction deployed, FunctionHostOptions options, string stamp)
    {
        var function = deployed.Function;
        var command = CommandOf(deployed, options);
        var variables = FunctionVariables.Of(function, "", "", new FunctionFolders("", command?.Folder ?? "", ""), Own, options.Environment(function));
        return new FunctionTraits(string.Join(
            '\0',
            [
                function.Arn.ToString(), deployed.Code, stamp, options.RoleIdOf(function), $"{function.Logging}", $"{function.IsTraced}", $"{options.DebuggingOf(function)}",
                string.Create(CultureInfo.InvariantCulture, $"{function.Timeout.Ticks} {function.MemorySizeMb} {function.ReservedConcurrency} {options.MaxEnvironments}"),
                command?.Program ?? "", $"{command?.Client}", .. command?.Arguments ?? [], .. Texts(variables), .. command is null ? [] : Texts(command.Variables),
            ]));
    }

    /// <summary>Null where there is nothing to start, as of a function that something stands in for.</summary>
    private static LaunchCommand? CommandOf(DeployedFunction deployed, FunctionHostOptions options)
    {
        try
        {
            return options.CommandOf(deployed);
        }
        catch (FunctionBuildException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Texts(IReadOnlyDictionary<string, string> variables) =>
        variables.OrderBy(static variable => variable.Key, StringComparer.Ordinal).SelectMany(static variable => (string[])[variable.Key, variable.Value]);
}
