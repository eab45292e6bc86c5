using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Emulation.Cognito.Protocol;

namespace Emulation.CognitoIdentity.Pools;

/// <summary>How a rule compares a claim.</summary>
internal enum ClaimMatch
{
    Equals,
    Contains,
    StartsWith,
    NotEqual,
}

/// <summary>A rule of a mapping.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Match">How it is compared.</param>
/// <param name="Value">With what.</param>
/// <param name="RoleArn">The role of whom it matches.</param>
internal sealed record MappingRule(string Claim, ClaimMatch Match, string Value, string RoleArn)
{
    /// <summary>Whether a login's claim is as the rule wants it. A claim that is missing matches nothing, <c>NotEqual</c> included.</summary>
    public bool Matches(IReadOnlyDictionary<string, ImmutableArray<string>> claims) => claims.TryGetValue(Claim, out var values) && Match switch
    {
        ClaimMatch.Equals => values.Contains(Value),
        ClaimMatch.Contains => values.Any(value => value.Contains(Value, StringComparison.Ordinal)),
        ClaimMatch.StartsWith => values.Any(value => value.StartsWith(Value, StringComparison.Ordinal)),
        _ => !values.Contains(Value),
    };
}

/// <summary>How a provider's users come to their role. Amazon Cognito Developer Guide, "Using role-based access control".</summary>
/// <param name="FromToken">Whether the token names the role; otherwise the rules do.</param>
/// <param name="DeniesAmbiguous">Whether nobody gets in for whom no single role is found; otherwise they get the authenticated role.</param>
/// <param name="Rules">In the order in which they are tried.</param>
internal sealed partial record RoleMapping(bool FromToken, bool DeniesAmbiguous, ImmutableArray<MappingRule> Rules)
{
    private const int MostRules = 400;

    /// <exception cref="CognitoException">It is not as Cognito takes it.</exception>
    public static RoleMapping Read(Fields fields)
    {
        var fromToken = (fields.Choice("Type", "Token", "Rules") ?? throw fields.Violation("null", "Type", "Member must not be null")) == "Token";
        var ambiguous = fields.Choice("AmbiguousRoleResolution", "AuthenticatedRole", "Deny")
            ?? throw Refusal.Invalid("AmbiguousRoleResolution is required if the mapping's Type is Token or Rules.");
        ImmutableArray<MappingRule> rules = [.. (fields.Inner("RulesConfiguration")?.Items("Rules") ?? []).Select(Rule)];
        if (!fromToken && rules.IsEmpty)
        {
            throw Refusal.Invalid("RulesConfiguration is required if the mapping's Type is Rules.");
        }

        return rules.Length <= MostRules
            ? new RoleMapping(fromToken, ambiguous == "Deny", rules)
            : throw fields.Violation(null, "Rules", $"Member must have length less than or equal to {MostRules}");
    }

    private static MappingRule Rule(Fields rule) => new(
        rule.Required("Claim", 1, 64, ClaimPattern),
        Enum.Parse<ClaimMatch>(rule.Choice("MatchType", "Equals", "Contains", "StartsWith", "NotEqual") ?? throw rule.Violation("null", "MatchType", "Member must not be null")),
        rule.Required("Value", 1, 128),
        rule.Required("RoleARN", 20, 2048));

    [GeneratedRegex(@"^[\p{L}\p{M}\p{S}\p{N}\p{P}]+\z")]
    private static partial Regex ClaimPattern { get; }
}
