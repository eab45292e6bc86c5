using System.Collections.Immutable;
using Emulation;

namespace Tool.Cli;

/// <summary>Options written as <c>KEY=VALUE</c>.</summary>
internal static class KeyValueOption
{
    /// <exception cref="UsageException">One has no equals sign.</exception>
    public static ImmutableDictionary<string, string> Read(string option, string[]? pairs)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs ?? [])
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            values[equals > 0 ? pair[..equals] : throw new UsageException($"{option} {pair}: write it as KEY=VALUE.")] = pair[(equals + 1)..];
        }

        return values.ToImmutable();
    }
}
