using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Sam;

namespace Emulation.Gateway.Apis;

/// <summary>The custom domains by name, and what their base paths lead to.</summary>
internal sealed class DomainTable
{
    private readonly Dictionary<string, (CustomDomain Domain, Dictionary<string, BasePathMapping> ByPath)> byName = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="domains">The domains. A name that is this machine's own stays this machine's.</param>
    public DomainTable(IEnumerable<CustomDomain> domains)
    {
        foreach (var domain in domains.Where(static domain => domain.Name.Contains('.') && !IPAddress.TryParse(domain.Name, out _)))
        {
            byName.TryAdd(domain.Name, (domain, domain.Mappings.ToDictionary(static mapping => mapping.BasePath, StringComparer.Ordinal)));
        }
    }

    /// <summary>The domain of a host name: that name itself before one with a star for its first label.</summary>
    public bool TryFind(ReadOnlySpan<char> host, [NotNullWhen(true)] out CustomDomain? domain)
    {
        domain = null;
        if (byName.Count == 0)
        {
            return false;
        }

        var name = host is [.. var whole, '.'] ? whole : host;
        var lookup = byName.GetAlternateLookup<ReadOnlySpan<char>>();
        domain = lookup.TryGetValue(name, out var exact) ? exact.Domain
            : name.IndexOf('.') is var dot and > 0 && lookup.TryGetValue($"*{name[dot..]}", out var any) ? any.Domain
            : null;
        return domain is not null;
    }

    /// <summary>
    /// The mapping of a path: of those whose base path it begins with the longest, whatever routes its API has. "Working with API mappings for REST APIs".
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="path">The raw path, with its leading slash.</param>
    /// <param name="length">How much of the path the base path is, with its leading slash.</param>
    public BasePathMapping? MappingOf(CustomDomain domain, ReadOnlySpan<char> path, out int length)
    {
        var byPath = byName[domain.Name].ByPath.GetAlternateLookup<ReadOnlySpan<char>>();
        for (length = path.Length; length > 0; length = path[..length].LastIndexOf('/'))
        {
            if (byPath.TryGetValue(path[1..length], out var mapping))
            {
                return mapping;
            }
        }

        return byPath.TryGetValue("", out var whole) ? whole : null;
    }
}
