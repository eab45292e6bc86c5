using System.Collections.Immutable;
using Emulation.Cognito.Pools;

namespace Emulation.Cognito.OAuth;

/// <summary>
/// What an application sends a browser to sign in for. Every page of the sign-in carries the same query, and every request reads it anew: there is no other state
/// that could say where the user goes in the end.
/// </summary>
internal sealed record AuthorizeRequest
{
    public required UserPool Pool { get; init; }

    public required UserPoolClient Client { get; init; }

    /// <summary>One of the client's callback URLs, to the letter.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Whether tokens go back in the address (<c>response_type=token</c>) instead of a code.</summary>
    public required bool IsImplicit { get; init; }

    public required ImmutableArray<string> Scopes { get; init; }

    public string? State { get; init; }

    public string? Nonce { get; init; }

    public string? CodeChallenge { get; init; }

    /// <summary><c>login</c>: ask again though the browser is signed in; <c>none</c>: do not ask.</summary>
    public string? Prompt { get; init; }

    /// <summary>The name to begin with.</summary>
    public string? LoginHint { get; init; }

    /// <summary>The external provider that is asked for by name; null for the pool itself.</summary>
    public string? ExternalProvider { get; init; }

    /// <summary>An identifier of the external provider that is asked for, such as the domain of an email address.</summary>
    public string? IdpIdentifier { get; init; }

    /// <summary>The API that the access token is for; null for none in particular.</summary>
    public string? Resource { get; init; }

    /// <summary>Whether the users of the pool itself are asked for (<c>identity_provider=COGNITO</c>), rather than anybody.</summary>
    public bool AsksForPool { get; init; }

    /// <summary>The query as it was sent.</summary>
    public required string Query { get; init; }

    /// <summary>The callback URL with an error.</summary>
    public string ErrorLocation(string error) => Callback(RedirectUri, IsImplicit, [("error", error), ("state", State)]);

    /// <summary>The callback URL with parameters: of a code in its query, of tokens in its fragment, which browsers send to nobody.</summary>
    public static string Callback(string redirectUri, bool inFragment, ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var url = new System.Text.StringBuilder(redirectUri);
        var separator = inFragment ? '#' : redirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                url.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return url.ToString();
    }
}
