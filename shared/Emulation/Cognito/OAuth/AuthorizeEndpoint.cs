using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.OAuth;

/// <summary>
/// <c>GET /oauth2/authorize</c>: a browser that has signed in goes straight back to the application, any other to <c>/login</c> with the same query. Amazon
/// Cognito Developer Guide, "The redirect and authorization endpoint".
/// </summary>
/// <param name="requests">Reads what is asked for.</param>
/// <param name="sessions">The browsers that have signed in.</param>
/// <param name="responses">Sends them back to the application.</param>
/// <param name="elsewhere">Sends a browser to the external provider that is asked for.</param>
internal sealed class AuthorizeEndpoint(
    AuthorizeRequests requests, BrowserSessions sessions, AuthorizeResponses responses, Func<DomainCall, AuthorizeRequest, Task<BrowserAnswer>> elsewhere)
{
    public async Task<BrowserAnswer> HandleAsync(DomainCall call)
    {
        var reading = requests.Read(call.Pool, call.Query);
        if (reading.Request is not { } request)
        {
            return new(reading.Location, reading.Refusal);
        }

        if (request.Prompt is null or "none" && sessions.Find(call) is { } signedIn && Fits(request, signedIn.Session))
        {
            return await ReturnAsync(request, signedIn.User, signedIn.Session.SignedInAt, call.Cancellation).ConfigureAwait(false);
        }

        return request.Prompt == "none" ? request.ErrorLocation("login_required")
            : request.ExternalProvider is not null || request.IdpIdentifier is not null ? await elsewhere(call, request).ConfigureAwait(false)
            : $"{call.Base}/login?{call.Query.Text}";
    }

    /// <summary>
    /// Whether a browser has signed in by what is asked for: an application that names a provider, or the pool, is not answered with somebody who came another way.
    /// </summary>
    private static bool Fits(AuthorizeRequest request, BrowserSession session) =>
        request.IdpIdentifier is null && (request.AsksForPool ? session.Provider is null : request.ExternalProvider is not { } asked || session.Provider == asked);

    private async Task<BrowserAnswer> ReturnAsync(AuthorizeRequest request, Users.CognitoUser user, DateTimeOffset authTime, CancellationToken cancellation)
    {
        try
        {
            return await responses.LocationAsync(request, user, authTime, cancellation).ConfigureAwait(false);
        }
        catch (CognitoException e)
        {
            return new(request.ErrorLocation("server_error"), new("server_error", e.Message));
        }
    }
}
