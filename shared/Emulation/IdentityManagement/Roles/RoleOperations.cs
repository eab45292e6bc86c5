using System.Globalization;
using System.Xml;
using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.State;
using Iam;

namespace Emulation.IdentityManagement.Roles;

/// <summary>Roles. AWS Identity and Access Management API Reference, CreateRole and its kin.</summary>
internal sealed class RoleOperations(LastUses uses, IdSource ids)
{
    private const int MostRoles = 1000;

    public IEnumerable<IamOperation> All =>
    [
        new("CreateRole", "RoleName AssumeRolePolicyDocument", "Path Description MaxSessionDuration PermissionsBoundary Tags", IamTarget.NewRole, Create),
        new("GetRole", "RoleName", "", IamTarget.Role, Get),
        new("ListRoles", "", "PathPrefix Marker MaxItems", IamTarget.Roles, List),
        new("UpdateRole", "RoleName", "Description MaxSessionDuration", IamTarget.Role, Update),
        new("UpdateRoleDescription", "RoleName Description", "", IamTarget.Role, UpdateDescription),
        new("UpdateAssumeRolePolicy", "RoleName PolicyDocument", "", IamTarget.Role, UpdateTrust),
        new("DeleteRole", "RoleName", "", IamTarget.Role, Delete),
        new("CreateServiceLinkedRole", "AWSServiceName", "Description CustomSuffix", ServiceLinkedRole, RefuseServiceLinkedRole),
    ];

    private QueryAnswer Create(IamCall call)
    {
        var name = call.Text("RoleName");
        return call.Change((account, index) =>
        {
            if ((NewIdentity.CheckPath(call) ?? NewIdentity.CheckTags(call) ?? NewIdentity.CheckBoundary(call, account)) is { } wrong)
            {
                return wrong;
            }

            if (TrustPolicies.Read(call.Text("AssumeRolePolicyDocument"), name, index, out var error) is not { } trust)
            {
                return error;
            }

            var role = new RoleIdentity
            {
                Name = name,
                Path = call["Path"] ?? "/",
                UniqueId = NewIdentity.Id("AROA", ids),
                CreatedAt = call.Facts.At,
                Trust = trust,
                Description = call["Description"],
                MaxSessionSeconds = call.Number("MaxSessionDuration", 3600),
                Boundary = call["PermissionsBoundary"],
                Tags = TagList.Of(call.Tags),
            };
            role = TrustBinding.Bind(role, arn => PrincipalIndex.IdOf(index.Accounts, arn));
            return account.Role(name) is not null ? IamError.AlreadyExists($"Role with name {name} already exists.")
                : account.Roles.Count >= MostRoles ? IamError.LimitExceeded("RolesPerAccount", MostRoles)
                : new IamChange(
                    account.With(role),
                    new QueryAnswer(xml => xml.Structure("Role", () => Write(xml, role, account.Id, index, withDuration: call["MaxSessionDuration"] is not null))));
        });
    }

    private QueryAnswer Get(IamCall call) => call.Show(IdentityKind.Role, role => new QueryAnswer(xml => xml.Structure("Role", () =>
    {
        Write(xml, (RoleIdentity)role, call.AccountId, call.Index);
        WriteLastUsed(xml, (RoleIdentity)role, uses);
    })));

    private static QueryAnswer List(IamCall call) => ListPage<Identity>.Answer(
        call,
        call.Account.Roles.Values.Where(role => role.Path.StartsWith(call["PathPrefix"] ?? "/", StringComparison.Ordinal)),
        static role => role.Name,
        (xml, roles) => xml.List("Roles", roles.Cast<RoleIdentity>(), role => WriteWithoutTags(xml, role, call.AccountId, call.Index)));

    /// <summary>Answers an empty result, where its kin answer none.</summary>
    private static QueryAnswer Update(IamCall call) => call.Change(IdentityKind.Role, (account, role) => new IamChange(
        account.With(
            (RoleIdentity)role with
            {
                Description = call["Description"] ?? ((RoleIdentity)role).Description,
                MaxSessionSeconds = call.Number("MaxSessionDuration", ((RoleIdentity)role).MaxSessionSeconds),
            }),
        new QueryAnswer(static _ => { })));

    private static QueryAnswer UpdateDescription(IamCall call) => call.Change(IdentityKind.Role, (account, identity) =>
    {
        var role = (RoleIdentity)identity with { Description = call.Text("Description") };
        return new IamChange(account.With(role), new QueryAnswer(xml => xml.Structure("Role", () => Write(xml, role, account.Id, call.Index))));
    });

    private static QueryAnswer UpdateTrust(IamCall call) => call.Change((account, index) =>
        account.Role(call.Text("RoleName")) is not { } role ? IamError.NoSuch(IdentityKind.Role, call.Text("RoleName"))
        : TrustPolicies.Read(call.Text("PolicyDocument"), role.Name, index, out var error) is not { } trust ? error
        : account.With(TrustBinding.Bind(role with { Trust = trust, Trusted = role.Trusted.Clear() }, arn => PrincipalIndex.IdOf(index.Accounts, arn))));

    private static QueryAnswer Delete(IamCall call) => call.Change(IdentityKind.Role, static (account, role) =>
        role.LogicalId is { } logicalId ? IamError.Declared($"role {role.Name}", logicalId)
        : Deletion.Conflict(role) is { } conflict ? conflict
        : account.Without(role));

    private static IamTarget ServiceLinkedRole(IamCall call) => new($"arn:aws:iam::{call.AccountId}:role/aws-service-role/{call.Text("AWSServiceName")}/*");

    /// <summary>AWS writes these roles' policies itself, service by service, and publishes no complete list.</summary>
    private static QueryAnswer RefuseServiceLinkedRole(IamCall call) =>
        IamError.InvalidInput(
            $"LocalAws makes no service-linked role for {call.Text("AWSServiceName")}: it runs no service that needs one. Make a role that trusts the service instead.");

    /// <summary>A role with boundary and tags. CreateRole tells the longest session only to whoever has set it.</summary>
    private static void Write(XmlWriter xml, RoleIdentity role, AccountId account, PrincipalIndex index, bool withDuration = true)
    {
        WriteWithoutTags(xml, role, account, index, withDuration);
        xml.Boundary(role);
        if (role.Tags.All.Length > 0)
        {
            xml.Tags(role.Tags);
        }
    }

    /// <summary>A role as lists show it.</summary>
    private static void WriteWithoutTags(XmlWriter xml, RoleIdentity role, AccountId account, PrincipalIndex index, bool withDuration = true)
    {
        xml.Head(role, account);
        xml.Trust(role, index);
        xml.Optional("Description", role.Description);
        if (withDuration)
        {
            xml.WriteElementString("MaxSessionDuration", role.MaxSessionSeconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static void WriteLastUsed(XmlWriter xml, RoleIdentity role, LastUses uses) => xml.Structure("RoleLastUsed", () =>
    {
        if (uses.Of(role.UniqueId) is { } use)
        {
            xml.Date("LastUsedDate", use.At);
            xml.WriteElementString("Region", use.Region);
        }
    });
}
