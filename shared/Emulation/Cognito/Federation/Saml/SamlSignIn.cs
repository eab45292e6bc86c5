using Emulation.Cognito.OAuth;
using Emulation.Cognito.Protocol;
using Emulation.Wire;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>
/// <c>/saml2/idpresponse</c>: takes a browser back from a SAML provider, and on to the application. Amazon Cognito Developer Guide, "SAML session initiation in Amazon Cognito
/// user pools".
/// </summary>
internal sealed class SamlSignIn(
    AuthorizeRequests requests, ExternalProviders providers, PendingSignIns pending, PostedResponses posted, PoolAssertions assertions, FederatedUsers users,
    FederatedSessions sessions)
{
    public const string CallbackPath = "/saml2/idpresponse";

    /// <summary>The form that the identity provider's page sends.</summary>
    public async Task<BrowserAnswer> TakeAsync(DomainCall call)
    {
        if (call.Form is not { RepeatsOne: false } form || form["SAMLResponse"] is not { Length: <= PoolAssertion.Longest } response || form["RelayState"] is not { } relayState)
        {
            return Page(
                "Invalid samlResponse or relayState from identity provider",
                $"The form needs one SAMLResponse of at most {PoolAssertion.Longest} characters, and one RelayState.");
        }

        if (pending.Knows(call, relayState))
        {
            return $"{call.Base}{CallbackPath}?response={posted.Keep(call, relayState, response)}";
        }

        return relayState.Contains("client_id=", StringComparison.Ordinal)
            ? await BegunElsewhereAsync(call, Parameters.OfText(relayState), response).ConfigureAwait(false)
            : NoSuchState();
    }

    /// <summary>The browser, with its cookies.</summary>
    public async Task<BrowserAnswer> EndAsync(DomainCall call)
    {
        if (call.Query.RepeatsOne || posted.Take(call, call.Query["response"]) is not { } answer || pending.End(call, answer.RelayState) is not { RequestId: { } id } begun
            || requests.Read(call.Pool, Parameters.OfText(begun.Query)).Request is not { } request)
        {
            return NoSuchState();
        }

        // A provider that the client has lost since is not one any more.
        return providers.For(request.Client, begun.Provider, null) is { IsSaml: true } provider
            ? await EnterAsync(call, request, provider, answer.Response, begun.CallbackUrl, id).ConfigureAwait(false)
            : FederatedSignIn.Failed(request, new FederationException("Login option is not available. Please try another one"));
    }

    /// <summary>
    /// A sign-in that the identity provider began: its relay state is what an application would have asked for, and is held to the same rules. It is for providers that allow it,
    /// and for clients whose users all come by such. Nothing says which browser it was meant for.
    /// </summary>
    private async Task<BrowserAnswer> BegunElsewhereAsync(DomainCall call, Parameters relayState, string response)
    {
        var reading = requests.Read(call.Pool, relayState);
        if (reading.Request is not { } request || providers.For(request.Client, request.ExternalProvider, request.IdpIdentifier) is not { IsSaml: true } provider)
        {
            return Page(
                "Invalid relayState from identity provider",
                reading.Refusal?.Reason ?? "The RelayState names no SAML provider of the client. It has identity_provider, client_id, redirect_uri, response_type and scope.");
        }

        if (provider["IDPInit"] != "true" || !request.Client.IdentityProviders.All(name => providers.Named(call.Pool.Id, name) is { IsSaml: true }))
        {
            return Page(
                "Invalid samlResponse or relayState from identity provider",
                $"Nobody here asked for the response: it needs IDPInit true of {provider.Name}, and a client whose SupportedIdentityProviders are SAML providers alone.");
        }

        return await EnterAsync(call, request, provider, response, call.AddressOf(CallbackPath), null).ConfigureAwait(false);
    }

    private async Task<BrowserAnswer> EnterAsync(
        DomainCall call, AuthorizeRequest request, ExternalProvider provider, string response, string callbackUrl, string? requestId)
    {
        try
        {
            var assertion = await assertions.ReadAsync(call, provider, response, callbackUrl, requestId).ConfigureAwait(false);
            var user = await users.ComeInAsync(provider, assertion.Person, request.Pool, request.Client, call.Cancellation).ConfigureAwait(false);
            return await sessions.BeginAsync(call, request, user, provider.Name, assertion.Subject).ConfigureAwait(false);
        }
        catch (FederationException e)
        {
            return Failed(request, e.Message, e.Reason);
        }
        catch (CognitoException e)
        {
            return Failed(request, $"{e.Message} ", e.Reason ?? e.Message);
        }
    }

    private static BrowserAnswer Failed(AuthorizeRequest request, string words, string reason) =>
        FederatedSignIn.Failed(request, new FederationException($"Invalid SAML response received: {words}", ClientText.Shown(reason, ClientText.LongestSentence))
        {
            Error = "server_error",
        });

    private static OAuthRefusal NoSuchState() => Page(
        "Invalid State/RelayState provided", "The relay state is none of a sign-in that this browser began within the last five minutes, or was used before.");

    private static OAuthRefusal Page(string words, string why) => new("invalid_request", words) { Why = why };
}
