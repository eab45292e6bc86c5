using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.IdentityManagement.Policies;

/// <summary>
/// Managed policies attached to users, groups and roles, and permissions boundaries of users and roles. AWS Identity and Access Management API
/// Reference, AttachUserPolicy, PutUserPermissionsBoundary and their kin.
/// </summary>
internal static class AttachmentOperations
{
    private const int MostAttached = 10;

    public static IEnumerable<IamOperation> All { get; } =
    [
        .. OfKind(IdentityKind.User), .. OfKind(IdentityKind.Group), .. OfKind(IdentityKind.Role),
        .. BoundaryOf(IdentityKind.User), .. BoundaryOf(IdentityKind.Role),
    ];

    private static IEnumerable<IamOperation> OfKind(IdentityKind kind)
    {
        var name = $"{kind}Name";
        var target = IamTarget.Of(kind);
        yield return new($"Attach{kind}Policy", $"{name} PolicyArn", "", target, call => Attach(call, kind));
        yield return new($"Detach{kind}Policy", $"{name} PolicyArn", "", target, call => Detach(call, kind));
        yield return new($"ListAttached{kind}Policies", name, "PathPrefix Marker MaxItems", target, call => List(call, kind));
    }

    private static IEnumerable<IamOperation> BoundaryOf(IdentityKind kind)
    {
        var name = $"{kind}Name";
        var target = IamTarget.Of(kind);
        yield return new($"Put{kind}PermissionsBoundary", $"{name} PermissionsBoundary", "", target, call => Change(call, kind, "The permissions boundary", (account, identity) =>
            NewIdentity.CheckBoundary(call, account) is { } wrong ? wrong : account.With(identity with { Boundary = call.Text("PermissionsBoundary") })));
        yield return new(
            $"Delete{kind}PermissionsBoundary", name, "", target,
            call => Change(call, kind, "The permissions boundary", (account, identity) => identity.Boundary is null
                ? IamError.NoSuchEntity($"The {identity.Word} {identity.Name} has no permissions boundary.")
                : account.With(identity with { Boundary = null })));
    }

    private static QueryAnswer Attach(IamCall call, IdentityKind kind) => Change(call, kind, "The policies", (account, identity) =>
    {
        var arn = call.Text("PolicyArn");
        return CheckArn(arn) is { } invalid ? invalid
            : account.Policy(arn) is null ? IamError.NotAttachable(arn)
            : identity.Attached.Contains(arn) ? new IamChange(account, QueryAnswer.Done)
            : identity.Attached.Length >= MostAttached ? IamError.LimitExceeded($"PoliciesPer{kind}", MostAttached)
            : account.With(identity with { Attached = identity.Attached.Add(arn) });
    });

    private static QueryAnswer Detach(IamCall call, IdentityKind kind) => Change(call, kind, "The policies", (account, identity) =>
    {
        var arn = call.Text("PolicyArn");
        return CheckArn(arn) is { } invalid ? invalid
            : identity.Attached.Contains(arn) ? account.With(identity with { Attached = identity.Attached.Remove(arn) })
            : IamError.NoSuchPolicy(arn);
    });

    private static QueryAnswer List(IamCall call, IdentityKind kind) => call.Show(kind, identity => ListPage<string>.Answer(
        call,
        identity.Attached.Where(arn => arn[(arn.IndexOf(":policy/", StringComparison.Ordinal) + 7)..].StartsWith(call["PathPrefix"] ?? "/", StringComparison.Ordinal))
            .Order(StringComparer.OrdinalIgnoreCase),
        static arn => arn,
        static (xml, arns) => xml.AttachedPolicies("AttachedPolicies", arns)));

    private static QueryAnswer Change(IamCall call, IdentityKind kind, string what, Func<IamAccount, Identity, IamChange> change) => call.Change(kind, (account, identity) =>
        identity is UserIdentity { IsAdministrator: true } ? IamError.Administrator(what) : change(account, identity));

    private static QueryError? CheckArn(string arn) => Arn.TryParse(arn, out var parsed) && parsed.Service == "iam" ? null : IamError.InvalidInput($"ARN {arn} is not valid.");
}
