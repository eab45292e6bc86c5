using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.State;

namespace Emulation.IdentityManagement.Policies;

/// <summary>Managed policies of the account, and AWS's to be read. AWS Identity and Access Management API Reference, CreatePolicy and its kin.</summary>
internal sealed class ManagedPolicyOperations(IdSource ids)
{
    private const int MostPolicies = 1500;

    public IEnumerable<IamOperation> All =>
    [
        new("CreatePolicy", "PolicyName PolicyDocument", "Path Description Tags", IamTarget.NewPolicy, Create),
        new("GetPolicy", "PolicyArn", "", IamTarget.Policy, Get),
        new("ListPolicies", "", "Scope OnlyAttached PathPrefix PolicyUsageFilter Marker MaxItems", IamTarget.Policies, List),
        new("ListEntitiesForPolicy", "PolicyArn", "EntityFilter PathPrefix PolicyUsageFilter Marker MaxItems", IamTarget.Policy, ListEntities),
        new("DeletePolicy", "PolicyArn", "", IamTarget.Policy, Delete),
    ];

    private QueryAnswer Create(IamCall call)
    {
        var (name, path) = (call.Text("PolicyName"), call["Path"] ?? "/");
        return call.Change(account =>
        {
            if (NewIdentity.CheckTags(call) is { } tags)
            {
                return tags;
            }

            var arn = $"arn:aws:iam::{account.Id}:policy{path}{name}";
            if (PolicyVersions.Read(call.Text("PolicyDocument"), name, arn, out var error) is not { } document)
            {
                return error;
            }

            if (account.Policies.ContainsKey(name))
            {
                return IamError.AlreadyExists($"A policy called {name} already exists. Duplicate names are not allowed.");
            }

            var policy = new CustomerPolicy
            {
                Name = name,
                Path = path,
                UniqueId = NewIdentity.Id("ANPA", ids),
                Description = call["Description"],
                CreatedAt = call.Facts.At,
                UpdatedAt = call.Facts.At,
                Tags = TagList.Of(call.Tags),
                Versions = [new PolicyVersion("v1", document, call.Facts.At)],
                DefaultVersionId = "v1",
                NextVersion = 2,
            };
            return account.Policies.Count >= MostPolicies
                ? IamError.LimitExceeded("PoliciesPerAccount", MostPolicies)
                : new IamChange(account.With(policy), new QueryAnswer(xml => xml.Structure("Policy", () =>
                {
                    xml.Policy(policy, arn, account, withDescription: false);
                    if (policy.Tags.All.Length > 0)
                    {
                        xml.Tags(policy.Tags);
                    }
                })));
        });
    }

    private static QueryAnswer Get(IamCall call)
    {
        var arn = call.Text("PolicyArn");
        return call.Account.Policy(arn) is { } policy
            ? new QueryAnswer(xml => xml.Structure("Policy", () =>
            {
                xml.Policy(policy, arn, call.Account, withDescription: true);
                xml.Tags(policy.Tags);
            }))
            : IamError.NoSuchPolicy(arn);
    }

    private static QueryAnswer List(IamCall call)
    {
        var account = call.Account;
        var own = account.Policies.Values.Select(policy => (Arn: policy.ArnIn(account.Id), Policy: policy));
        var all = (call["Scope"] switch { "AWS" => AwsPolicies.All, "Local" => own, _ => AwsPolicies.All.Concat(own) })
            .Where(pair => pair.Policy.Path.StartsWith(call["PathPrefix"] ?? "/", StringComparison.Ordinal) && IsWanted(call, account, pair.Arn))
            .OrderBy(static pair => pair.Arn, StringComparer.OrdinalIgnoreCase);
        return ListPage<(string Arn, CustomerPolicy Policy)>.Answer(
            call, all, static pair => pair.Arn, (xml, page) => xml.List("Policies", page, pair => xml.Policy(pair.Policy, pair.Arn, account, withDescription: false)));
    }

    private static bool IsWanted(IamCall call, IamAccount account, string arn)
    {
        var (attached, boundary) = (account.AttachmentsOf(arn) > 0, account.BoundariesOf(arn) > 0);
        return call["PolicyUsageFilter"] switch
        {
            "PermissionsPolicy" => attached,
            "PermissionsBoundary" => boundary,
            _ => !call.Flag("OnlyAttached") || attached,
        };
    }

    private static QueryAnswer ListEntities(IamCall call)
    {
        var arn = call.Text("PolicyArn");
        if (call.Account.Policy(arn) is null)
        {
            return IamError.NoSuchPolicy(arn);
        }

        var entities = call.Account.Identities.Where(identity =>
            identity.Path.StartsWith(call["PathPrefix"] ?? "/", StringComparison.Ordinal)
            && (call["EntityFilter"] is not { } kind || kind is "LocalManagedPolicy" or "AWSManagedPolicy" || kind == identity.Kind.ToString())
            && ((call["PolicyUsageFilter"] != "PermissionsBoundary" && identity.Attached.Contains(arn))
                || (call["PolicyUsageFilter"] != "PermissionsPolicy" && identity.Boundary == arn)));
        return ListPage<Identity>.Answer(call, entities.OrderBy(KeyOf, StringComparer.OrdinalIgnoreCase), KeyOf, static (xml, page) =>
        {
            foreach (var kind in (ReadOnlySpan<IdentityKind>)[IdentityKind.Group, IdentityKind.User, IdentityKind.Role])
            {
                xml.List($"Policy{kind}s", page.Where(identity => identity.Kind == kind), identity =>
                {
                    xml.WriteElementString($"{identity.Kind}Name", identity.Name);
                    xml.WriteElementString($"{identity.Kind}Id", identity.UniqueId);
                });
            }
        });
    }

    private static string KeyOf(Identity identity) => $"{identity.Word}/{identity.Name}";

    private static QueryAnswer Delete(IamCall call) => call.Change(account =>
    {
        var arn = call.Text("PolicyArn");
        return AwsPolicies.Owns(arn) ? PolicyVersions.NotYours(arn)
            : account.Own(arn) is not { } policy ? IamError.NoSuchPolicy(arn)
            : policy.LogicalId is { } logicalId ? IamError.Declared($"policy {policy.Name}", logicalId)
            : account.AttachmentsOf(arn) > 0 || account.BoundariesOf(arn) > 0 ? IamError.DeleteConflict("Cannot delete a policy attached to entities.")
            : policy.Versions.Length > 1
                ? IamError.DeleteConflict(
                    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.")
            : account with { Policies = account.Policies.Remove(policy.Name) };
    });

}
