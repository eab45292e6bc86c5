using System.IO.Enumeration;
using Emulation.ServiceReference;

namespace Emulation.Access.AnyAction;

/// <summary>The actions of AWS that patterns of policies mean.</summary>
/// <param name="patterns">All patterns that count: what a bare star is looked at by.</param>
internal sealed class NamedActions(IEnumerable<string> patterns)
{
    private readonly string[] patterns = [.. patterns.Where(static pattern => pattern.Contains(':', StringComparison.Ordinal)).Distinct(StringComparer.OrdinalIgnoreCase)];
    private readonly Dictionary<string, ServiceAction[]> known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The actions of a pattern. A star of all services stands for those that some other pattern names, and for one action of every service: no statement tells more of them apart.
    /// </summary>
    public IEnumerable<ServiceAction> Of(string pattern)
    {
        if (!known.TryGetValue(pattern, out var actions))
        {
            known[pattern] = actions = pattern.Contains(':', StringComparison.Ordinal)
                ? [.. Matching(pattern)]
                :
                [
                    .. patterns.SelectMany(Matching).Concat(ServiceData.Prefixes.Select(static prefix => ServiceData.Find(prefix)!.Actions.Values.First()))
                        .DistinctBy(static one => one.Name),
                ];
        }

        return actions;
    }

    /// <summary>Every action of a pattern, a bare star's too.</summary>
    public static IEnumerable<ServiceAction> Matching(string pattern)
    {
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        var services = colon < 0 ? ServiceData.Prefixes : ServiceData.Prefixes.Where(prefix => IsLike(prefix, pattern[..colon]));
        var name = colon < 0 ? AskedResource.Any : pattern[(colon + 1)..];
        return services.SelectMany(prefix => ServiceData.Find(prefix)!.Actions.Values.Where(action => IsLike(action.Name[(prefix.Length + 1)..], name)));
    }

    private static bool IsLike(string text, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);
}
