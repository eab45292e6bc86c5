using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Tokens;

namespace Emulation.Cognito.OAuth;

/// <summary><c>GET</c> and <c>POST /oauth2/userInfo</c>. Amazon Cognito Developer Guide, "The user attributes endpoint".</summary>
internal sealed class UserInfoEndpoint(AccessTokens tokens)
{
    private const string Scheme = "Bearer ";

    public async Task<OAuthAnswer> HandleAsync(DomainCall call)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse("invalid_request", "The request has no Authorization: Bearer with an access token.", 400);
        }

        var (holder, problem) = await tokens.ReadAsync(header[Scheme.Length..].Trim()).ConfigureAwait(false);
        if (holder is null || holder.Pool.Id != call.Pool.Id)
        {
            return Refuse("invalid_token", holder is null ? problem!.Message : "Access token is of another user pool.", 401);
        }

        if (!holder.Scopes.Contains("openid"))
        {
            return Refuse("invalid_token", "Access token does not contain openid scope", 401);
        }

        var scopes = holder.Scopes.ToImmutableArray();
        var answer = new JsonObject { ["sub"] = holder.User.Sub };
        foreach (var (name, value) in holder.User.Attributes.Where(pair => holder.Client.MayRead(pair.Key) && TokenIssuer.InScope(pair.Key, scopes)))
        {
            // All values are texts here, also email_verified, which is "true": unlike in the ID token.
            answer[name] = value;
        }

        answer["username"] = holder.User.Username;
        return answer;
    }

    private static OAuthAnswer Refuse(string error, string reason, int status) =>
        new(null, new(error, reason, status)) { BearerChallenge = $"Bearer error=\"{error}\", error_description=\"{reason}\"" };
}
