using System.Collections.Immutable;

namespace Sam;

/// <summary>
/// What a REST API answers by itself when a request does not reach its integration, in place of API Gateway's own words. API Gateway Developer Guide, "Gateway responses for REST
/// APIs in API Gateway".
/// </summary>
/// <param name="Type">When: <c>UNAUTHORIZED</c>, <c>ACCESS_DENIED</c>, <c>DEFAULT_4XX</c>, ...</param>
/// <param name="StatusCode">The HTTP status; null for API Gateway's own.</param>
/// <param name="Parameters">Headers, by <c>gatewayresponse.header.NAME</c>, as mapping expressions.</param>
/// <param name="Templates">The bodies, by media type.</param>
public sealed record GatewayResponse(string Type, string? StatusCode, ImmutableDictionary<string, string> Parameters, ImmutableDictionary<string, string> Templates);
