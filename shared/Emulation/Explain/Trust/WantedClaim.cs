using System.Collections.Immutable;
using Emulation.Sts.WebIdentities;
using Emulation.Principals;
using Iam;

namespace Emulation.Explain.Trust;

/// <summary>A condition of a trust policy beside what a token has of it.</summary>
/// <param name="Check">The condition.</param>
/// <param name="Nearest">Of the values that the policy wants the one that the token comes nearest to; null where there is nothing to compare.</param>
/// <param name="AgreesUpTo">How many characters of the token's value agree with it.</param>
/// <param name="Why">Why they differ, where that can be told; else null.</param>
internal sealed record WantedClaim(ConditionCheck Check, string? Nearest, int AgreesUpTo, string? Why)
{
    /// <param name="check">The condition, and whether it is met.</param>
    /// <param name="token">The token.</param>
    /// <param name="provider">Its issuer, as IAM knows it.</param>
    public static WantedClaim Of(ConditionCheck check, AskedToken token, KnownOidcProvider provider)
    {
        if (check.IsMet)
        {
            return new WantedClaim(check, null, 0, null);
        }

        var prefix = $"{provider.Name}:";
        var claim = check.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? check.Key[prefix.Length..] : null;
        if (check.Actual is not [var actual])
        {
            return new WantedClaim(check, null, 0, check.Actual.IsEmpty ? WhyAbsent(check.Key, claim, token, provider) : null);
        }

        var agreements = check.Wanted.Select(wanted => (Wanted: wanted, Reach: Agreement.Of(wanted, actual, HasWildcards(check.Operator), IgnoresCase(check.Operator)))).ToList();
        var (nearest, reach) = agreements.OrderByDescending(static one => one.Reach.OfPattern).ThenBy(static one => one.Wanted.Length).FirstOrDefault();
        return nearest is null || check.Operator.Contains("Not", StringComparison.Ordinal)
            ? new WantedClaim(check, null, 0, null)
            : new WantedClaim(check, nearest, reach.OfText, WhyDifferent(check.Operator, nearest, actual) ?? (claim is null ? null : token.Hint(claim, nearest, actual)));
    }

    private static bool HasWildcards(string name) => name.Contains("Like", StringComparison.Ordinal) || name.Contains("Arn", StringComparison.Ordinal);

    private static bool IgnoresCase(string name) => name.Contains("IgnoreCase", StringComparison.Ordinal);

    private static string? WhyDifferent(string name, string wanted, string actual) =>
        string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase) && !IgnoresCase(name) ? $"They differ in upper and lower case, which {name} minds."
        : !HasWildcards(name) && name.StartsWith("StringEquals", StringComparison.Ordinal) && wanted.Contains('*', StringComparison.Ordinal)
            ? $"{name} takes * for the character itself: StringLike reads it as whatever may stand there."
        : null;

    private static string WhyAbsent(string key, string? claim, AskedToken token, KnownOidcProvider provider)
    {
        ImmutableArray<string> names = ["aud", .. ProviderClaims.NamesOf(provider)];
        return claim is null
            ? key.Contains('/', StringComparison.Ordinal) || key.Contains('.', StringComparison.Ordinal)
                ? $"It is a key of another issuer: those of this token begin with {provider.Name}:."
                : "The call has no such key."
            : names.Contains(claim, StringComparer.OrdinalIgnoreCase) ? $"The token has no claim {claim}."
            : $"AWS makes no condition key of the claim {claim}{(token.Claims.Find(claim) is { } said ? $", which the token has as {said.Shown()}" : "")}: "
                + $"of this issuer there are {string.Join(", ", names)}.";
    }
}
