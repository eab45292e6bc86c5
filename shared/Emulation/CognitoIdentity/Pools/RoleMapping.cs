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

/// <summary>A rule of a mapping: the role of whose claim is as it says.</summary>
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
        var fromToken = (fields.Choice("Type", "Token", "Rules") ?? throw fields.Missing("Type")) == "Token";
        var ambiguous = fields.Choice("AmbiguousRoleResolution", "AuthenticatedRole", "Deny")
            ?? throw Refusal.Invalid("AmbiguousRoleResolution is required if the mapping's Type is Token or Rules.");
        ImmutableArray<MappingRule> rules = [.. (fields.Inner("RulesConfiguration")?.Items("Rules") ?? []).Select(Rule)];
        if (!fromToken && rules.IsEmpty)
        {
            throw Refusal.Invalid("RulesConfiguration is required if the mapping's Type is Rules.");
        }

        fields.RequireAtMost(MostRules, "Rules", rules.Length);
        return new RoleMapping(fromToken, ambiguous == "Deny", rules);
    }

    private static MappingRule Rule(Fields rule) => new(
        rule.Required("Claim", 1, 64, ClaimPattern),
        Enum.Parse<ClaimMatch>(rule.Choice("MatchType", "Equals", "Contains", "StartsWith", "NotEqual") ?? throw rule.Missing("MatchType")),
        rule.Required("Value", 1, 128),
        rule.Required("RoleARN", 20, 2048));

    [GeneratedRegex(@"^[\p{L}\p{M}\p{S}\p{N}\p{P}]+\z")]
    private static partial Regex ClaimPattern { get; }
}
