using Iam;

namespace Emulation.Principals;

/// <summary>Whom a role's trust policy means.</summary>
internal static class TrustBinding
{
    /// <summary>The role with an id for each ARN that has one by now.</summary>
    public static RoleIdentity Bind(RoleIdentity role, Func<string, string?> idOf)
    {
        var trusted = PrincipalBinding.Bind(role.Trust, role.Trusted, idOf);
        return trusted == role.Trusted ? role : role with { Trusted = trusted };
    }

    /// <summary>The trust policy as it is in force.</summary>
    public static Policy InForce(RoleIdentity role, Func<string, string?> idOf) =>
        PrincipalBinding.InForce(role.Trust, (_, arn) => role.Trusted.GetValueOrDefault(arn), idOf, new PolicyParseOptions { Stored = true });
}
