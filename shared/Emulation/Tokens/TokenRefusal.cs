namespace Emulation.Tokens;

/// <summary>Why a token is refused.</summary>
/// <param name="Kind">What the answer depends on.</param>
/// <param name="Description">API Gateway's own words for <c>error_description</c>.</param>
/// <param name="Reason">The why in a sentence for the decision log: claims, but never the token.</param>
internal sealed record TokenRefusal(TokenRefusalKind Kind, string Description, string Reason)
{
    public static TokenRefusal Invalid(string description, string reason) => new(TokenRefusalKind.Invalid, description, reason);
}

/// <summary>The refusals that are answered differently.</summary>
internal enum TokenRefusalKind
{
    Invalid,

    /// <summary>The token holds in every respect but its time is over.</summary>
    Expired,

    /// <summary>The token holds, but has none of the route's scopes.</summary>
    LacksScope,
}

/// <summary>A token that holds, or why it does not.</summary>
internal readonly record struct TokenResult(TokenClaims? Claims, TokenRefusal? Refusal)
{
    public static implicit operator TokenResult(TokenRefusal refusal) => new(null, refusal);
}
