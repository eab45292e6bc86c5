using Emulation.Cognito.OAuth;
using Emulation.Saml;
using Emulation.State;
using Sam;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>
/// Signs users out of the SAML provider too that they came by, where it has <c>IDPSignout</c>: <c>/logout</c> sends the browser there, and <c>/saml2/logout</c> takes it back.
/// Amazon Cognito Developer Guide, "Signing out SAML users with single sign-out".
/// </summary>
internal sealed class SingleLogout(ExternalProviders providers, MetadataDocuments metadata, ServiceProviderKeys keys, PendingLogouts pending, IdSource ids, TimeProvider time)
{
    public const string CallbackPath = "/saml2/logout";

    /// <summary>Where a browser goes that has just been signed out here.</summary>
    /// <param name="call">The request of the browser.</param>
    /// <param name="session">The session that it had.</param>
    /// <param name="destination">Where it is to go in the end.</param>
    public async Task<BrowserAnswer> BeginAsync(DomainCall call, BrowserSession session, string destination)
    {
        if (session is not { Provider: { } name, Saml: { } subject } || providers.Named(call.Pool.Id, name) is not { IsSaml: true } provider || provider["IDPSignout"] != "true")
        {
            return destination;
        }

        SamlMetadata document;
        try
        {
            document = await metadata.OfAsync(provider, call.Cancellation).ConfigureAwait(false);
        }
        catch (FederationException e)
        {
            // Here they are signed out, whatever the provider's state.
            return new BrowserAnswer(destination, new OAuthRefusal("server_error", e.Reason));
        }

        if (document.LogoutRedirect is not { } at || !ProviderHttp.IsAllowed(at))
        {
            return destination;
        }

        var id = $"_{ids.Uuid()}";
        var relayState = pending.Begin(call, new PendingLogout(id, name, call.AddressOf(CallbackPath), destination, time.GetUtcNow() + PendingLogouts.Lifetime));
        using var key = keys.SigningKey(call.Pool.Id);
        return RedirectBinding.Location(at, SamlRequests.SignOut(id, call.Pool.Id, at, subject, time.GetUtcNow()), relayState, key);
    }

    /// <summary>The provider's answer, by a form: it leads on to where <c>/logout</c> was told to go, and nowhere else.</summary>
    public async Task<BrowserAnswer> EndAsync(DomainCall call)
    {
        if (call.Form is not { RepeatsOne: false } form || form["SAMLResponse"] is not { Length: <= PoolAssertion.Longest } response
            || pending.End(call, form["RelayState"]) is not { } begun || providers.Named(call.Pool.Id, begun.Provider) is not { IsSaml: true } provider)
        {
            return Page("Invalid State/RelayState provided", "The form answers no request to sign out that was made within the last five minutes, or answers it again.");
        }

        try
        {
            var document = await metadata.OfAsync(provider, call.Cancellation).ConfigureAwait(false);
            return Check(response, document, begun) is { } why ? Page("Invalid samlResponse or relayState from identity provider", why) : begun.Destination;
        }
        catch (FederationException e)
        {
            return Page("Invalid samlResponse or relayState from identity provider", e.Reason);
        }
    }

    /// <summary>Why an answer does not hold; null when it does. Whether the provider could do it is its own affair: the user is signed out here.</summary>
    private static string? Check(string base64, SamlMetadata metadata, PendingLogout begun)
    {
        try
        {
            var xml = SamlXml.Load(base64);
            var response = SamlSignatures.Root(xml, SamlXml.Protocol, "LogoutResponse");
            return SamlSignatures.Verified(xml, [response], metadata.Certificates).IsEmpty ? "The logout response is not signed."
                : SamlXml.Text(SamlXml.One(response, "Issuer")) != metadata.EntityId ? "The logout response is of another issuer than the metadata's."
                : SamlXml.Attribute(response, "InResponseTo") != begun.RequestId ? "InResponseTo of the logout response is not the id of the request."
                : SamlXml.Attribute(response, "Destination") != begun.CallbackUrl ? $"The logout response's Destination is not {begun.CallbackUrl}."
                : null;
        }
        catch (SamlException e)
        {
            return e.Reason;
        }
    }

    private static OAuthRefusal Page(string words, string why) => new("invalid_request", words) { Why = why };
}
