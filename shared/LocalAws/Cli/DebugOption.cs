using System.Collections.Immutable;
using System.Globalization;
using Emulation;

namespace Tool.Cli;

/// <summary>The option <c>--debug FUNCTION[=PORT]</c>.</summary>
internal static class DebugOption
{
    private const int HighestPort = 65535;

    /// <summary>The functions, each with its port where one is given.</summary>
    /// <exception cref="UsageException">A function is given twice, or a port is none.</exception>
    public static ImmutableDictionary<string, int?> Read(string[]? given)
    {
        var read = ImmutableDictionary.CreateBuilder<string, int?>(StringComparer.Ordinal);
        foreach (var text in given ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var (name, port) = equals < 0 ? (text, (int?)null) : (text[..equals], PortOf(text, text[(equals + 1)..]));
            if (!read.TryAdd(name, port))
            {
                throw new UsageException($"--debug {text}: {name} is given twice. Leave one out.");
            }
        }

        return read.ToImmutable();
    }

    private static int PortOf(string text, string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= HighestPort
            ? number
            : throw new UsageException($"--debug {text}: '{port}' is no port. Give a number from 1 to {HighestPort}, or leave it out for a free one.");
}
