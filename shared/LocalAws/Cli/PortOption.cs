using System.CommandLine;
using Emulation;

namespace Tool.Cli;

/// <summary><c>--port</c> of the verbs that take templates: there <c>-p</c> is the port too where it is followed by a number, as for <c>sam local start-api</c>.</summary>
internal static class PortOption
{
    /// <summary>The port that was given; null when none was.</summary>
    /// <exception cref="UsageException">Two were.</exception>
    public static int? Given(ParseResult parsed, Option option, StackArguments stack)
    {
        var named = parsed.GetResult(option) is { Implicit: false } result ? result.GetValueOrDefault<int?>() : null;
        var numbers = stack.PortsOf(parsed).Concat(named is { } port ? [port] : (int[])[]).Distinct().ToList();
        return numbers switch
        {
            [] => null,
            [var only] => only,
            _ => throw new UsageException($"{string.Join(" and ", numbers)} are given as the port: leave one out."),
        };
    }
}
