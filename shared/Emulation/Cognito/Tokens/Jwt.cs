using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Cognito.Tokens;

/// <summary>
/// Writes and reads the pools' own tokens. Cognito's header is <c>kid</c> and <c>alg</c> alone; the library's token writer would add <c>typ</c>, so the parts are put together
/// here and the library signs.
/// </summary>
internal static class Jwt
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    public static string Sign(JsonObject claims, RsaSecurityKey key) => Sign(new JsonObject { ["kid"] = key.KeyId, ["alg"] = SecurityAlgorithms.RsaSha256 }, claims, key);

    /// <summary>A token with a header of its own, whose <c>alg</c> it is signed by.</summary>
    public static string Sign(JsonObject header, JsonObject claims, RsaSecurityKey key)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{JwtTokenUtilities.CreateEncodedSignature(signed, new SigningCredentials(key, (string)header["alg"]!))}";
    }

    /// <summary>Checks signature, issuer and time.</summary>
    /// <returns>The token, or null with what is wrong.</returns>
    public static async Task<(JsonWebToken? Token, JwtProblem Problem)> VerifyAsync(
        string token, string issuer, IReadOnlyList<SecurityKey> keys, TimeProvider time, string algorithm = SecurityAlgorithms.RsaSha256)
    {
        // The library also takes padding, and bits behind the last byte: one token would have several texts.
        if (!TokenSegment.AreCanonical(token))
        {
            return (null, JwtProblem.Invalid);
        }

        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [algorithm],
            ValidateAudience = false,
            LifetimeValidator = (notBefore, expires, _, _) => expires is { } end && time.GetUtcNow().UtcDateTime < end && !(time.GetUtcNow().UtcDateTime < notBefore),
        }).ConfigureAwait(false);
        return result.IsValid ? ((JsonWebToken)result.SecurityToken, JwtProblem.None) : (null, ProblemOf(result.Exception, token, algorithm));
    }

    private static JwtProblem ProblemOf(Exception exception, string token, string algorithm) => exception switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException => JwtProblem.Expired,
        SecurityTokenSignatureKeyNotFoundException => JwtProblem.Invalid,
        SecurityTokenInvalidSignatureException when new JsonWebToken(token) is { EncodedSignature.Length: > 0 } read && read.Alg == algorithm => JwtProblem.Forged,
        _ => JwtProblem.Invalid,
    };

    /// <summary>The JWKS of RSA keys. RFC 7517.</summary>
    public static JsonObject KeySet(IEnumerable<SecurityKey> keys, string algorithm) => new()
    {
        ["keys"] = new JsonArray([.. keys.Cast<RsaSecurityKey>().Select(key => (JsonNode)new JsonObject
        {
            ["alg"] = algorithm,
            ["e"] = Base64UrlEncoder.Encode(key.Parameters.Exponent),
            ["kid"] = key.KeyId,
            ["kty"] = "RSA",
            ["n"] = Base64UrlEncoder.Encode(key.Parameters.Modulus),
            ["use"] = "sig",
        })]),
    };

    private static string Encode(JsonObject json) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(json.ToJsonString(Relaxed)));
}

/// <summary>What is wrong with a token.</summary>
internal enum JwtProblem
{
    None,

    /// <summary>It was good once.</summary>
    Expired,

    /// <summary>It says that a key of this pool signed it, which is not so.</summary>
    Forged,

    /// <summary>It was not made by this pool, or is no token at all.</summary>
    Invalid,
}
