namespace Emulation.Cognito.Federation;

/// <summary>
/// Where a stand-in answers what the provider of its type answers, below the stand-in's own address: the paths are the provider's own, so that a reader of a trace knows them.
/// </summary>
/// <param name="Authorize">Where browsers are sent.</param>
/// <param name="Token">Where a code is turned into tokens.</param>
/// <param name="Attributes">Where a user's claims are; null where the ID token has all of them.</param>
/// <param name="Keys">Where the keys of its ID tokens are; null of a provider without ID tokens.</param>
internal sealed record StandInPaths(string Authorize, string Token, string? Attributes, string? Keys)
{
    /// <summary>Where a SAML provider says what it is.</summary>
    public const string Metadata = "/metadata";

    /// <summary>Where a SAML provider signs people in.</summary>
    public const string SignOn = "/sso";

    /// <summary>Where a SAML provider signs people out.</summary>
    public const string Logout = "/slo";

    public static StandInPaths Of(ExternalProvider provider) => provider.Kind.Type switch
    {
        "Google" => new("/o/oauth2/v2/auth", "/oauth2/v4/token", "/v1/people/me", "/oauth2/v3/certs"),
        "Facebook" => Graph(Uri.EscapeDataString(provider["api_version"] ?? "")),
        "LoginWithAmazon" => new("/ap/oa", "/auth/o2/token", "/user/profile", null),
        "SignInWithApple" => new("/auth/authorize", "/auth/token", null, "/auth/keys"),
        "SAML" => new(SignOn, "", null, null),
        _ => new("/authorize", "/token", "/userinfo", "/jwks"),
    };

    /// <summary>What stands behind the address of the claims where the pool adds those that it wants.</summary>
    public static string AttributesQuery(ExternalProvider provider) => provider.Kind.Type switch
    {
        "Google" => "?personFields=",
        "Facebook" => "?fields=",
        _ => "",
    };

    private static StandInPaths Graph(string version) => new($"/{version}/dialog/oauth", $"/{version}/oauth/access_token", $"/{version}/me", null);
}
