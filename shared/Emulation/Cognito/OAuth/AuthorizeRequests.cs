using Emulation.Cognito.Pools;

namespace Emulation.Cognito.OAuth;

/// <summary>A query that was read: a request, or a refusal and where it goes.</summary>
/// <param name="Request">Null when it is refused.</param>
/// <param name="Refusal">Why.</param>
/// <param name="Location">The callback URL that learns of it; null while it is not known to be the client's, and only the user may be told.</param>
internal readonly record struct AuthorizeReading(AuthorizeRequest? Request, OAuthRefusal? Refusal, string? Location);

/// <summary>
/// Reads what <c>/oauth2/authorize</c> and the pages are asked for. Client and callback URL come first: until both are known to belong together nothing is sent anywhere.
/// Amazon Cognito Developer Guide, "The redirect and authorization endpoint".
/// </summary>
internal sealed class AuthorizeRequests(PoolStore store)
{
    /// <summary>The pool itself, among identity providers.</summary>
    private const string Pool = "COGNITO";

    public AuthorizeReading Read(UserPool pool, Parameters query)
    {
        if (query["client_id"] is not { } clientId || store.Client(clientId) is not { } client || client.PoolId != pool.Id)
        {
            return Page("invalid_request", "client_id is no client of this user pool.");
        }

        // To the letter: a URL that is only like a registered one may be somebody else's.
        if (query["redirect_uri"] is not { } redirect || !client.CallbackUrls.Contains(redirect, StringComparer.Ordinal) || !IsSafe(redirect))
        {
            return Page("redirect_mismatch", "redirect_uri is none of the client's CallbackURLs.");
        }

        var request = new AuthorizeRequest
        {
            Pool = pool,
            Client = client,
            RedirectUri = redirect,
            IsImplicit = query["response_type"] == "token",
            Scopes = query["scope"] is { } scope ? [.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)] : client.OAuthScopes,
            State = query["state"],
            Nonce = query["nonce"],
            CodeChallenge = query["code_challenge"],
            Prompt = query["prompt"],
            LoginHint = query["login_hint"],
            ExternalProvider = query["identity_provider"] is { } provider and not Pool ? provider : null,
            IdpIdentifier = query["idp_identifier"],
            Resource = query["resource"],
            AsksForPool = query["identity_provider"] == Pool,
            Query = query.Text,
        };
        return Refuse(request, query) is { } refusal ? new(null, refusal, request.ErrorLocation(refusal.Error)) : new(request, null, null);
    }

    private OAuthRefusal? Refuse(AuthorizeRequest request, Parameters query)
    {
        if (query.RepeatsOne)
        {
            return OAuthRefusal.InvalidRequest("A parameter comes twice.");
        }

        if (query["response_type"] is not ("code" or "token"))
        {
            return OAuthRefusal.InvalidRequest("response_type is neither code nor token.");
        }

        if (!request.Client.OAuthFlows.Contains(request.IsImplicit ? "implicit" : "code"))
        {
            return OAuthRefusal.UnauthorizedClient(
                $"The client may not use {(request.IsImplicit ? "implicit" : "code")}: see AllowedOAuthFlows and AllowedOAuthFlowsUserPoolClient.");
        }

        var method = query["code_challenge_method"];
        if (request.CodeChallenge is null ? method is not null : method != "S256" || !Pkce.IsChallenge(request.CodeChallenge))
        {
            return OAuthRefusal.InvalidRequest("code_challenge and code_challenge_method=S256 belong together; the challenge is 43 characters of base64url.");
        }

        if (request.Resource is { } resource && ResourceIndicator.Refuse(resource, store, request.Pool.Id) is { } foreign)
        {
            return foreign;
        }

        return request.Scopes.IsEmpty || request.Scopes.FirstOrDefault(scope => !request.Client.OAuthScopes.Contains(scope)) is not null
            ? OAuthRefusal.InvalidScope("A scope is not among the client's AllowedOAuthScopes.")
            : null;
    }

    /// <summary>A URL of an application: HTTPS, an application's own scheme, or this machine. Never one that a browser would run.</summary>
    public static bool IsSafe(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0 && uri.Scheme switch
    {
        "https" => true,
        "http" => uri.Host is "localhost" or "127.0.0.1" or "[::1]",
        "javascript" or "data" or "vbscript" or "file" or "blob" => false,
        _ => true,
    };

    private static AuthorizeReading Page(string error, string reason) => new(null, new(error, reason), null);
}
