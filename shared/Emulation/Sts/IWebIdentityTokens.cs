using Emulation.Protocols.Query;
using Emulation.Sts.WebIdentities;
using Emulation.Tokens;
using Iam;

namespace Emulation.Sts;

/// <summary>
/// Issuers whose tokens AssumeRoleWithWebIdentity takes: those that an account's IAM knows, and Cognito's identity pools. Each is asked in turn, until one
/// says that the token is for it to judge.
/// </summary>
internal interface IWebIdentityTokens
{
    /// <summary>
    /// Verifies a token, 4 to 20,000 characters of anything, by the providers of the role's account; null when its issuer is none of these, whatever else the token says.
    /// </summary>
    ValueTask<WebIdentityVerification?> VerifyAsync(string token, AccountId account, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>A token that holds, or why it does not.</summary>
internal readonly record struct WebIdentityVerification(WebIdentityToken? Token, QueryError? Refusal)
{
    public static implicit operator WebIdentityVerification(WebIdentityToken token) => new(token, null);

    /// <summary>See <see cref="WebIdentityErrors"/> for the refusals that AWS knows.</summary>
    public static implicit operator WebIdentityVerification(QueryError refusal) => new(null, refusal);
}

/// <summary>What a verified token says: about the person, and for the answer.</summary>
/// <param name="Identity">Who it is, for the trust policy and the session.</param>
/// <param name="Subject">The answer's <c>SubjectFromWebIdentityToken</c>.</param>
/// <param name="Provider">The answer's <c>Provider</c>: the issuer as AWS shows it, without a scheme for <c>cognito-identity.amazonaws.com</c>, an ARN for IAM's own.</param>
/// <param name="Audience">The answer's <c>Audience</c>.</param>
internal sealed record WebIdentityToken(VouchedIdentity Identity, string Subject, string Provider, string Audience)
{
    /// <summary>The roles that the token itself says it may open.</summary>
    public OfferedRoles Roles { get; init; }

    /// <summary>What the trust policy of a role hears, once the token opens that role.</summary>
    public VouchedIdentity Vouched => Identity with { TrustKeys = Identity.TrustKeys.SetItem(OfferedRoles.Key, [Roles.IsSaid ? "true" : "false"]) };
}

/// <summary>The refusals of tokens. AWS Security Token Service API Reference, AssumeRoleWithWebIdentity, "Errors".</summary>
internal static class WebIdentityErrors
{
    /// <summary>The token is no JWT, is not signed by its issuer, or is for somebody else.</summary>
    public static QueryError InvalidToken(string message) => new(400, "InvalidIdentityToken", message);

    /// <summary>The role's account knows nobody who issues such tokens.</summary>
    public static QueryError NoProvider(string? issuer) => InvalidToken($"No OpenIDConnect provider found in your account for {TokenSigningKey.Shown(issuer)}");

    /// <summary>The token's time is over.</summary>
    public static QueryError Expired(DateTimeOffset now, DateTimeOffset expires) =>
        new(400, "ExpiredTokenException", $"Token expired: current date/time {now.ToUnixTimeSeconds()} must be before the expiration date/time {expires.ToUnixTimeSeconds()}");

    /// <summary>The issuer's keys could not be had, or the token's is not among them. Two spaces, as AWS writes it.</summary>
    public static QueryError NoKey(string reason) =>
        InvalidToken(
            "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements") with { Reason = reason };
}
