using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.OAuth;

/// <summary>
/// <c>GET /oauth2/authorize</c>: a browser that has signed in goes straight back to the application, any other to <c>/login</c> with the same query. Amazon
/// Cognito Developer Guide, "The redirect and authorization endpoint".
/// </summary>
internal sealed class AuthorizeEndpoint(AuthorizeRequests requests, BrowserSessions sessions, AuthorizeResponses responses)
{
    public async Task<BrowserAnswer> HandleAsync(DomainCall call)
    {
        var reading = requests.Read(call.Pool, call.Query);
        if (reading.Request is not { } request)
        {
            return new(reading.Location, reading.Refusal);
        }

        if (request.ExternalProvider is { } provider)
        {
            return NoFederation(provider);
        }

        if (request.Prompt != "login" && sessions.Find(call) is { } signedIn)
        {
            return await ReturnAsync(request, signedIn.User, signedIn.Session.SignedInAt, call.Cancellation).ConfigureAwait(false);
        }

        return request.Prompt == "none" ? request.ErrorLocation("login_required") : $"{call.Base}/login?{call.Query.Text}";
    }

    public static OAuthRefusal NoFederation(string provider) => new(
        "federation_not_here",
        $"LocalAws does not federate: it knows that the identity provider {provider} is configured, and calls no outside service. Sign in as a user of the pool instead.");

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
