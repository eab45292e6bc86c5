using System.Collections.Immutable;

namespace Sam;

/// <summary>A server that answers a route, other than a function: integrations of types <c>HTTP</c> and <c>HTTP_PROXY</c>.</summary>
/// <param name="Method">The method of the request that is sent on; <c>ANY</c> for the caller's.</param>
/// <param name="Uri">Where it is sent. Parts in braces are the route's path parameters.</param>
/// <param name="IsProxy">Whether the request and the answer go through as they are.</param>
/// <param name="Parameters">What of the request becomes which part of the one that is sent on, by <c>integration.request.*</c>.</param>
public sealed record HttpBackend(string Method, string Uri, bool IsProxy, ImmutableDictionary<string, string> Parameters);
