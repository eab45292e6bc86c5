using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.IdentityManagement.Policies;

/// <summary>Inline policies of users, groups and roles. AWS Identity and Access Management API Reference, PutUserPolicy and its kin.</summary>
internal static class InlinePolicyOperations
{
    public static IEnumerable<IamOperation> All { get; } = [.. OfKind(IdentityKind.User), .. OfKind(IdentityKind.Group), .. OfKind(IdentityKind.Role)];

    private static IEnumerable<IamOperation> OfKind(IdentityKind kind)
    {
        var name = $"{kind}Name";
        var target = IamTarget.Of(kind);
        yield return new($"Put{kind}Policy", $"{name} PolicyName PolicyDocument", "", target, call => Put(call, kind));
        yield return new($"Get{kind}Policy", $"{name} PolicyName", "", target, call => Get(call, kind));
        yield return new($"List{kind}Policies", name, "Marker MaxItems", target, call => List(call, kind));
        yield return new($"Delete{kind}Policy", $"{name} PolicyName", "", target, call => Delete(call, kind));
    }

    private static QueryAnswer Put(IamCall call, IdentityKind kind) => Change(call, kind, (account, identity) =>
    {
        var json = call.Text("PolicyDocument");
        var result = Policy.Parse(json, PolicyKind.Identity, new PolicyOrigin(call.Text("PolicyName")));
        if (result.Policy is not { } policy)
        {
            return IamError.Malformed(result.Errors[0]);
        }

        var others = identity.Inline.RemoveAll(known => known.Origin.Name == policy.Origin.Name);
        var quota = kind.Match(PolicyQuota.InlineOfUser, PolicyQuota.InlineOfGroup, PolicyQuota.InlineOfRole);
        return others.Add(policy).Sum(each => quota.SizeOf(each.Json)) > quota.Characters
            ? IamError.LimitExceeded($"{quota.Message} {identity.Name}")
            : account.With(identity with { Inline = others.Add(policy) });
    });

    private static QueryAnswer Get(IamCall call, IdentityKind kind)
    {
        var (name, policyName) = (call.Text($"{kind}Name"), call.Text("PolicyName"));
        return call.Account.Find(kind, name) is not { } identity ? IamError.NoSuch(kind, name)
            : identity.InlineNamed(policyName) is not { } policy ? NoSuchPolicy(kind, policyName)
            : new QueryAnswer(xml =>
            {
                xml.WriteElementString($"{kind}Name", identity.Name);
                xml.WriteElementString("PolicyName", policyName);
                xml.Document("PolicyDocument", policy.Json);
            });
    }

    private static QueryAnswer List(IamCall call, IdentityKind kind) => call.Account.Find(kind, call.Text($"{kind}Name")) is { } identity
        ? ListPage<string>.Answer(
            call,
            identity.Inline.Select(static policy => policy.Origin.Name).Order(StringComparer.OrdinalIgnoreCase),
            static name => name,
            static (xml, names) => xml.Texts("PolicyNames", names))
        : IamError.NoSuch(kind, call.Text($"{kind}Name"));

    private static QueryAnswer Delete(IamCall call, IdentityKind kind) => Change(call, kind, (account, identity) => identity.InlineNamed(call.Text("PolicyName")) is { } policy
        ? account.With(identity with { Inline = identity.Inline.Remove(policy) })
        : NoSuchPolicy(kind, call.Text("PolicyName")));

    private static QueryAnswer Change(IamCall call, IdentityKind kind, Func<IamAccount, Identity, IamChange> change) =>
        call.Change(kind, call.Text($"{kind}Name"), (account, identity) =>
            identity is UserIdentity { IsAdministrator: true } ? IamError.Administrator("The policies") : change(account, identity));

    private static QueryError NoSuchPolicy(IdentityKind kind, string name) => IamError.NoSuchEntity($"The {Identity.WordOf(kind)} policy with name {name} cannot be found.");
}
