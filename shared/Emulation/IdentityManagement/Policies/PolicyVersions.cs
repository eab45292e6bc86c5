using System.Globalization;
using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.IdentityManagement.Policies;

/// <summary>Versions of managed policies: five at most, one of which is in force. AWS Identity and Access Management API Reference, CreatePolicyVersion and its kin.</summary>
internal static class PolicyVersions
{
    private const int MostVersions = 5;

    public static IEnumerable<IamOperation> All { get; } =
    [
        new("CreatePolicyVersion", "PolicyArn PolicyDocument", "SetAsDefault", IamTarget.Policy, Create),
        new("GetPolicyVersion", "PolicyArn VersionId", "", IamTarget.Policy, Get),
        new("ListPolicyVersions", "PolicyArn", "Marker MaxItems", IamTarget.Policy, List),
        new("SetDefaultPolicyVersion", "PolicyArn VersionId", "", IamTarget.Policy, SetDefault),
        new("DeletePolicyVersion", "PolicyArn VersionId", "", IamTarget.Policy, Delete),
    ];

    /// <summary>Reads the document of a managed policy; null with an error when AWS would refuse it.</summary>
    public static Policy? Read(string json, string name, string arn, out QueryError error)
    {
        var result = Policy.Parse(json, PolicyKind.Identity, new PolicyOrigin(name, arn), new PolicyParseOptions(Managed: true));
        error = result.Policy is null ? IamError.Malformed(result.Errors[0])
            : PolicyQuota.Managed.SizeOf(json) > PolicyQuota.Managed.Characters ? IamError.LimitExceeded(PolicyQuota.Managed.Message)
            : null!;
        return error is null ? result.Policy : null;
    }

    /// <summary>AWS's managed policies can be read by everybody, and changed by nobody.</summary>
    public static QueryError NotYours(string arn) => QueryError.AccessDenied($"Policy is outside your own account: {arn}");

    private static QueryAnswer Create(IamCall call) => Change(call, (account, policy) =>
    {
        if (Read(call.Text("PolicyDocument"), policy.Name, policy.ArnIn(account.Id), out var error) is not { } document)
        {
            return error;
        }

        if (policy.Versions.Length >= MostVersions)
        {
            return IamError.LimitExceeded("A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.");
        }

        var version = new PolicyVersion(string.Create(CultureInfo.InvariantCulture, $"v{policy.NextVersion}"), document, call.Facts.At);
        var fresh = policy with
        {
            Versions = policy.Versions.Add(version),
            NextVersion = policy.NextVersion + 1,
            DefaultVersionId = call.Flag("SetAsDefault") ? version.Id : policy.DefaultVersionId,
            UpdatedAt = call.Facts.At,
        };
        return new IamChange(account.With(fresh), new QueryAnswer(xml => xml.Structure("PolicyVersion", () => xml.Version(fresh, version, withDocument: false))));
    });

    private static QueryAnswer Get(IamCall call)
    {
        var (arn, id) = (call.Text("PolicyArn"), call.Text("VersionId"));
        return call.Account.Policy(arn) is not { } policy ? IamError.NoSuchPolicy(arn)
            : policy.Versions.FirstOrDefault(version => version.Id == id) is not { } version ? NoSuchVersion(arn, id)
            : new QueryAnswer(xml => xml.Structure("PolicyVersion", () => xml.Version(policy, version, withDocument: true)));
    }

    private static QueryAnswer List(IamCall call)
    {
        var arn = call.Text("PolicyArn");
        return call.Account.Policy(arn) is { } policy
            ? ListPage<PolicyVersion>.Answer(
                call, policy.Versions.OrderBy(static version => version.Id, StringComparer.OrdinalIgnoreCase), static version => version.Id,
                (xml, page) => xml.List("Versions", page, version => xml.Version(policy, version, withDocument: false)))
            : IamError.NoSuchPolicy(arn);
    }

    private static QueryAnswer SetDefault(IamCall call) => ChangeVersion(call, (account, policy, version) =>
        account.With(policy with { DefaultVersionId = version.Id, UpdatedAt = call.Facts.At }));

    private static QueryAnswer Delete(IamCall call) => ChangeVersion(call, static (account, policy, version) => version.Id == policy.DefaultVersionId
        ? IamError.DeleteConflict("Cannot delete the default version of a policy.")
        : account.With(policy with { Versions = policy.Versions.Remove(version) }));

    private static QueryAnswer ChangeVersion(IamCall call, Func<IamAccount, CustomerPolicy, PolicyVersion, IamChange> change) => Change(call, (account, policy) =>
        policy.Versions.FirstOrDefault(version => version.Id == call.Text("VersionId")) is { } version
            ? change(account, policy, version)
            : NoSuchVersion(call.Text("PolicyArn"), call.Text("VersionId")));

    private static QueryAnswer Change(IamCall call, Func<IamAccount, CustomerPolicy, IamChange> change) => call.Change(account =>
    {
        var arn = call.Text("PolicyArn");
        return AwsPolicies.Owns(arn) ? NotYours(arn) : account.Own(arn) is { } policy ? change(account, policy) : IamError.NoSuchPolicy(arn);
    });

    private static QueryError NoSuchVersion(string arn, string version) => IamError.NoSuchEntity($"Policy {arn} version {version} does not exist or is not attachable.");
}
