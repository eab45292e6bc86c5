using System.Globalization;

namespace Emulation.Lambda;

/// <summary>All by which the processes of a function differ from those of another reading of its template. Where it is the same, they may run on.</summary>
/// <param name="Text">Each trait, one after the other.</param>
internal readonly record struct FunctionTraits(string Text)
{
    /// <summary>The traits of a function, whose code had a stamp when it was deployed.</summary>
    public static FunctionTraits Of(DeployedFunction deployed, FunctionHostOptions options, string stamp)
    {
        var function = deployed.Function;
        return new FunctionTraits(string.Join(
            '\0',
            [
                function.Arn.ToString(), deployed.Code, stamp, function.Handler, function.Runtime, options.RoleIdOf(function),
                string.Create(CultureInfo.InvariantCulture, $"{function.Timeout.Ticks} {function.MemorySizeMb} {function.ReservedConcurrency} {options.MaxEnvironments}"),
                .. options.Environment(function).OrderBy(static variable => variable.Key, StringComparer.Ordinal)
                    .SelectMany(static variable => (string[])[variable.Key, variable.Value]),
            ]));
    }
}
