using System.Buffers.Text;
using Emulation.Cognito.Federation.Saml;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.Federation;

/// <summary>The end of a sign-in through a provider: the browser is signed in, and goes on to the application.</summary>
internal sealed class FederatedSessions(BrowserSessions sessions, AuthorizeResponses responses, IdSource ids)
{
    /// <param name="call">The request of the browser.</param>
    /// <param name="request">What the application asked for.</param>
    /// <param name="user">Who has come.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="subject">Who they are in a SAML provider's words; null of another provider.</param>
    /// <exception cref="Protocol.CognitoException">The pool's pre token generation function failed.</exception>
    public async Task<BrowserAnswer> BeginAsync(DomainCall call, AuthorizeRequest request, CognitoUser user, string provider, SamlSubject? subject = null)
    {
        var session = sessions.Begin(call, user, provider, subject);

        // Cognito adds a nonce of its own where the application sent none: clients that insist on theirs stumble over it there too.
        var nonce = request.Nonce ?? Base64Url.EncodeToString(ids.Bytes(96));
        return await responses.LocationAsync(request with { Nonce = nonce }, user, session.SignedInAt, call.Cancellation).ConfigureAwait(false);
    }
}
