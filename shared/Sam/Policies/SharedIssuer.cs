using Iam;

namespace Sam.Policies;

/// <summary>
/// One issuer speaks for every identity pool of every account, so IAM saves no trust policy that names it without a condition which tells pools or users apart. Amazon
/// Cognito Developer Guide, "Role trust and permissions".
/// </summary>
public static class SharedIssuer
{
    /// <summary>The issuer as <c>Principal.Federated</c> writes it.</summary>
    public const string Name = "cognito-identity.amazonaws.com";

    /// <summary>What is wrong with a trust policy that lets any identity pool in; null when nothing is.</summary>
    /// <param name="trust">The trust policy.</param>
    public static string? Fault(Policy trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        return trust.Statements.Any(static statement => !statement.Denies && statement.PrincipalTexts.Contains(Name) && !statement.ConditionTexts.Any(static c => c.Key.StartsWith($"{Name}:", StringComparison.OrdinalIgnoreCase)))
            ? $"The trust policy must have a condition on a key of {Name}."
            : null;
    }
}
