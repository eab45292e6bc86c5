using Emulation.Cognito.Pools;

namespace Emulation.Cognito.OAuth;

/// <summary>
/// <c>GET /logout</c>: ends the browser's sign-in, and goes back to the application (<c>client_id</c> and <c>logout_uri</c>) or to a new sign-in (<c>redirect_uri</c> and
/// <c>response_type</c>). Amazon Cognito Developer Guide, "The managed login sign-out endpoint".
/// </summary>
/// <param name="store">The clients.</param>
/// <param name="requests">Reads what a new sign-in is asked for.</param>
/// <param name="sessions">The browsers that have signed in.</param>
/// <param name="elsewhere">Signs a browser out where its user came from, on the way to where it goes.</param>
internal sealed class LogoutEndpoint(
    PoolStore store, AuthorizeRequests requests, BrowserSessions sessions, Func<DomainCall, BrowserSession, string, Task<BrowserAnswer>> elsewhere)
{
    public async Task<BrowserAnswer> HandleAsync(DomainCall call)
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

        var signedIn = sessions.Find(call)?.Session;
        sessions.End(call);
        var destination = call.Query["logout_uri"] ?? reading.Location ?? $"{call.Base}/login?{call.Query.Text}";
        return signedIn is null ? destination : await elsewhere(call, signedIn, destination).ConfigureAwait(false);
    }
}
