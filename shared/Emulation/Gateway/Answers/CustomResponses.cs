using System.Collections.Frozen;
using Sam;

namespace Emulation.Gateway.Answers;

/// <summary>The answers that a REST API has in place of API Gateway's own words. API Gateway Developer Guide, "Gateway responses for REST APIs in API Gateway".</summary>
internal sealed class CustomResponses
{
    private readonly FrozenDictionary<string, GatewayResponse> byType;

    private CustomResponses(RestApi api) => byType = api.GatewayResponses.ToFrozenDictionary(static one => one.Type, StringComparer.Ordinal);

    /// <summary>Null of an API that has none.</summary>
    public static CustomResponses? Of(RestApi api) => api.GatewayResponses.IsEmpty ? null : new CustomResponses(api);

    /// <summary>
    /// The answer in place of an error: its type's, or that of all errors of the client or of the server; null for API Gateway's own. What only LocalAws answers stays as it
    /// is.
    /// </summary>
    public GatewayResponse? For(GatewayError error) => error.ResponseType is not { } type
        ? null
        : byType.GetValueOrDefault(type) ?? byType.GetValueOrDefault(error.StatusCode < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
}
