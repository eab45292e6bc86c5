using System.Text.Json.Nodes;
using Emulation.Access;
using Sam;

namespace Emulation.Findings.Rules;

internal sealed class AnyIdentityPool() : Rule(
    "LA013", "role for any identity pool, or for guests", Severity.Error,
    "All identity pools speak through one issuer: without their id in the condition another pool gives the role, and without authenticated a guest gets it.")
{
    public override IEnumerable<Finding> Find(LintSubject subject)
    {
        var forUsers = ForUsers(subject.Main);
        foreach (var at in LintSubject.Statements(subject.Trust).Where(static at => IdentityPoolTrust.IsAboutPools(at.Statement)))
        {
            var trust = IdentityPoolTrust.Of(at.Statement);
            if (trust.PoolIds.IsEmpty)
            {
                yield return new Finding(
                    this, at, $"{at.Name} lets any identity pool give the role.",
                    "Add StringEquals cognito-identity.amazonaws.com:aud with the id of the pool: !Ref POOL.");
            }

            if (trust.AdmitsGuests && forUsers.Contains(RoleOf(subject, at.Owner)))
            {
                yield return new Finding(
                    this, at, $"{at.Name} admits guests, though the role is for identities that have signed in.",
                    "Add ForAnyValue:StringLike cognito-identity.amazonaws.com:amr authenticated.");
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
