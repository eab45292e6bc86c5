using System.Text.Json.Nodes;
using Emulation.Access;
using Sam;

namespace Emulation.Findings;

/// <summary>LA013: roles that trust identity pools and do not say which, or admit guests to what is for users.</summary>
internal static class PooledRoles
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var forUsers = ForUsers(subject.Main);
        foreach (var (owner, statement) in LintSubject.Statements(subject.Trust).Where(static pair => IdentityPoolTrust.IsAboutPools(pair.Statement)))
        {
            var trust = IdentityPoolTrust.Of(statement);
            if (trust.PoolIds.IsEmpty)
            {
                yield return new Finding(
                    Rules.AnyIdentityPool, owner.Resource, owner.At(statement), $"{owner.Name(statement)} lets any identity pool give the role.", "Add StringEquals cognito-identity.amazonaws.com:aud with the id of the pool: !Ref POOL.");
            }

            if (trust.AdmitsGuests && forUsers.Contains(RoleOf(subject, owner)))
            {
                yield return new Finding(
                    Rules.AnyIdentityPool, owner.Resource, owner.At(statement), $"{owner.Name(statement)} admits guests, though the role is for identities that have signed in.", "Add ForAnyValue:StringLike cognito-identity.amazonaws.com:amr authenticated.");
            }
        }
    }

    private static string? RoleOf(LintSubject subject, OwnedPolicy owner) => subject.Main.Roles.FirstOrDefault(role => role.LogicalId == owner.Resource)?.Arn.ToString();

    /// <summary>The roles that pools of the template give to users: the authenticated ones, and those of mapping rules.</summary>
    private static HashSet<string?> ForUsers(Stack stack) =>
    [
        .. stack.IdentityPools.Where(static resource => resource.Kind == IdentityPoolResourceKind.Roles).SelectMany(static resource => RolesIn(resource.Properties)),
    ];

    private static IEnumerable<string?> RolesIn(JsonObject properties) => (properties["RoleMappings"] as JsonObject ?? [])
        .SelectMany(static mapping => mapping.Value?["RulesConfiguration"]?["Rules"] as JsonArray ?? [])
        .Select(static rule => (string?)rule?["RoleARN"])
        .Append((string?)properties["Roles"]?["authenticated"]);
}
