using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.State;

namespace Emulation.IdentityManagement.Groups;

/// <summary>Groups and who is in them. AWS Identity and Access Management API Reference, CreateGroup and its kin.</summary>
internal sealed class GroupOperations(IdSource ids)
{
    private const int MostGroups = 300;
    private const int MostGroupsOfUser = 10;

    public IEnumerable<IamOperation> All =>
    [
        new("CreateGroup", "GroupName", "Path", IamTarget.NewGroup, Create),
        new("GetGroup", "GroupName", "Marker MaxItems", IamTarget.Group, Get),
        new("ListGroups", "", "PathPrefix Marker MaxItems", IamTarget.Groups, List),
        new("UpdateGroup", "GroupName", "NewGroupName NewPath", IamTarget.Group, Update) { MovedTo = static call => IamTarget.Moved(call, IdentityKind.Group) },
        new("DeleteGroup", "GroupName", "", IamTarget.Group, Delete),
        new("AddUserToGroup", "GroupName UserName", "", IamTarget.Group, AddUser),
        new("RemoveUserFromGroup", "GroupName UserName", "", IamTarget.Group, RemoveUser),
        new("ListGroupsForUser", "UserName", "Marker MaxItems", IamTarget.User, ListForUser),
    ];

    private QueryAnswer Create(IamCall call)
    {
        var name = call.Text("GroupName");
        var group = new GroupIdentity { Name = name, Path = call["Path"] ?? "/", UniqueId = NewIdentity.Id("AGPA", ids), CreatedAt = call.Facts.At };
        return call.Change(account =>
            account.Group(name) is not null ? IamError.AlreadyExists($"Group with name {name} already exists.")
            : account.Groups.Count >= MostGroups ? IamError.LimitExceeded("GroupsPerAccount", MostGroups)
            : new IamChange(account.With(group), new QueryAnswer(xml => xml.Structure("Group", () => xml.Head(group, account.Id)))));
    }

    private static QueryAnswer Get(IamCall call) => call.Show(IdentityKind.Group, group =>
        ListPage<UserIdentity>.Answer(call, call.Account.MembersOf(group.Name), static user => user.Name, (xml, users) =>
        {
            xml.Structure("Group", () => xml.Head(group, call.AccountId));
            xml.List("Users", users, user => xml.Head(user, call.AccountId));
        }));

    private static QueryAnswer List(IamCall call) =>
        ListOf(call, call.Account.Groups.Values.Where(group => group.Path.StartsWith(call["PathPrefix"] ?? "/", StringComparison.Ordinal)));

    private static QueryAnswer ListForUser(IamCall call) => call.Show(
        IdentityKind.User, user => ListOf(call, call.Account.Groups.Values.Where(group => IsMember((UserIdentity)user, group.Name))));

    private static QueryAnswer ListOf(IamCall call, IEnumerable<Identity> groups) =>
        ListPage<Identity>.Answer(call, groups, static group => group.Name, (xml, page) => xml.List("Groups", page, group => xml.Head(group, call.AccountId)));

    private static QueryAnswer Update(IamCall call) => call.Change(IdentityKind.Group, (account, group) =>
    {
        var fresh = group with { Name = call["NewGroupName"] ?? group.Name, Path = call["NewPath"] ?? group.Path };
        return group.LogicalId is { } logicalId ? IamError.Declared($"group {group.Name}", logicalId)
            : account.Group(fresh.Name) is { } other && other.UniqueId != fresh.UniqueId ? IamError.AlreadyExists($"Group with name {fresh.Name} already exists.")
            : account.MembersOf(group.Name).Aggregate(
                account.Without(group).With(fresh),
                (all, user) => all.With(WithoutGroup(user, group.Name) with { Groups = WithoutGroup(user, group.Name).Groups.Add(fresh.Name) }));
    });

    private static QueryAnswer Delete(IamCall call) => call.Change(IdentityKind.Group, static (account, group) =>
        group.LogicalId is { } logicalId ? IamError.Declared($"group {group.Name}", logicalId)
        : account.MembersOf(group.Name).Any() ? IamError.DeleteConflict("Cannot delete entity, must remove users from group first.")
        : Deletion.Conflict(group) is { } conflict ? conflict
        : account.Without(group));

    private static QueryAnswer AddUser(IamCall call) => ChangeMember(call, static (account, user, group) =>
        IsMember(user, group.Name) ? new IamChange(account, QueryAnswer.Done)
        : user.Groups.Length >= MostGroupsOfUser ? IamError.LimitExceeded("GroupsPerUser", MostGroupsOfUser)
        : account.With(user with { Groups = user.Groups.Add(group.Name) }));

    private static QueryAnswer RemoveUser(IamCall call) => ChangeMember(call, static (account, user, group) => account.With(WithoutGroup(user, group.Name)));

    private static QueryAnswer ChangeMember(IamCall call, Func<IamAccount, UserIdentity, Identity, IamChange> change) => call.Change(IdentityKind.Group, (account, group) =>
        account.User(call.Text("UserName")) is not { } user ? IamError.NoSuch(IdentityKind.User, call.Text("UserName"))
        : user.IsAdministrator ? IamError.Administrator("The groups")
        : change(account, user, group));

    private static bool IsMember(UserIdentity user, string group) => user.Groups.Contains(group, StringComparer.OrdinalIgnoreCase);

    private static UserIdentity WithoutGroup(UserIdentity user, string group) =>
        user with { Groups = user.Groups.RemoveAll(name => name.Equals(group, StringComparison.OrdinalIgnoreCase)) };
}
