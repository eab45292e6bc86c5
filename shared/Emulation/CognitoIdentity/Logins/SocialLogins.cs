using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Identities;
using Emulation.CognitoIdentity.Pools;
using Emulation.Tokens;

namespace Emulation.CognitoIdentity.Logins;

/// <summary>
/// Logins by the companies of a pool's <c>SupportedLoginProviders</c>: an ID token of Google or Apple, which their keys prove; an access token of Facebook or Amazon, about which
/// they are asked. Amazon Cognito Developer Guide, "Identity pools third-party identity providers".
/// </summary>
internal sealed class SocialLogins(LoginTokens tokens, ISocialEndpoints endpoints, ProviderHttp http)
{
    private const string Facebook = "graph.facebook.com";
    private const string Amazon = "www.amazon.com";

    /// <summary>What the companies call themselves in ID tokens; where several, the first says where the keys are.</summary>
    private static readonly FrozenDictionary<string, ImmutableArray<string>> Issuers = new Dictionary<string, ImmutableArray<string>>
    {
        ["accounts.google.com"] = ["https://accounts.google.com", "accounts.google.com"],
        ["appleid.apple.com"] = ["https://appleid.apple.com"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The companies, as <c>SupportedLoginProviders</c> and <c>Logins</c> name them.</summary>
    public static ImmutableArray<string> Companies { get; } = [.. Issuers.Keys, Facebook, Amazon];

    /// <summary>Verifies the token of somebody whom a company of the pool knows.</summary>
    /// <exception cref="CognitoException">It does not hold, or is for another application.</exception>
    public async Task<VerifiedLogin> VerifyAsync(IdentityPool pool, string company, string token, CancellationToken cancellation)
    {
        // Several applications of one company stand in one text.
        ImmutableArray<string> applications = [.. pool.SocialProviders[company].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        var (user, application, claims) = company switch
        {
            Facebook => await OfFacebookAsync(pool, token, applications, cancellation).ConfigureAwait(false),
            Amazon => await OfAmazonAsync(pool, token, applications, cancellation).ConfigureAwait(false),
            _ => await OfIdTokenAsync(pool, company, token, applications, cancellation).ConfigureAwait(false),
        };
        return new VerifiedLogin { Login = new Login(company, user), Amr = [company, $"{company}:{application}:{user}"], Names = [company], Claims = claims };
    }

    private async Task<Known> OfIdTokenAsync(IdentityPool pool, string company, string token, ImmutableArray<string> applications, CancellationToken cancellation)
    {
        var issuers = Issuers[company];
        var claimed = ReceivedToken.Parse(token, out _)?.Claims.Issuer;
        var issuer = new TrustedIssuer(issuers[0], issuers.Contains(claimed ?? "") ? claimed! : issuers[0], endpoints.KeysOf(pool, company), PublicKeyAlgorithms.HttpApi);
        var claims = await tokens.VerifyAsync(token, issuer, cancellation).ConfigureAwait(false);
        var audiences = claims.Audiences.IsDefault ? [] : claims.Audiences;
        if (audiences.FirstOrDefault(applications.Contains) is not { } audience || (audiences.Length > 1 && !applications.Contains(claims.Text("azp") ?? "")))
        {
            throw IdentityRefusal.UnsupportedProvider;
        }

        var sub = claims.Text("sub") is { Length: > 0 } text ? text : throw IdentityRefusal.BadToken("Missing a required claim: sub");
        return new Known(sub, audience, LoginTokens.Flatten(claims));
    }

    /// <summary>The Graph API says of a token which application it was given to and whose it is; neither needs the application's secret.</summary>
    private async Task<Known> OfFacebookAsync(IdentityPool pool, string token, ImmutableArray<string> applications, CancellationToken cancellation)
    {
        var application = Needed(await AskAsync(pool, "https://graph.facebook.com/app?fields=id", token, cancellation).ConfigureAwait(false), "id");
        if (!applications.Contains(application))
        {
            throw IdentityRefusal.UnsupportedProvider;
        }

        var user = Needed(await AskAsync(pool, "https://graph.facebook.com/me?fields=id", token, cancellation).ConfigureAwait(false), "id");
        return new Known(user, application, ClaimsOf(application, user).SetItem("id", [user]));
    }

    /// <summary>Login with Amazon, "Verify access tokens": a token that was given to another application proves nothing here.</summary>
    private async Task<Known> OfAmazonAsync(IdentityPool pool, string token, ImmutableArray<string> applications, CancellationToken cancellation)
    {
        var info = await AskAsync(pool, $"https://api.amazon.com/auth/o2/tokeninfo?access_token={Uri.EscapeDataString(token)}", null, cancellation).ConfigureAwait(false);
        var application = ((string?[])[info.Text("app_id"), info.Text("aud")]).FirstOrDefault(id => id is not null && applications.Contains(id))
            ?? throw IdentityRefusal.UnsupportedProvider;
        var user = Needed(info, "user_id");
        return new Known(user, application, ClaimsOf(application, user).SetItem("user_id", [user]));
    }

    private static ImmutableDictionary<string, ImmutableArray<string>> ClaimsOf(string application, string user) =>
        ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal).Add("sub", [user]).Add("aud", [application]);

    /// <param name="pool">The pool that asks.</param>
    /// <param name="address">The company's own address.</param>
    /// <param name="bearer">The token, where it goes in a header.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CognitoException">Nobody answers, or the token is no good.</exception>
    private async Task<TokenClaims> AskAsync(IdentityPool pool, string address, string? bearer, CancellationToken cancellation)
    {
        ProviderAnswer answer;
        try
        {
            answer = await http.GetAsync(endpoints.AddressOf(pool, address), bearer, "Read timed out", cancellation).ConfigureAwait(false);
        }
        catch (FederationException e)
        {
            throw IdentityRefusal.ExternalService(e.Reason);
        }

        if ((int)answer.Status >= (int)HttpStatusCode.InternalServerError)
        {
            throw IdentityRefusal.ExternalService($"{new Uri(address).Host} answers {(int)answer.Status}.");
        }

        try
        {
            return answer.Status == HttpStatusCode.OK ? TokenClaims.Read(answer.Body) : throw IdentityRefusal.BadAccessToken;
        }
        catch (JsonException)
        {
            throw IdentityRefusal.ExternalService($"{new Uri(address).Host} answers no JSON object, or names a member twice.");
        }
    }

    private static string Needed(TokenClaims info, string name) => info.Text(name) is { Length: > 0 } value ? value : throw IdentityRefusal.BadAccessToken;

    /// <summary>Somebody whom a company knows.</summary>
    private sealed record Known(string User, string Application, ImmutableDictionary<string, ImmutableArray<string>> Claims);
}
