using System.Collections.Immutable;
using System.Xml;
using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.State;

namespace Emulation.IdentityManagement.Users;

/// <summary>
/// Long-term access keys. The answer of CreateAccessKey is the only place that ever shows a secret. AWS Identity and Access Management API Reference,
/// CreateAccessKey and its kin.
/// </summary>
internal sealed class AccessKeyOperations(AccountDirectory directory, LastUses uses, IdSource ids)
{
    private const int MostKeys = 2;

    public IEnumerable<IamOperation> All =>
    [
        new("CreateAccessKey", "", "UserName", IamTarget.User, Create),
        new("ListAccessKeys", "", "UserName Marker MaxItems", IamTarget.User, List),
        new("UpdateAccessKey", "AccessKeyId Status", "UserName", IamTarget.User, Update),
        new("DeleteAccessKey", "AccessKeyId", "UserName", IamTarget.User, Delete),
        new("GetAccessKeyLastUsed", "AccessKeyId", "", IamTarget.OwnerOfKey, GetLastUsed),
    ];

    private QueryAnswer Create(IamCall call)
    {
        Span<byte> entropy = stackalloc byte[10];
        ids.Fill(entropy);
        var key = new UserKey(AccessKeyId.LongTerm(call.AccountId, entropy), true, call.Facts.At);
        return ChangeUser(call, (account, user) => user.Keys.Length >= MostKeys
            ? IamError.LimitExceeded("AccessKeysPerUser", MostKeys)
            : new IamChange(account.With(user with { Keys = user.Keys.Add(key) }), new QueryAnswer(xml => xml.Structure("AccessKey", () =>
            {
                Write(xml, user.Name, key);
                xml.WriteElementString("SecretAccessKey", directory.SecretOf(key.Id));
            }))));
    }

    private static QueryAnswer List(IamCall call) => call.Account.User(call.UserName!) is { } user
        ? ListPage<UserKey>.Answer(
            call, user.Keys.OrderBy(static key => key.Id, StringComparer.OrdinalIgnoreCase), static key => key.Id,
            (xml, keys) => xml.List("AccessKeyMetadata", keys, key => Write(xml, user.Name, key)))
        : IamError.NoSuch(IdentityKind.User, call.UserName!);

    private static QueryAnswer Update(IamCall call) => ChangeKey(call, (user, at) => user.Keys.SetItem(at, user.Keys[at] with { IsActive = call.Text("Status") == "Active" }));

    private static QueryAnswer Delete(IamCall call) => ChangeKey(call, static (user, at) => user.Keys.RemoveAt(at));

    private QueryAnswer GetLastUsed(IamCall call)
    {
        var id = call.Text("AccessKeyId");
        if (call.Account.Users.Values.Cast<UserIdentity>().FirstOrDefault(user => user.Keys.Any(key => key.Id == id)) is not { } owner)
        {
            return IamError.NoSuchEntity($"The Access Key with id {id} cannot be found.");
        }

        var use = uses.Of(id);
        return new QueryAnswer(xml =>
        {
            xml.WriteElementString("UserName", owner.Name);
            xml.Structure("AccessKeyLastUsed", () =>
            {
                if (use is not null)
                {
                    xml.Date("LastUsedDate", use.At);
                }

                xml.WriteElementString("ServiceName", use?.Service ?? "N/A");
                xml.WriteElementString("Region", use?.Region ?? "N/A");
            });
        });
    }

    private static QueryAnswer ChangeKey(IamCall call, Func<UserIdentity, int, ImmutableArray<UserKey>> change) => ChangeUser(call, (account, user) =>
    {
        var id = call.Text("AccessKeyId");
        var at = user.Keys.IndexOf(user.Keys.FirstOrDefault(key => key.Id == id)!);
        return at < 0 ? IamError.NoSuchEntity($"The Access Key with id {id} cannot be found.")
            : user.IsAdministrator && at == 0 ? IamError.Administrator("The first access key")
            : account.With(user with { Keys = change(user, at) });
    });

    private static QueryAnswer ChangeUser(IamCall call, Func<IamAccount, UserIdentity, IamChange> change) =>
        call.Change(IdentityKind.User, call.UserName!, (account, identity) => change(account, (UserIdentity)identity));

    private static void Write(XmlWriter xml, string user, UserKey key)
    {
        xml.WriteElementString("UserName", user);
        xml.WriteElementString("AccessKeyId", key.Id);
        xml.WriteElementString("Status", key.IsActive ? "Active" : "Inactive");
        xml.Date("CreateDate", key.CreatedAt);
    }
}
