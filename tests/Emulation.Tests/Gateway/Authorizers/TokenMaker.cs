using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Tests.Gateway.Authorizers;

/// <summary>An issuer with a key of its own, which makes whatever token a test wants to try.</summary>
internal sealed class TokenMaker(string issuer, string keyId = "key-1", string? key = null) : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Made once for each issuer and key id, or by the key's own name: making a key takes longer than all else in a test.</summary>
    private static readonly ConcurrentDictionary<string, RSAParameters> Keys = new(StringComparer.Ordinal);

    public RSA Rsa { get; } = RSA.Create(Keys.GetOrAdd(key ?? $"{issuer} {keyId}", static _ => DrawnKeys.Next()));

    public string Issuer { get; } = issuer;

    public string KeyId { get; } = keyId;

    public SecurityKey PublicKey => publicKey ??= new RsaSecurityKey(RSA.Create(Rsa.ExportParameters(false))) { KeyId = KeyId };

    private SecurityKey? publicKey;

    /// <summary>Claims that every test starts from: valid for an hour.</summary>
    public JsonObject Claims(params (string Name, JsonNode? Value)[] changes)
    {
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = "user-1",
            ["aud"] = "client-1",
            ["token_use"] = "id",
            ["iat"] = Now.ToUnixTimeSeconds(),
            ["exp"] = Now.ToUnixTimeSeconds() + 3600,
        };
        foreach (var (name, value) in changes)
        {
            claims[name] = value;
        }

        return claims;
    }

    public string Token(params (string Name, JsonNode? Value)[] changes) => Sign(Claims(changes), keyId: KeyId);

    public string Without(string claim)
    {
        var claims = Claims();
        claims.Remove(claim);
        return Sign(claims);
    }

    public string Sign(JsonObject claims, string algorithm = "RS256", string? keyId = "key-1", Func<byte[], byte[]>? sign = null)
    {
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = algorithm };
        if (keyId is not null)
        {
            header["kid"] = keyId;
        }

        var signed = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        return $"{signed}.{Base64Url.EncodeToString(sign is null ? Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : sign(bytes))}";
    }

    public JsonObject KeySet()
    {
        var key = Rsa.ExportParameters(false);
        return new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = KeyId, ["n"] = Base64Url.EncodeToString(key.Modulus), ["e"] = Base64Url.EncodeToString(key.Exponent) }) };
    }

    public void Dispose() => Rsa.Dispose();

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}

/// <summary>Pools as LocalAws has them: tokens name the local address, templates AWS's.</summary>
internal sealed class FakePools(params (string Arn, string AwsIssuer, TokenMaker[] Makers)[] pools) : IUserPoolIssuers
{
    public UserPoolIssuer? ByArn(string userPoolArn) => Of(pools.FirstOrDefault(p => p.Arn == userPoolArn).Makers);

    public UserPoolIssuer? ByIssuer(string issuer) => Of(pools.FirstOrDefault(p => p.AwsIssuer == issuer || p.Makers[0].Issuer == issuer).Makers);

    private static UserPoolIssuer? Of(TokenMaker[]? makers) => makers is null ? null : new UserPoolIssuer(makers[0].Issuer, [.. makers.Select(static maker => maker.PublicKey)]);
}
