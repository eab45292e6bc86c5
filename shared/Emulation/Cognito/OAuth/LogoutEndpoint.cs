using Emulation.Cognito.Pools;

namespace Emulation.Cognito.OAuth;

/// <summary>
/// <c>GET /logout</c>: ends the browser's sign-in, and goes back to the application (<c>client_id</c> and <c>logout_uri</c>) or to a new sign-in (<c>redirect_uri</c> and
/// <c>response_type</c>). Amazon Cognito Developer Guide, "The managed login sign-out endpoint".
/// </summary>
internal sealed class LogoutEndpoint(PoolStore store, AuthorizeRequests requests, BrowserSessions sessions)
{
    public BrowserAnswer Handle(DomainCall call)
    {
        if (call.Query["client_id"] is not { } id || store.Client(id) is not { } client || client.PoolId != call.Pool.Id)
        {
            return OAuthRefusal.InvalidRequest("client_id is no client of this user pool.");
        }

        if (call.Query["logout_uri"] is { } uri && !(client.LogoutUrls.Contains(uri, StringComparer.Ordinal) && AuthorizeRequests.IsSafe(uri)))
        {
            return new OAuthRefusal("redirect_mismatch", "logout_uri is none of the client's LogoutURLs.");
        }

        var reading = call.Query["logout_uri"] is null ? requests.Read(call.Pool, call.Query) : default;
        if (reading is { Refusal: { } refusal, Location: null })
        {
            return refusal;
        }

        sessions.End(call);
        return call.Query["logout_uri"] ?? reading.Location ?? $"{call.Base}/login?{call.Query.Text}";
    }
}
