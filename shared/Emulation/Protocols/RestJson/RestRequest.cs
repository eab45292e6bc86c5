using System.Collections.Immutable;

namespace Emulation.Protocols.RestJson;

/// <summary>A call of a REST-JSON service: the variables of its path and those parameters of its query that the operation has, and its body, empty without one.</summary>
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
