using System.Collections.Immutable;

namespace Sam;

/// <summary>
/// What a mock integration answers, whoever asks: the <c>OPTIONS</c> methods by which browsers learn whether a page may call are written so. API Gateway Developer
/// Guide, "Mock integrations for REST APIs in API Gateway".
/// </summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Headers">The headers beside <c>Content-Type</c>, in order.</param>
/// <param name="Body">The body, as it is sent.</param>
public sealed record MockAnswer(int StatusCode, ImmutableArray<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/json";
}
