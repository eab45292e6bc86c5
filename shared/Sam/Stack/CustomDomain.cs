using System.Collections.Immutable;

namespace Sam;

/// <summary>A domain name of one's own that leads to APIs. API Gateway Developer Guide, "Custom domain name for public REST APIs in API Gateway".</summary>
/// <param name="Name">The name, such as <c>api.example.com</c>, or <c>*.example.com</c> for whatever has one label more.</param>
/// <param name="LogicalId">The resource that declares it, or whose property does.</param>
/// <param name="Mappings">Which path leads to which API: a base path is there once.</param>
/// <param name="Closed">Why nobody gets in by it; null when it is open.</param>
/// <param name="Line">Where it is declared.</param>
public sealed record CustomDomain(string Name, string LogicalId, ImmutableArray<BasePathMapping> Mappings, Closure? Closed, SourceLine Line);

/// <summary>The path below a domain at which an API is.</summary>
/// <param name="BasePath">The path without slashes at its ends, such as <c>shop</c> or <c>shop/v1</c>; empty for the domain as a whole.</param>
/// <param name="ApiId">The API's id.</param>
/// <param name="StageName">The stage; null where it is the path's next segment.</param>
/// <param name="Line">Where it is declared.</param>
public sealed record BasePathMapping(string BasePath, string ApiId, string? StageName, SourceLine Line);
