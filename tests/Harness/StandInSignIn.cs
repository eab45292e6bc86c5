using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Pools;

namespace Harness;

/// <summary>
/// Signs somebody in through an identity provider's stand-in, as a browser and an application would: authorization with PKCE, the stand-in's page, the pool's callback, tokens for
/// the code. Nothing is left out.
/// </summary>
/// <param name="emulator">Where.</param>
/// <param name="client">The app client.</param>
/// <param name="via">The provider's name in the pool.</param>
internal sealed partial class StandInSignIn(Emulator emulator, UserPoolClient client, string via)
{
    /// <summary>As whoever writes claims is named on the page.</summary>
    private const string Claims = "claims";

    /// <summary>Who signs in where no claims are given.</summary>
    private const string FirstPerson = "amy";

    private readonly string endpoint = emulator.EndpointUrl;

    /// <exception cref="ArgumentException">The client does not list the provider.</exception>
    /// <exception cref="InvalidOperationException">The provider has no stand-in, or the client cannot sign in by a browser.</exception>
    /// <exception cref="SignInRefusedException">The sign-in ended with an error.</exception>
    public async Task<UserTokens> RunAsync(object? claims, string? fault, CancellationToken cancellation)
    {
        var domain = Check();
        var (callback, state) = (client.CallbackUrls[0], Random());
        var verifier = Random();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false });
        var query = Query(
            ("client_id", client.Id), ("redirect_uri", callback), ("response_type", "code"), ("identity_provider", via), ("state", state),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), ("code_challenge_method", "S256"));
        var left = await SendAsync(http, HttpMethod.Get, $"{endpoint}/auth/{domain}/oauth2/authorize?{query}", null, cancellation).ConfigureAwait(false);
        var page = left.Location is { } there && !there.StartsWith(callback, StringComparison.Ordinal)
            ? await SendAsync(http, HttpMethod.Get, there, null, cancellation).ConfigureAwait(false)
            : left;
        var answer = page.Location is null ? await ChooseAsync(http, page, claims, fault, cancellation).ConfigureAwait(false) : page;
        var back = await FollowAsync(http, answer, callback, cancellation).ConfigureAwait(false);
        var said = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(back).Query);
        if (said.TryGetValue("error", out var error))
        {
            throw new SignInRefusedException(error.ToString(), said["error_description"].ToString());
        }

        if (said["state"] != state)
        {
            throw new InvalidOperationException("The callback's state is not the one that was sent.");
        }

        return await TokensAsync(http, domain, callback, said["code"].ToString(), verifier, cancellation).ConfigureAwait(false);
    }

    /// <returns>The pool's domain.</returns>
    private string Check()
    {
        var pools = emulator.Cognito.Stores.Pools;
        var listed = client.IdentityProviders.Where(static name => name != "COGNITO").ToList();
        if (!listed.Contains(via))
        {
            throw new ArgumentException(
                $"The client {client.Name} does not list the identity provider '{via}' in SupportedIdentityProviders. It lists: "
                    + $"{(listed.Count == 0 ? "none" : string.Join(", ", listed))}.",
                nameof(via));
        }

        var document = pools.Part(client.PoolId, PartKind.IdentityProvider, via)
            ?? throw new InvalidOperationException($"The user pool has no identity provider '{via}' any more.");
        if (!emulator.StandIns.Has(client.PoolId, ExternalProvider.Of(document)))
        {
            throw new InvalidOperationException(
                $"The identity provider '{via}' has no stand-in, and nobody signs in at the real one without a browser. Write LocalAwsOptions {{ StandIns = [\"{via}\"] }}, "
                    + "or beside the provider in the template: Metadata: { LocalAws: { StandIn: true } }.");
        }

        var missing = client.CallbackUrls.IsEmpty ? "CallbackURLs" : !client.OAuthFlows.Contains("code") ? "AllowedOAuthFlows: [code], with AllowedOAuthFlowsUserPoolClient: true"
            : !client.OAuthScopes.Contains("openid") ? "openid in AllowedOAuthScopes" : null;
        return missing is null
            ? (string?)pools.Parts(client.PoolId, PartKind.Domain).FirstOrDefault()?["Domain"]
                ?? throw new InvalidOperationException("The user pool has no domain, so no browser can sign in to it: add an AWS::Cognito::UserPoolDomain.")
            : throw new InvalidOperationException($"The client {client.Name} lacks {missing}: no browser can sign in by it.");
    }

    private async Task<BrowserReply> ChooseAsync(HttpClient http, BrowserReply page, object? claims, string? fault, CancellationToken cancellation)
    {
        var form = FormOf(page);
        form.Fields["person"] = claims is null ? FirstPerson : Claims;
        if (claims is not null)
        {
            form.Fields[Claims] = claims as string ?? JsonSerializer.Serialize(claims);
        }

        if (fault is not null)
        {
            form.Fields["fault"] = fault;
        }

        return await SendAsync(http, HttpMethod.Post, $"{endpoint}{form.Action}", form.Fields, cancellation).ConfigureAwait(false);
    }

    /// <summary>Goes on as a browser does, until it is at the application's door.</summary>
    private async Task<string> FollowAsync(HttpClient http, BrowserReply answer, string callback, CancellationToken cancellation)
    {
        for (var steps = 0; steps < 10; steps++)
        {
            if (answer.Location is { } location)
            {
                if (location.StartsWith(callback, StringComparison.Ordinal))
                {
                    return location;
                }

                var target = location.StartsWith('/') ? $"{endpoint}{location}" : location;
                answer = await SendAsync(http, HttpMethod.Get, target, null, cancellation).ConfigureAwait(false);
            }
            else
            {
                var form = FormOf(answer);
                answer = await SendAsync(http, HttpMethod.Post, form.Action, form.Fields, cancellation).ConfigureAwait(false);
            }
        }

        throw new InvalidOperationException("The sign-in goes round in circles.");
    }

    private async Task<UserTokens> TokensAsync(HttpClient http, string domain, string callback, string code, string verifier, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{endpoint}/auth/{domain}/oauth2/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code", ["client_id"] = client.Id, ["redirect_uri"] = callback, ["code"] = code, ["code_verifier"] = verifier,
            }),
        };
        if (client.Secret is { } secret)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client.Id}:{secret}")));
        }

        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The token endpoint refused the code: {(int)response.StatusCode} {text}");
        }

        var tokens = JsonNode.Parse(text)!;
        var id = (string)tokens["id_token"]!;
        var sub = (string)JsonNode.Parse(Base64Url.DecodeFromChars(id.Split('.')[1]))!["sub"]!;
        return new UserTokens(id, (string)tokens["access_token"]!, (string)tokens["refresh_token"]!, sub);
    }

    private static async Task<BrowserReply> SendAsync(HttpClient http, HttpMethod method, string address, Dictionary<string, string>? form, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        return new BrowserReply(response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>The only form of a page; a page without one says what is wrong.</summary>
    private static (string Action, Dictionary<string, string> Fields) FormOf(BrowserReply page)
    {
        var form = FormPattern().Match(page.Body);
        var isRefused = AlertPattern().Match(page.Body);
        return form.Success && !isRefused.Success
            ? (WebUtility.HtmlDecode(form.Groups[1].Value),
                HiddenPattern().Matches(form.Groups[2].Value)
                    .ToDictionary(static one => WebUtility.HtmlDecode(one.Groups[1].Value), static one => WebUtility.HtmlDecode(one.Groups[2].Value)))
            : throw new InvalidOperationException($"The sign-in does not go on: {WebUtility.HtmlDecode(isRefused.Groups[1].Value)}");
    }

    private static string Query(params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            text.Append(text.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]*)\">(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex HiddenPattern();

    [GeneratedRegex("role=\"alert\"[^>]*>([^<]*)<")]
    private static partial Regex AlertPattern();

    /// <summary>What a browser gets.</summary>
    private sealed record BrowserReply(string? Location, string Body);
}
