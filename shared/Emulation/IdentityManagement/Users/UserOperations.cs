using System.Xml;
using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.State;
using Iam;

namespace Emulation.IdentityManagement.Users;

/// <summary>Users. AWS Identity and Access Management API Reference, CreateUser and its kin.</summary>
internal sealed class UserOperations(IdSource ids)
{
    private const int MostUsers = 5000;

    public IEnumerable<IamOperation> All =>
    [
        new("CreateUser", "UserName", "Path PermissionsBoundary Tags", IamTarget.NewUser, Create),
        new("GetUser", "", "UserName", IamTarget.User, Get),
        new("ListUsers", "", "PathPrefix Marker MaxItems", IamTarget.Users, List),
        new("UpdateUser", "UserName", "NewUserName NewPath", IamTarget.User, Update) { MovedTo = static call => IamTarget.Moved(call, IdentityKind.User) },
        new("DeleteUser", "UserName", "", IamTarget.User, Delete),
    ];

    private QueryAnswer Create(IamCall call)
    {
        var name = call.Text("UserName");
        var user = new UserIdentity
        {
            Name = name,
            Path = call["Path"] ?? "/",
            UniqueId = NewIdentity.Id("AIDA", ids),
            CreatedAt = call.Facts.At,
            Boundary = call["PermissionsBoundary"],
            Tags = TagList.Of(call.Tags),
        };
        return call.Change(account =>
            NewIdentity.CheckTags(call) is { } tags ? tags
            : NewIdentity.CheckBoundary(call, account) is { } boundary ? boundary
            : account.User(name) is not null ? IamError.AlreadyExists($"User with name {name} already exists.")
            : account.Users.Count >= MostUsers ? IamError.LimitExceeded("UsersPerAccount", MostUsers)
            : new IamChange(account.With(user), new QueryAnswer(xml => xml.Structure("User", () => Write(xml, user, account.Id)))));
    }

    private static QueryAnswer Get(IamCall call) => call.Account.User(call.UserName!) is { } user
        ? new QueryAnswer(xml => xml.Structure("User", () => Write(xml, user, call.AccountId)))
        : IamError.NoSuch(IdentityKind.User, call.UserName!);

    private static QueryAnswer List(IamCall call) => ListPage<Identity>.Answer(
        call,
        call.Account.Users.Values.Where(user => user.Path.StartsWith(call["PathPrefix"] ?? "/", StringComparison.Ordinal)),
        static user => user.Name,
        (xml, users) => xml.List("Users", users, user => xml.Head(user, call.AccountId)));

    private static QueryAnswer Update(IamCall call) => call.Change(IdentityKind.User, call.Text("UserName"), (account, identity) =>
    {
        var fresh = identity with { Name = call["NewUserName"] ?? identity.Name, Path = call["NewPath"] ?? identity.Path };
        return identity.LogicalId is { } logicalId ? IamError.Declared($"user {identity.Name}", logicalId)
            : account.User(fresh.Name) is { } other && other.UniqueId != fresh.UniqueId ? IamError.AlreadyExists($"User with name {fresh.Name} already exists.")
            : account.Without(identity).With(fresh);
    });

    private static QueryAnswer Delete(IamCall call) => call.Change(IdentityKind.User, call.Text("UserName"), static (account, identity) =>
    {
        var user = (UserIdentity)identity;
        return user.LogicalId is { } logicalId ? IamError.Declared($"user {user.Name}", logicalId)
            : Deletion.Conflict(user) is { } conflict ? conflict
            : user.Keys.Length > 0 ? IamError.DeleteConflict("Cannot delete entity, must delete access keys first.")
            : user.Groups.Length > 0 ? IamError.DeleteConflict("Cannot delete entity, must remove users from group first.")
            : account.Without(user);
    });

    /// <summary>A user with boundary and tags: lists leave them out.</summary>
    private static void Write(XmlWriter xml, Identity user, AccountId account)
    {
        xml.Head(user, account);
        xml.Boundary(user);
        if (user.Tags.All.Length > 0)
        {
            xml.Tags(user.Tags);
        }
    }
}
