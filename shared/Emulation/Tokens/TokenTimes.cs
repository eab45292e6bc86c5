using System.Globalization;

namespace Emulation.Tokens;

/// <summary>
/// The time claims: <c>exp</c> after now, and there at all; <c>nbf</c> and <c>iat</c> not after now. There is no allowance for clocks that differ.
/// API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers in API Gateway".
/// </summary>
internal static class TokenTimes
{
    /// <summary>Null when the token is valid at this time.</summary>
    public static TokenRefusal? Check(TokenClaims claims, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeMilliseconds() / 1000.0;
        if (!claims.TryTime("exp", out var expires) || expires is null)
        {
            return TokenRefusal.Invalid("the token has no expiration", "The token has no exp that is a number.");
        }

        if (expires <= seconds)
        {
            return new TokenRefusal(TokenRefusalKind.Expired, "the token has expired", $"The token's exp is {Text(expires.Value)}; it is {Text(seconds)} now.");
        }

        return NotAfterNow(claims, "nbf", seconds) ?? NotAfterNow(claims, "iat", seconds);
    }

    private static TokenRefusal? NotAfterNow(TokenClaims claims, string name, double now)
    {
        if (!claims.TryTime(name, out var at))
        {
            return TokenRefusal.Invalid($"{name} is not valid", $"The token's {name} is not a number.");
        }

        return at > now
            ? TokenRefusal.Invalid(
                name == "nbf" ? "the token is not valid yet" : "the token was issued in the future",
                $"The token's {name} is {Text(at.Value)}, after now, {Text(now)}.")
            : null;
    }

    private static string Text(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);
}
