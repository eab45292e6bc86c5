using Emulation.Principals;

namespace Emulation.IdentityManagement.Api;

/// <summary>What a call is about, for the policies that are asked.</summary>
/// <param name="Resource">The ARN, or what stands for it.</param>
/// <param name="Shown">As AWS's refusal shows it: most name kind and name only.</param>
/// <param name="Tags">The tags that it has.</param>
/// <param name="Boundary">The permissions boundary that it has.</param>
internal sealed record IamTarget(string Resource, string? Shown = null, TagList? Tags = null, string? Boundary = null)
{
    /// <summary>Whether its tags are <c>iam:ResourceTag</c> too: those of users and roles alone. Service Authorization Reference, "AWS Identity and Access Management".</summary>
    public bool HasKeyOfIam { get; init; }

    /// <summary>Actions that are about nothing in particular.</summary>
    public static IamTarget Everything(IamCall call) => new("*");

    public static IamTarget User(IamCall call) => Of(call, IdentityKind.User, call.UserName ?? "");

    public static IamTarget Group(IamCall call) => Of(call, IdentityKind.Group, call.Text("GroupName"));

    public static IamTarget Role(IamCall call) => Of(call, IdentityKind.Role, call.Text("RoleName"));

    public static IamTarget NewUser(IamCall call) => New(call, IdentityKind.User, call.Text("UserName"));

    public static IamTarget NewGroup(IamCall call) => New(call, IdentityKind.Group, call.Text("GroupName"));

    public static IamTarget NewRole(IamCall call) => New(call, IdentityKind.Role, call.Text("RoleName"));

    public static IamTarget Users(IamCall call) => new($"arn:aws:iam::{call.AccountId}:user{call["PathPrefix"] ?? "/"}");

    public static IamTarget Groups(IamCall call) => new($"arn:aws:iam::{call.AccountId}:group{call["PathPrefix"] ?? "/"}");

    public static IamTarget Roles(IamCall call) => new($"arn:aws:iam::{call.AccountId}:role{call["PathPrefix"] ?? "/"}");

    public static IamTarget Policies(IamCall call) => new($"policy path {call["PathPrefix"] ?? "/"}");

    public static IamTarget NewPolicy(IamCall call) =>
        new($"arn:aws:iam::{call.AccountId}:policy{call["Path"] ?? "/"}{call.Text("PolicyName")}", $"policy {call.Text("PolicyName")}");

    public static IamTarget Policy(IamCall call) => new(call.Text("PolicyArn"), $"policy {call.Text("PolicyArn")}", call.Account.Own(call.Text("PolicyArn"))?.Tags);

    /// <summary>The form of the ARN in AWS's refusals, as for the lists above: the reference has none for ListInstanceProfiles.</summary>
    public static IamTarget InstanceProfiles(IamCall call) => new($"arn:aws:iam::{call.AccountId}:instance-profile{call["PathPrefix"] ?? "/"}");

    /// <summary>The user, group or role that <c>PolicySourceArn</c> names, whatever the case.</summary>
    public static IamTarget PolicySource(IamCall call)
    {
        var arn = call.Text("PolicySourceArn");
        return call.Account.Identities.FirstOrDefault(identity => identity.ArnIn(call.AccountId).Equals(arn, StringComparison.OrdinalIgnoreCase)) is { } source
            ? Of(call, source) with { Shown = null }
            : new IamTarget(arn);
    }

    /// <summary>The user that a key belongs to.</summary>
    public static IamTarget OwnerOfKey(IamCall call) =>
        call.Account.Users.Values.Cast<UserIdentity>().FirstOrDefault(user => user.Keys.Any(key => key.Id == call["AccessKeyId"])) is { } owner
            ? Of(call, IdentityKind.User, owner.Name)
            : Everything(call);

    public static Func<IamCall, IamTarget> Of(IdentityKind kind) => kind.Match<Func<IamCall, IamTarget>>(User, Group, Role);

    /// <summary>The user or group under the name and path that UpdateUser or UpdateGroup give it.</summary>
    public static IamTarget Moved(IamCall call, IdentityKind kind)
    {
        var now = call.Account.Find(kind, call.Text($"{kind}Name"));
        var (path, name) = (call["NewPath"] ?? now?.Path ?? "/", call[$"New{kind}Name"] ?? now?.Name ?? call.Text($"{kind}Name"));
        return new IamTarget($"arn:aws:iam::{call.AccountId}:{Identity.WordOf(kind)}{path}{name}", $"{Identity.WordOf(kind)} {name}", now?.Tags, now?.Boundary)
        {
            HasKeyOfIam = kind != IdentityKind.Group,
        };
    }

    private static IamTarget Of(IamCall call, IdentityKind kind, string name)
    {
        var shown = $"{Identity.WordOf(kind)} {name}";
        return call.Account.Find(kind, name) is { } identity
            ? Of(call, identity) with { Shown = shown }
            : new IamTarget($"arn:aws:iam::{call.AccountId}:{Identity.WordOf(kind)}/{name}", shown);
    }

    private static IamTarget Of(IamCall call, Identity identity) =>
        new(identity.ArnIn(call.AccountId), null, identity.Tags, identity.Boundary) { HasKeyOfIam = identity is UserIdentity or RoleIdentity };

    private static IamTarget New(IamCall call, IdentityKind kind, string name) => new($"arn:aws:iam::{call.AccountId}:{Identity.WordOf(kind)}{call["Path"] ?? "/"}{name}");
}
