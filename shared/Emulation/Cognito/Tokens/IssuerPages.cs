using System.Text.Json.Nodes;
using Emulation.Cognito.Domains;
using Emulation.Cognito.Pools;
using Emulation.Wire;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Cognito.Tokens;

/// <summary>
/// What verifiers fetch from a pool's issuer: <c>/{pool}/.well-known/jwks.json</c> and <c>/{pool}/.well-known/openid-configuration</c>. OpenID Connect Discovery
/// 1.0; Amazon Cognito Developer Guide, "Verifying JSON web tokens".
/// </summary>
internal sealed class IssuerPages(PoolStore store, SigningKeys keys, IssuerNames names, Func<string> endpointUrl)
{
    private const string KeySet = "/.well-known/jwks.json";
    private const string Discovery = "/.well-known/openid-configuration";

    /// <summary>Whether a path is one of these pages.</summary>
    public static bool Owns(string target)
    {
        var path = target.Split('?')[0];
        return path.EndsWith(KeySet, StringComparison.Ordinal) || path.EndsWith(Discovery, StringComparison.Ordinal);
    }

    public Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var id = path.TrimStart('/').Split('/')[0];
        if (!HttpMethods.IsGet(http.Request.Method) || store.Pool(id) is null || path != $"/{id}{(path.EndsWith(KeySet, StringComparison.Ordinal) ? KeySet : Discovery)}")
        {
            http.Response.StatusCode = 404;
            return PlainAnswer.WriteAsync(http, 404, "ResourceNotFoundException", $"User pool {id} does not exist.");
        }

        http.Response.ContentType = "application/json";
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.CacheControl = "public, max-age=86400";
        return http.Response.WriteAsync((path.EndsWith(KeySet, StringComparison.Ordinal) ? KeysOf(id) : Describe(id)).ToJsonString(), http.RequestAborted);
    }

    private JsonObject KeysOf(string pool) => Jwt.KeySet(keys.Of(pool).Public, SecurityAlgorithms.RsaSha256);

    private JsonObject Describe(string pool)
    {
        var domain = (string?)store.Parts(pool, PartKind.Domain).FirstOrDefault()?["Domain"];
        var authority = domain is null ? null : UserPoolDomains.UrlOf(endpointUrl(), domain);
        return new JsonObject
        {
            ["authorization_endpoint"] = authority is null ? null : $"{authority}/oauth2/authorize",
            ["end_session_endpoint"] = authority is null ? null : $"{authority}/logout",
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["issuer"] = names.Of(pool),
            ["jwks_uri"] = $"{names.LocalIssuer(pool)}{KeySet}",
            ["response_types_supported"] = new JsonArray("code", "token"),
            ["revocation_endpoint"] = authority is null ? null : $"{authority}/oauth2/revoke",
            ["scopes_supported"] = new JsonArray("openid", "email", "phone", "profile"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["token_endpoint"] = authority is null ? null : $"{authority}/oauth2/token",
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post"),
            ["userinfo_endpoint"] = authority is null ? null : $"{authority}/oauth2/userInfo",
        };
    }
}
