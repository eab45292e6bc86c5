using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ServiceDefaults;

/// <summary>A caller's claim on an idempotency key for one request: whoever comes first owns the key.</summary>
/// <param name="Caller">Whose key it is: see <see cref="ServiceDefaults.RequestCaller"/>.</param>
/// <param name="Key">The key.</param>
/// <param name="Fingerprint">What the request means: see <see cref="ServiceDefaults.Fingerprint"/>.</param>
public sealed record Claim(string Caller, string Key, string Fingerprint);

/// <summary>What a request means, for comparison.</summary>
public static class Fingerprint
{
    /// <summary>Equal for requests that mean the same, however their JSON was spaced and ordered.</summary>
    public static string Of<T>(T request, JsonTypeInfo<T> type) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, type)));
}
