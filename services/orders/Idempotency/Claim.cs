using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orders.Idempotency;

/// <summary>A caller's claim on a key for one request: whoever comes first owns the key.</summary>
internal sealed record Claim(string Caller, string Key, string Fingerprint);

internal static class Fingerprint
{
    /// <summary>Equal for requests that mean the same, however their JSON was spaced and ordered.</summary>
    public static string Of<T>(T request, JsonTypeInfo<T> type) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, type)));
}
