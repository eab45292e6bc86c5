using System.Collections.Immutable;
using Emulation.Principals;
using Iam;

namespace Emulation.Explain.Trust;

/// <summary>A statement of a trust policy beside a token.</summary>
/// <param name="Part">What it did.</param>
/// <param name="Claims">Its conditions; empty where it does not come to them.</param>
internal sealed record TrustedStatement(StatementPart Part, ImmutableArray<WantedClaim> Claims)
{
    /// <summary>Those that keep it from applying.</summary>
    public IEnumerable<WantedClaim> Unmet => Claims.Where(static claim => !claim.Check.IsMet);

    /// <summary>Whether it applies where the keys of which nothing was said are as it wants them, and does not where they are not.</summary>
    public bool DependsOn(IReadOnlyCollection<string> unsaid) =>
        Claims.Any(claim => IsOf(unsaid, claim)) && Unmet.All(claim => IsOf(unsaid, claim));

    private static bool IsOf(IReadOnlyCollection<string> keys, WantedClaim claim) => keys.Contains(claim.Check.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it names the token's issuer and would let it in, its conditions aside.</summary>
    public bool IsMeant { get; private init; }

    /// <summary>The statements that are about a token's issuer, those that it comes nearest to first, and others that say something about roles for tokens.</summary>
    public static ImmutableArray<TrustedStatement> Of(TrustVerdict verdict, AskedToken token) => verdict.Subject is not { } subject ? [] :
    [
        .. subject.Explain().Parts.Where(static part => part.Applies || part.IsNear)
            .Select(part => Of(part, token, verdict.Provider, subject.Request))
            .OrderByDescending(static one => one.Part.Applies).ThenByDescending(static one => one.IsMeant).ThenBy(static one => one.Unmet.Count())
            .ThenByDescending(static one => one.Unmet.Sum(static claim => claim.AgreesUpTo)),
    ];

    private static TrustedStatement Of(StatementPart part, AskedToken token, KnownOidcProvider provider, AccessRequest request)
    {
        // A statement that does not name the issuer says so, and not what it wants of it.
        var comesToConditions = part.Applies || part.Part != DecidingPolicy.Trust
            || part.Statement.PrincipalTexts.Any(text => text == provider.Arn || (text == "*" && part.Statement.Denies));
        return new TrustedStatement(part, comesToConditions ? [.. part.Statement.Check(request.Context).Select(check => WantedClaim.Of(check, token, provider))] : [])
        {
            IsMeant = comesToConditions && part is { Part: DecidingPolicy.Trust, Statement.Denies: false },
        };
    }
}
