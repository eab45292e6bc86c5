using System.Text.Json;
using Emulation.Cognito.OAuth;

namespace Emulation.Cognito.Federation;

/// <summary>Sends browsers to OpenID Connect and social providers, and reads what they bring back.</summary>
internal sealed class OpenIdRedirects(ProviderHttp http, CodeExchange exchange, ProviderStandIns standIns)
{
    private static readonly string[] ForwardedPrompts = ["login", "select_account", "consent"];

    /// <summary>
    /// Where the browser goes: with the parameters that Cognito sends, in its order. It sends neither a nonce nor PKCE's challenge.
    /// </summary>
    /// <param name="call">The request of the browser.</param>
    /// <param name="request">What the application asks for.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="begin">Makes the state of a sign-in that comes back to an address.</param>
    /// <exception cref="FederationException">The provider's endpoints could not be found out.</exception>
    public async Task<string> LocationAsync(DomainCall call, AuthorizeRequest request, ExternalProvider provider, Func<string, string> begin)
    {
        var endpoints = await EndpointsAsync(call, provider).ConfigureAwait(false);
        if (!ProviderHttp.IsAllowed(endpoints.Authorize))
        {
            throw new FederationException("Unable to contact well-known endpoint", $"The authorization endpoint of {provider.Name} is neither https nor one of this machine.");
        }

        var callback = call.AddressOf(FederatedSignIn.CallbackPath);
        var prompts = string.Join(' ', (request.Prompt ?? "").Split(' ').Where(ForwardedPrompts.Contains));
        return AuthorizeRequest.Callback(
            endpoints.Authorize,
            inFragment: false,
            [
                ("client_id", provider["client_id"]), ("redirect_uri", callback), ("scope", provider["authorize_scopes"]), ("response_type", "code"), ("state", begin(callback)),

                // Apple refuses name and email without it.
                ("response_mode", provider.Kind.Type == "SignInWithApple" ? "form_post" : null),
                ("login_hint", provider.Kind.Type == "OIDC" ? request.LoginHint : null),
                ("prompt", prompts.Length > 0 && provider.Kind.Type == "OIDC" ? prompts : null),
            ]);
    }

    /// <summary>Whom the provider vouches for.</summary>
    /// <exception cref="FederationException">It does not.</exception>
    public async Task<ExternalUser> PersonAsync(DomainCall call, ExternalProvider provider, PendingSignIn begun)
    {
        if (call.Query["code"] is not { } code)
        {
            throw new FederationException("Exception processing authorization code", $"{provider.Name} sent neither a code nor an error.");
        }

        if (call.Query["iss"] is { } issuer && issuer != provider["oidc_issuer"])
        {
            // RFC 9207: the answer is another server's.
            throw new FederationException("Exception processing authorization code", $"The answer is not of {provider.Name}, whose issuer is another.");
        }

        var endpoints = await EndpointsAsync(call, provider).ConfigureAwait(false);
        var person = await exchange.RedeemAsync(provider, endpoints, code, begun.CallbackUrl, call.Cancellation).ConfigureAwait(false);
        return provider.Kind.Type == "SignInWithApple" && call.Query["user"] is { } names ? WithNames(person, names) : person;
    }

    /// <summary>The provider's own, or those of its stand-in.</summary>
    private async ValueTask<ProviderEndpoints> EndpointsAsync(DomainCall call, ExternalProvider provider) =>
        standIns.EndpointsOf(call.Pool.Id, provider) ?? await ProviderEndpoints.OfAsync(provider, http, call.Cancellation).ConfigureAwait(false);

    /// <summary>
    /// Apple says the name once, beside the code of the first sign-in, and signs it with nothing. Apple Developer Documentation, "Authenticating users with Sign in with
    /// Apple".
    /// </summary>
    private static ExternalUser WithNames(ExternalUser person, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var part in (ReadOnlySpan<string>)["firstName", "lastName"])
            {
                if (document.RootElement.TryGetProperty("name", out var name) && name.TryGetProperty(part, out var text) && text.GetString() is { } value
                    && !person.Claims.ContainsKey(part))
                {
                    person = person with { Claims = person.Claims.Add(part, value) };
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What is no JSON says no name.
        }

        return person;
    }
}
