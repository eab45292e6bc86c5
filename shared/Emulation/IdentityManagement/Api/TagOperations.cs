using Emulation.Principals;
using Emulation.Protocols.Query;

namespace Emulation.IdentityManagement.Api;

/// <summary>Tags of users, roles and managed policies. AWS Identity and Access Management API Reference, TagUser and its kin.</summary>
internal static class TagOperations
{
    public static IEnumerable<IamOperation> All { get; } =
    [
        .. OfKind(IdentityKind.User),
        .. OfKind(IdentityKind.Role),
        new("TagPolicy", "PolicyArn", "Tags", IamTarget.Policy, static call => NewIdentity.CheckTags(call) is { } wrong ? wrong : ChangePolicy(call, tags => tags.With(call.Tags))),
        new("UntagPolicy", "PolicyArn TagKeys", "", IamTarget.Policy, static call => ChangePolicy(call, tags => tags.Without(call.List("TagKeys")))),
        new(
            "ListPolicyTags", "PolicyArn", "Marker MaxItems", IamTarget.Policy,
            static call => call.Account.Policy(call.Text("PolicyArn")) is { } policy ? List(call, policy.Tags) : IamError.NoSuchPolicy(call.Text("PolicyArn"))),
    ];

    private static IEnumerable<IamOperation> OfKind(IdentityKind kind)
    {
        var name = $"{kind}Name";
        var target = IamTarget.Of(kind);
        yield return new($"Tag{kind}", name, "Tags", target, call => NewIdentity.CheckTags(call) is { } wrong ? wrong : Change(call, kind, tags => tags.With(call.Tags)));
        yield return new($"Untag{kind}", $"{name} TagKeys", "", target, call => Change(call, kind, tags => tags.Without(call.List("TagKeys"))));
        yield return new($"List{kind}Tags", name, "Marker MaxItems", target, call => call.Show(kind, identity => List(call, identity.Tags)));
    }

    private static QueryAnswer Change(IamCall call, IdentityKind kind, Func<TagList, TagList> change) => call.Change(kind, (account, identity) =>
        change(identity.Tags) is { All.Length: <= NewIdentity.MostTags } tags ? account.With(identity with { Tags = tags }) : TooMany);

    private static QueryAnswer ChangePolicy(IamCall call, Func<TagList, TagList> change) => call.Change(account =>
        account.Own(call.Text("PolicyArn")) is not { } policy ? IamError.NoSuchPolicy(call.Text("PolicyArn"))
        : change(policy.Tags) is { All.Length: <= NewIdentity.MostTags } tags ? account.With(policy with { Tags = tags })
        : TooMany);

    private static QueryError TooMany => IamError.LimitExceeded("The number of tags has reached the maximum limit.");

    public static QueryAnswer List(IamCall call, TagList tags) => ListPage<(string Key, string Value)>.Answer(
        call, tags.All.OrderBy(static tag => tag.Key, StringComparer.OrdinalIgnoreCase), static tag => tag.Key, static (xml, page) => xml.Tags(TagList.Of(page)));
}
