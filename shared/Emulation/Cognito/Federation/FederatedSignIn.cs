using Emulation.Cognito.Federation.Saml;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Protocol;
using Emulation.Wire;

namespace Emulation.Cognito.Federation;

/// <summary>
/// The way of a browser through a provider: <c>/oauth2/authorize</c> sends it there, <c>/oauth2/idpresponse</c> takes it back and on to the application. Amazon Cognito
/// Developer Guide, "The redirect and authorization endpoint" and "The identity provider authorization endpoint".
/// </summary>
internal sealed class FederatedSignIn(
    AuthorizeRequests requests, ExternalProviders providers, PendingSignIns pending, OpenIdRedirects openId, SamlRedirects saml, FederatedUsers users, FederatedSessions sessions)
{
    public const string CallbackPath = "/oauth2/idpresponse";

    /// <summary>Sends a browser to the provider that the application asks for.</summary>
    public async Task<BrowserAnswer> BeginAsync(DomainCall call, AuthorizeRequest request)
    {
        if (providers.For(request.Client, request.ExternalProvider, request.IdpIdentifier) is not { } provider)
        {
            return new OAuthRefusal(
                "invalid_request", "Login option is not available. Please try another one")
                {
                    Why = $"The client does not list the identity provider {ClientText.Shown(request.IdpIdentifier ?? request.ExternalProvider ?? "")} in "
                        + "SupportedIdentityProviders.",
                };
        }

        try
        {
            return provider.IsSaml
                ? await saml.LocationAsync(call, provider, (callback, id) => pending.Begin(call, provider.Name, callback, id)).ConfigureAwait(false)
                : await openId.LocationAsync(call, request, provider, callback => pending.Begin(call, provider.Name, callback)).ConfigureAwait(false);
        }
        catch (FederationException e)
        {
            return Failed(request, e);
        }
    }

    /// <summary>Takes a browser back. A form that a provider posted goes on as a redirect, since browsers send cookies of this site with that alone.</summary>
    public async Task<BrowserAnswer> EndAsync(DomainCall call)
    {
        if (call.Form is { } form)
        {
            return form.RepeatsOne
                ? OAuthRefusal.InvalidRequest("A parameter comes twice.")
                : $"{call.Base}{CallbackPath}?{string.Join('&', form.Names.Select(name => $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(form[name] ?? "")}"))}";
        }

        if (call.Query.RepeatsOne || pending.End(call, call.Query["state"]) is not { RequestId: null } begun
            || requests.Read(call.Pool, Parameters.OfText(begun.Query)).Request is not { } request)
        {
            return new OAuthRefusal("invalid_request", "Invalid State/RelayState provided")
            {
                Why = "The state is none of a sign-in that this browser began within the last five minutes, or was used before.",
            };
        }

        try
        {
            if (call.Query["error"] is { } error)
            {
                throw new FederationException(ClientText.Shown(call.Query["error_description"] ?? error), $"{begun.Provider} says {ClientText.Shown(error)}.")
                {
                    Error = ClientText.Shown(error),
                };
            }

            // A provider that the client has lost since is not one any more.
            var provider = providers.For(request.Client, begun.Provider, null) is { IsSaml: false } found ? found
                : throw new FederationException("Login option is not available. Please try another one");
            var person = await openId.PersonAsync(call, provider, begun).ConfigureAwait(false);
            var user = await users.ComeInAsync(provider, person, request.Pool, request.Client, call.Cancellation).ConfigureAwait(false);
            return await sessions.BeginAsync(call, request, user, provider.Name).ConfigureAwait(false);
        }
        catch (FederationException e)
        {
            return Failed(request, e);
        }
        catch (CognitoException e)
        {
            return Failed(request, new FederationException($"{e.Message} ", e.Reason ?? e.Message));
        }
    }

    /// <summary>The application learns of it: in the order in which Cognito writes the parameters.</summary>
    public static BrowserAnswer Failed(AuthorizeRequest request, FederationException e) => new(
        AuthorizeRequest.Callback(request.RedirectUri, request.IsImplicit, [("error_description", e.Message), ("state", request.State), ("error", e.Error)]),
        new OAuthRefusal(e.Error, e.Reason));
}
