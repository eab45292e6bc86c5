using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Emulation.Lambda;
using Sam;

namespace Emulation.Gateway.Integration;

/// <summary>
/// The methods of a route for which API Gateway was found to be permitted to call its function. Each request asks, and the answer is the same until somebody changes a policy.
/// </summary>
internal sealed class PermittedMethods
{
    private readonly ConditionalWeakTable<Route, Permitted> known = [];

    /// <summary>Asks where the permission would be found now; null when that depends on the request.</summary>
    public bool Contains(Route route, string method, PermissionSource? source) => Of(route, source)?.Methods.Contains(method) == true;

    /// <summary>Nothing is kept of a permission that depended on the request.</summary>
    public void Add(Route route, string method, PermissionSource? source)
    {
        if (source is { } found)
        {
            known.AddOrUpdate(route, new Permitted(found, [.. Of(route, source)?.Methods ?? [], method]));
        }
    }

    private Permitted? Of(Route route, PermissionSource? source) => source is { } now && known.TryGetValue(route, out var kept) && kept.IsOf(now) ? kept : null;

    private sealed record Permitted(PermissionSource Source, ImmutableArray<string> Methods)
    {
        public bool IsOf(PermissionSource now) => ReferenceEquals(now.Policy, Source.Policy) && now.Environment == Source.Environment;
    }
}
