using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Groups;

/// <summary>Puts users into groups. Amazon Cognito API Reference, AdminAddUserToGroup, AdminRemoveUserFromGroup, AdminListGroupsForUser.</summary>
internal sealed class GroupMemberships(UserDirectory users, GroupStore groups)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Signed("AdminAddUserToGroup", Add),
        Operation.Signed("AdminRemoveUserFromGroup", Remove),
        Operation.Signed("AdminListGroupsForUser", List),
    ];

    private JsonObject Add(CognitoCall call)
    {
        var (pool, user) = users.Of(call);
        var name = call.Fields.Required("GroupName", 1, 128);
        groups.Add(pool.Id, groups.Find(pool.Id, name) is not null ? name : throw Refusal.NotFound("Group not found."), user.Username);
        return [];
    }

    /// <summary>Done, also when the user is not in the group or the group is not there.</summary>
    private JsonObject Remove(CognitoCall call)
    {
        var (pool, user) = users.Of(call);
        groups.Remove(pool.Id, call.Fields.Required("GroupName", 1, 128), user.Username);
        return [];
    }

    private JsonObject List(CognitoCall call)
    {
        var (pool, user) = users.Of(call);
        PageSize.Check(call.Fields);
        return WireJson.Page(call.Fields, "Groups", "Limit", "NextToken", [.. groups.GroupsOf(pool.Id, user.Username)], 60);
    }
}
