using System.Globalization;
using System.Text.Json;
using Emulation.Protocols.Query;
using Emulation.Tokens;

namespace Emulation.Sts.WebIdentities;

/// <summary>
/// When STS takes a token: times are whole seconds, numbers or texts, and clocks may differ by five minutes (captured: internal/services/sts/testdata/oidc of
/// radkawar/stackd). The gateway's authorizers have rules of their own.
/// </summary>
internal static class TokenLifetime
{
    private const long Tolerance = 300;

    /// <summary>The last second of the year 9999.</summary>
    private const long Latest = 253_402_300_799;

    /// <summary>Null when the token is valid now.</summary>
    public static QueryError? Check(TokenClaims claims, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        if (claims.Find("iat") is not { } issued)
        {
            return WebIdentityErrors.InvalidToken("Missing a required claim: iat");
        }

        if (claims.Find("exp") is not { } expires)
        {
            return WebIdentityErrors.InvalidToken("Missing a required claim: exp");
        }

        if (SecondsOf(issued) is not { } from || SecondsOf(expires) is not { } to || (claims.Find("nbf") is { } begins && SecondsOf(begins) is null))
        {
            return WebIdentityErrors.InvalidToken("The iat, nbf and exp of a token are whole seconds.");
        }

        if (to <= seconds - Tolerance)
        {
            return WebIdentityErrors.Expired(now, DateTimeOffset.UnixEpoch.AddSeconds(to));
        }

        return from > seconds + Tolerance ? WebIdentityErrors.InvalidToken("The token was issued in the future.")
            : claims.Find("nbf") is { } later && SecondsOf(later) > seconds + Tolerance ? WebIdentityErrors.InvalidToken("The token is not valid yet.")
            : null;
    }

    private static long? SecondsOf(TokenClaim claim) => claim.Kind is JsonValueKind.Number or JsonValueKind.String
        && long.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Latest ? seconds : null;
}
