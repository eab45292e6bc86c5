using System.Collections.Immutable;

namespace Emulation.Protocols.RestJson;

/// <summary>A call of a REST-JSON service: what its path, its query and its body say.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without its query, as it was sent.</param>
/// <param name="Variables">The variables of the route's path, and the parameters of the query that the operation has.</param>
/// <param name="Body">The body; empty without one.</param>
internal sealed record RestRequest(string Method, string Path, ImmutableDictionary<string, string> Variables, byte[] Body)
{
    /// <summary>A member of path or query; null when it was not sent.</summary>
    public string? this[string name] => Variables.GetValueOrDefault(name);
}

/// <summary>An operation's method and path: <c>GET /v2/apis/{ApiId}</c>.</summary>
internal sealed record RestRoute(string Operation, string Method, string Template)
{
    private readonly string[] segments = Template.Split('/');

    /// <summary>The names of the path's variables.</summary>
    public IEnumerable<string> Words => segments.Where(static segment => segment is ['{', .., '}']).Select(static segment => segment[1..^1]);

    /// <summary>The path's variables; null when a request is for something else.</summary>
    public ImmutableDictionary<string, string>? Match(string method, string[] path)
    {
        if (method != Method || path.Length != segments.Length)
        {
            return null;
        }

        var variables = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < path.Length; i++)
        {
            if (segments[i] is ['{', .. var name, '}'])
            {
                if (path[i].Length == 0)
                {
                    return null;
                }

                variables[name] = path[i];
            }
            else if (segments[i] != path[i])
            {
                return null;
            }
        }

        return variables.ToImmutable();
    }
}
