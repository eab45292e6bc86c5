using System.Collections.Immutable;

namespace Emulation.Cognito.Groups;

/// <summary>What a user's groups say in tokens.</summary>
/// <param name="Names">The groups.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="PreferredRole">The role of the group with the lowest precedence; null when two with different roles share it, or no group with a role has a precedence.</param>
internal sealed record UserGroups(ImmutableArray<string> Names, ImmutableArray<string> Roles, string? PreferredRole)
{
    /// <summary>Reads a user's groups. Amazon Cognito Developer Guide, "Adding groups to a user pool".</summary>
    public static UserGroups Of(GroupStore store, string pool, string username)
    {
        var groups = store.GroupsOf(pool, username)
            .OrderBy(static group => (int?)group["Precedence"] ?? int.MaxValue).ToList();
        var roles = groups.Select(static group => (string?)group["RoleArn"]).OfType<string>().Distinct(StringComparer.Ordinal).ToImmutableArray();
        var ranked = groups.FindAll(static group => group["RoleArn"] is not null && group["Precedence"] is not null);
        var preferred = ranked.TakeWhile(group => (int)group["Precedence"]! == (int)ranked[0]["Precedence"]!).Select(static group => (string?)group["RoleArn"]).Distinct().ToList();
        return new UserGroups([.. groups.Select(static group => (string)group["GroupName"]!)], roles, preferred is [var only] ? only : null);
    }
}
