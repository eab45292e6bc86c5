using System.Collections.Immutable;

namespace Emulation.Cognito.Federation;

/// <summary>
/// A type of identity provider: what it must be told, what Cognito knows of it beside, and which claim names a user. Amazon Cognito API Reference,
/// CreateIdentityProvider, ProviderDetails, and its examples of what DescribeIdentityProvider adds.
/// </summary>
/// <param name="Type">The <c>ProviderType</c>.</param>
/// <param name="Needed">The keys of <c>ProviderDetails</c> without which there is no provider.</param>
/// <param name="Refusal">Cognito's words for one that lacks any of them.</param>
internal sealed record ProviderKind(string Type, ImmutableArray<string> Needed, string Refusal)
{
    private const string Social = "clientId, clientSecret and authorizeScopes are all required idp details.";

    /// <summary>The version of Facebook's Graph API that is asked where the provider names none.</summary>
    private const string FacebookVersion = "v17.0";

    private static readonly ImmutableArray<string> OfClient = ["client_id", "client_secret", "authorize_scopes"];

    public static ImmutableArray<ProviderKind> All { get; } =
    [
        new("Google", OfClient, Social)
        {
            IsOneCompany = true,
            UsernameClaim = "sub",
            Known = static _ =>
            [
                ("attributes_url", "https://people.googleapis.com/v1/people/me?personFields="), ("attributes_url_add_attributes", "true"),
                ("authorize_url", "https://accounts.google.com/o/oauth2/v2/auth"), ("oidc_issuer", "https://accounts.google.com"), ("token_request_method", "POST"),
                ("token_url", "https://www.googleapis.com/oauth2/v4/token"),
            ],
        },
        new("Facebook", OfClient, Social)
        {
            IsOneCompany = true,
            UsernameClaim = "id",
            Known = static details => details.GetValueOrDefault("api_version", FacebookVersion) is var version
                ?
                [
                    ("api_version", version), ("attributes_url", $"https://graph.facebook.com/{version}/me?fields="), ("attributes_url_add_attributes", "true"),
                    ("authorize_url", $"https://www.facebook.com/{version}/dialog/oauth"), ("token_request_method", "GET"),
                    ("token_url", $"https://graph.facebook.com/{version}/oauth/access_token"),
                ]
                : [],
        },
        new("LoginWithAmazon", OfClient, Social)
        {
            IsOneCompany = true,
            UsernameClaim = "user_id",
            Known = static _ =>
            [
                ("attributes_url", "https://api.amazon.com/user/profile"), ("attributes_url_add_attributes", "false"), ("authorize_url", "https://www.amazon.com/ap/oa"),
                ("token_request_method", "POST"), ("token_url", "https://api.amazon.com/auth/o2/token"),
            ],
        },
        new(
            "SignInWithApple", ["client_id", "team_id", "key_id", "private_key", "authorize_scopes"],
            "clientId, privateKey, teamId, and keyId are all required idp details.")
        {
            IsOneCompany = true,
            UsernameClaim = "sub",
            Hidden = "private_key",
            Known = static _ =>
            [
                ("attributes_url_add_attributes", "false"), ("authorize_url", "https://appleid.apple.com/auth/authorize"), ("oidc_issuer", "https://appleid.apple.com"),
                ("token_request_method", "POST"), ("token_url", "https://appleid.apple.com/auth/token"),
            ],
        },
        new(
            "OIDC", ["client_id", "authorize_scopes", "oidc_issuer", "attributes_request_method"],
            "clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.")
        {
            UsernameClaim = "sub",
            Known = static _ => [("attributes_url_add_attributes", "false")],
        },
        new("SAML", [], ""),
    ];

    /// <summary>Whether it stands for one company, so that a pool has one of it, which is called as the type is.</summary>
    public bool IsOneCompany { get; private init; }

    /// <summary>The claim that names a user at the provider; null where the subject of an assertion does.</summary>
    public string? UsernameClaim { get; private init; }

    /// <summary>The detail that no answer shows.</summary>
    public string? Hidden { get; private init; }

    private Func<ImmutableDictionary<string, string>, ImmutableArray<(string Key, string Value)>> Known { get; init; } = static _ => [];

    public static ProviderKind Of(string type) => All.First(kind => kind.Type == type);

    /// <summary>The details that were given, and those that Cognito knows: what was given comes first.</summary>
    public ImmutableDictionary<string, string> Complete(ImmutableDictionary<string, string> given) =>
        given.AddRange(Known(given).Where(known => !given.ContainsKey(known.Key)).Select(static known => KeyValuePair.Create(known.Key, known.Value)));
}
