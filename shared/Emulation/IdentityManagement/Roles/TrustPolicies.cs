using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.IdentityManagement.Roles;

/// <summary>Reads the trust policies that clients send.</summary>
internal static class TrustPolicies
{
    /// <summary>The compiled policy; null with an error when AWS would refuse it.</summary>
    public static Policy? Read(string json, string role, PrincipalIndex index, out QueryError error)
    {
        error = null!;
        var result = Policy.Parse(json, PolicyKind.Trust, new PolicyOrigin($"{role}.AssumeRolePolicyDocument"));
        if (result.Policy is not { } policy)
        {
            error = IamError.Malformed(result.Errors[0]);
            return null;
        }

        if (PolicyQuota.Trust.SizeOf(json) > PolicyQuota.Trust.Characters)
        {
            error = IamError.LimitExceeded(PolicyQuota.Trust.Message);
            return null;
        }

        if (policy.Statements.SelectMany(static statement => statement.PrincipalTexts).FirstOrDefault(text => IsNobody(text, index)) is { } nobody)
        {
            error = IamError.MalformedPolicy($"Invalid principal in policy: \"AWS\":\"{nobody}\"");
            return null;
        }

        return policy;
    }

    /// <summary>Whether a principal is not there. Of accounts that no template belongs to nobody knows.</summary>
    private static bool IsNobody(string text, PrincipalIndex index)
    {
        if (Arn.TryParse(text, out var arn))
        {
            return arn.Service == "iam" && arn.Resource != "root"
                && (arn.Resource.StartsWith("user/", StringComparison.Ordinal) || arn.Resource.StartsWith("role/", StringComparison.Ordinal))
                && index.Accounts.ContainsKey(arn.Account) && PrincipalIndex.IdOf(index.Accounts, text) is null;
        }

        return (text.StartsWith("AROA", StringComparison.Ordinal) || text.StartsWith("AIDA", StringComparison.Ordinal))
            && !index.Accounts.Values.SelectMany(static account => account.Identities).Any(identity => identity.UniqueId == text);
    }
}
