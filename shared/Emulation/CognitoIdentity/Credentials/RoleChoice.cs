using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Logins;
using Emulation.CognitoIdentity.Pools;
using Emulation.Sessions;

namespace Emulation.CognitoIdentity.Credentials;

/// <summary>Which role an identity gets. Amazon Cognito Developer Guide, "Using role-based access control".</summary>
internal static class RoleChoice
{
    private const string Preferred = "cognito:preferred_role";
    private const string All = "cognito:roles";

    /// <summary>The role's ARN: <paramref name="asked"/>, <c>CustomRoleArn</c>, where the login may have several; null asks for the pool's own choice.</summary>
    /// <exception cref="CognitoException">There is no such role for this identity.</exception>
    public static string For(IdentityPool pool, LoginProof proof, string? asked)
    {
        if (!proof.IsEmpty
            && proof.Logins.Select(login => (Login: login, Mapping: MappingOf(pool, login)))
                .FirstOrDefault(static pair => pair.Mapping is not null) is { Mapping: { } mapping } found)
        {
            return Mapped(mapping, found.Login, asked) ?? (mapping.DeniesAmbiguous
                ? throw Refusal.NotAuthorized("The role mapping of the provider finds no single role for this login, and denies ambiguous ones.")
                : Default(pool, proof));
        }

        var role = Default(pool, proof);
        return asked is null || asked == role ? role : throw NotAmongRoles;
    }

    private static CognitoException NotAmongRoles => Refusal.NotAuthorized("CustomRoleArn is none of the roles that this login may have.");

    private static RoleMapping? MappingOf(IdentityPool pool, VerifiedLogin login) =>
        login.Names.Select(name => pool.RoleMappings.GetValueOrDefault(name)).FirstOrDefault(static mapping => mapping is not null);

    /// <summary>Null when the mapping finds no role, or several.</summary>
    private static string? Mapped(RoleMapping mapping, VerifiedLogin login, string? asked)
    {
        var candidates = mapping.FromToken ? login.ValuesOf(All) : [.. mapping.Rules.Where(rule => rule.Matches(login.Claims)).Select(static rule => rule.RoleArn)];
        if (asked is not null)
        {
            return candidates.Contains(asked) ? asked : throw NotAmongRoles;
        }

        return mapping.FromToken
            ? login.ValueOf(Preferred) is { } preferred ? preferred : candidates is [var only] ? only : null
            : candidates.FirstOrDefault();
    }

    private static string Default(IdentityPool pool, LoginProof proof)
    {
        var kind = proof.IsEmpty ? CognitoSession.Unauthenticated : CognitoSession.Authenticated;
        return pool.Roles.GetValueOrDefault(kind) ?? throw IdentityRefusal.Configuration($"Identity pool {pool.Id} has no {kind} role.");
    }
}
