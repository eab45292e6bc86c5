using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Tokens;
using Emulation.Wire;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Cognito.Federation;

/// <summary>
/// Turns a provider's code into who signed in: the tokens for the code, the checks of the ID token, and the claims of the user. Amazon Cognito Developer Guide, "Using OIDC
/// identity providers with a user pool" and "Using social identity providers with a user pool".
/// </summary>
internal sealed class CodeExchange(ProviderHttp http, TimeProvider time)
{
    private const string Unreadable = "Exception processing authorization code";

    /// <summary>Longer ID tokens are none: groups of a large company fit.</summary>
    private const int LongestToken = 64 * 1024;

    /// <summary>What Google's People API knows; everything else is in the ID token. People API, people.get, personFields.</summary>
    private static readonly string[] OfPeople =
        ["addresses", "ageRanges", "biographies", "birthdays", "genders", "locales", "names", "nicknames", "organizations", "phoneNumbers", "photos", "urls"];

    /// <param name="provider">Who vouches.</param>
    /// <param name="endpoints">Where it is asked.</param>
    /// <param name="code">The code that it gave the browser.</param>
    /// <param name="callbackUrl">Where it sent the browser.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FederationException">The provider does not take the code, or what it answers does not hold.</exception>
    public async Task<ExternalUser> RedeemAsync(ExternalProvider provider, ProviderEndpoints endpoints, string code, string callbackUrl, CancellationToken cancellation)
    {
        var tokens = await TokensAsync(provider, endpoints, code, callbackUrl, cancellation).ConfigureAwait(false);
        var id = provider["oidc_issuer"] is { } issuer ? await IdTokenAsync(provider, issuer, endpoints.Keys!, tokens, cancellation).ConfigureAwait(false) : null;
        var info = await UserInfoAsync(provider, endpoints, tokens, id is not null, cancellation).ConfigureAwait(false);
        if (id?.Text("sub") is { } subject && info?.Text("sub") is { } other && other != subject)
        {
            // OpenID Connect Core 1.0, section 5.3.2.
            throw new FederationException(Unreadable, $"The user info of {provider.Name} is about another user than its ID token.");
        }

        // What was signed comes last, and so counts.
        var claims = ImmutableDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal)
            .SetItems(info is null ? [] : ExternalUser.TextsOf(info)).SetItems(id is null ? [] : ExternalUser.TextsOf(id))
            .SetItems(ExternalUser.TextsOf(tokens).Where(static one => one.Key is "access_token" or "id_token"));
        return claims.GetValueOrDefault(provider.UserIdClaim) is { Length: > 0 } userId
            ? new ExternalUser(userId, claims) { Received = Received(tokens, id, info) }
            : throw new FederationException(Unreadable, $"Neither the ID token nor the user info of {provider.Name} has the claim {provider.UserIdClaim}, which names the user.");
    }

    private static JsonObject Received(TokenClaims tokens, TokenClaims? id, TokenClaims? info) => new()
    {
        ["tokenResponse"] = Json(tokens),
        ["idToken"] = id is null ? null : Json(id),
        ["userInfo"] = info is null ? null : Json(info),
    };

    private static JsonObject Json(TokenClaims claims) =>
        new(claims.All.Select(static claim => KeyValuePair.Create(claim.Name, claim.Kind == JsonValueKind.String ? claim.Value : JsonNode.Parse(claim.Value))));

    private async Task<TokenClaims> TokensAsync(ExternalProvider provider, ProviderEndpoints endpoints, string code, string callbackUrl, CancellationToken cancellation)
    {
        const string Late = "Timeout occurred in calling IdP token endpoint";
        var secret = provider.Kind.Hidden is null ? provider["client_secret"] : AppleClientSecret.Of(provider, time.GetUtcNow());
        List<KeyValuePair<string, string>> form =
        [
            new("grant_type", "authorization_code"), new("redirect_uri", callbackUrl), new("client_id", provider["client_id"]!),
            .. secret is null ? (KeyValuePair<string, string>[])[] : [new("client_secret", secret)], new("code", code),
        ];
        var answer = provider["token_request_method"] == "GET"
            ? await http.GetAsync(WithQuery(endpoints.Token, form), null, Late, cancellation).ConfigureAwait(false)
            : await http.PostAsync(endpoints.Token, form, null, Late, cancellation).ConfigureAwait(false);
        var said = Read(answer.Body);
        if (answer.Status != HttpStatusCode.OK)
        {
            var why = said?.Text("error") is { } error ? $"{error} {said.Text("error_description")}".TrimEnd() : "error getting token";
            throw new FederationException(
                $"{provider.Name} Error - {(int)answer.Status} {ClientText.Shown(why)}", $"{provider.Name} does not take the code: {(int)answer.Status} {ClientText.Shown(why)}");
        }

        return said ?? throw new FederationException(Unreadable, $"The token endpoint of {provider.Name} answers no JSON object, or names a member twice.");
    }

    private async Task<TokenClaims> IdTokenAsync(ExternalProvider provider, string issuer, string keysAt, TokenClaims tokens, CancellationToken cancellation)
    {
        if (tokens.Text("id_token") is not { } text || ReceivedToken.Parse(text, out var refusal, LongestToken) is not { } token)
        {
            throw new FederationException(Unreadable, $"{provider.Name} answered no ID token that can be read.");
        }

        if (token.Claims.Issuer != issuer)
        {
            throw new FederationException($"Bad id_token issuer {ClientText.Shown(TokenSigningKey.Shown(token.Claims.Issuer))}");
        }

        var keys = await http.GetAsync(keysAt, null, "Timeout in calling jwks uri", cancellation).ConfigureAwait(false);
        var found = TokenSigningKey.Of(KeysIn(keys, provider.Name), token.KeyId, issuer);
        refusal = found.Refusal ?? token.CheckSignature(found.Key!, PublicKeyAlgorithms.All) ?? TokenTimes.Check(token.Claims, time.GetUtcNow());
        if (refusal is not null)
        {
            throw new FederationException(Unreadable, $"Of the ID token of {provider.Name}: {refusal.Reason}");
        }

        return !token.Claims.Audiences.IsDefault && token.Claims.Audiences.Contains(provider["client_id"]!)
            ? token.Claims
            : throw new FederationException(Unreadable, $"The ID token of {provider.Name} is for another client.");
    }

    private async Task<TokenClaims?> UserInfoAsync(
        ExternalProvider provider, ProviderEndpoints endpoints, TokenClaims tokens, bool isSigned, CancellationToken cancellation)
    {
        if (AddressOf(provider, endpoints, isSigned) is not { } address)
        {
            return null;
        }

        if (tokens.Text("access_token") is not { } accessToken)
        {
            throw new FederationException(Unreadable, $"{provider.Name} answered no access token to ask for the user with.");
        }

        const string Late = "Read timed out";
        var answer = provider["attributes_request_method"] == "POST"
            ? await http.PostAsync(address, [], accessToken, Late, cancellation).ConfigureAwait(false)
            : await http.GetAsync(address, accessToken, Late, cancellation).ConfigureAwait(false);
        return answer.Status == HttpStatusCode.OK && Read(answer.Body) is { } info
            ? info
            : throw new FederationException(Unreadable, $"The user info of {provider.Name} is answered with {(int)answer.Status}, or is no JSON object.");
    }

    /// <summary>Providers that want to be told which claims get those that the mapping names.</summary>
    private static string? AddressOf(ExternalProvider provider, ProviderEndpoints endpoints, bool isSigned)
    {
        if (endpoints.Attributes is not { } address || provider["attributes_url_add_attributes"] != "true")
        {
            return endpoints.Attributes;
        }

        var named = provider.Attributes.Select(static one => one.Value).Where(claim => !isSigned || OfPeople.Contains(claim)).Distinct().Order(StringComparer.Ordinal).ToList();
        return isSigned && named.Count == 0 ? null : $"{address}{string.Join(',', isSigned ? named : named.Prepend(provider.UserIdClaim).Distinct())}";
    }

    private static SecurityKey[] KeysIn(ProviderAnswer answer, string provider)
    {
        try
        {
            return answer.Status == HttpStatusCode.OK
                ? [.. new JsonWebKeySet(Encoding.UTF8.GetString(answer.Body)).Keys.Where(static key => key.Kty is "RSA" or "EC" && key.Use is null or "" or "sig")]
                : throw new FederationException(Unreadable, $"The keys of {provider} are answered with {(int)answer.Status}.");
        }
        catch (ArgumentException)
        {
            throw new FederationException(Unreadable, $"The keys of {provider} are no JSON Web Key Set.");
        }
    }

    private static TokenClaims? Read(byte[] body)
    {
        try
        {
            return TokenClaims.Read(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string WithQuery(string address, IEnumerable<KeyValuePair<string, string>> form) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(address, form.Select(static one => KeyValuePair.Create(one.Key, (string?)one.Value)));
}
