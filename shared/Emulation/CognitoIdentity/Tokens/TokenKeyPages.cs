using System.Text.Json.Nodes;

namespace Emulation.CognitoIdentity.Tokens;

/// <summary>
/// Where the keys of identity pools' tokens are: <c>/.well-known/jwks_uri</c> and <c>/.well-known/openid-configuration</c>, the paths that they have at
/// https://cognito-identity.amazonaws.com.
/// </summary>
internal sealed class TokenKeyPages(OpenIdTokens tokens, Func<string> endpointUrl)
{
    private const string KeySet = "/.well-known/jwks_uri";
    private const string Discovery = "/.well-known/openid-configuration";

    /// <summary>Whether a target is one of these pages.</summary>
    public static bool Owns(string target) => target.Split('?')[0] is KeySet or Discovery;

    public Task HandleAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.StatusCode = 405;
            return Task.CompletedTask;
        }

        http.Response.ContentType = "application/json";
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return http.Response.WriteAsync((http.Request.Path == KeySet ? tokens.KeySet : Description).ToJsonString(), http.RequestAborted);
    }

    private JsonObject Description => new()
    {
        ["issuer"] = OpenIdTokens.Issuer,
        ["jwks_uri"] = $"{endpointUrl()}{KeySet}",
        ["authorization_endpoint"] = OpenIdTokens.Issuer,
        ["response_types_supported"] = new JsonArray("token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray(OpenIdTokens.Algorithm),
    };
}
