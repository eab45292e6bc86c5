using System.Collections.Immutable;
using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.IdentityManagement.Simulation;

/// <summary>What a simulation asks: policies, each with the id that the answer calls it, and whose they are.</summary>
internal sealed record SimulatedPolicies
{
    private readonly Dictionary<Policy, string> ids;

    private SimulatedPolicies(Dictionary<Policy, string> ids) => this.ids = ids;

    public required PrincipalPolicies Policies { get; init; }

    /// <summary>Who asks, as far as the call says; null when it says nothing.</summary>
    public Principal? Principal { get; init; }

    public Policy? ResourcePolicy { get; init; }

    public IEnumerable<Policy> All => Policies.Identity.Concat(Policies.HasBoundary ? Policies.Boundary : []).Concat(ResourcePolicy is null ? [] : [ResourcePolicy]);

    public string IdOf(Policy policy) => ids.GetValueOrDefault(policy) ?? policy.Origin.Name;

    /// <summary>Reads <c>PolicyInputList</c> and its kin; on top of those of <paramref name="source"/>, when the call names one.</summary>
    public static SimulatedPolicies? Read(IamCall call, Identity? source, out QueryError error)
    {
        var ids = new Dictionary<Policy, string>(ReferenceEqualityComparer.Instance);
        var identity = ImmutableArray.CreateBuilder<Policy>();
        var boundary = source is null ? default : call.Account.BoundaryOf(source);
        if (source is not null)
        {
            identity.AddRange(call.Account.PoliciesOf(source));
            NameInline(ids, source);
            foreach (var group in ((source as UserIdentity)?.Groups ?? []).Select(call.Account.Group).OfType<GroupIdentity>())
            {
                NameInline(ids, group);
            }
        }

        if (!ReadList(call, "PolicyInputList", PolicyKind.Identity, ids, out var given, out error)
            || !ReadList(call, "PermissionsBoundaryPolicyInputList", PolicyKind.Boundary, ids, out var limits, out error))
        {
            return null;
        }

        if (limits.Length > 1)
        {
            error = IamError.InvalidInput("The list of Permissions Boundary policies cannot exceed 1 items.");
            return null;
        }

        identity.AddRange(given);
        var resource = call["ResourcePolicy"] is { } json ? Parse(json, PolicyKind.Resource, "ResourcePolicy", ids, out error) : null;
        if (error is not null || !ReadPrincipal(call, source, out var principal, out error))
        {
            return null;
        }

        if (resource is not null && principal is null or AssumedRole)
        {
            error = IamError.InvalidInput("CallerArn is required, and names a user, when ResourcePolicy is given and PolicySourceArn is no user.");
            return null;
        }

        return new SimulatedPolicies(ids)
        {
            Policies = new PrincipalPolicies(identity.DrainToImmutable(), limits.Length > 0 ? limits : boundary),
            Principal = principal,
            ResourcePolicy = resource,
        };
    }

    /// <summary>The caller: the user that <c>CallerArn</c> names, else the source itself. A group is nobody.</summary>
    private static bool ReadPrincipal(IamCall call, Identity? source, out Principal? principal, out QueryError error)
    {
        error = null!;
        principal = source switch
        {
            UserIdentity user => new IamUser(call.AccountId, user.Path, user.Name, user.UniqueId, user.Tags.ToDictionary()),
            RoleIdentity role => new AssumedRole(call.AccountId, role.Path, role.Name, "simulation", role.UniqueId, role.Tags.ToDictionary()),
            _ => null,
        };
        if (call["CallerArn"] is not { } arn)
        {
            return true;
        }

        if (!Arn.TryParse(arn, out var parsed) || parsed.Service != "iam" || !parsed.Resource.StartsWith("user/", StringComparison.Ordinal)
            || !AccountId.TryParse(parsed.Account, out var account))
        {
            error = IamError.InvalidInput($"CallerArn {arn} is not the ARN of an IAM user.");
            return false;
        }

        var name = parsed.Resource[(parsed.Resource.LastIndexOf('/') + 1)..];
        var known = call.Index.Accounts.GetValueOrDefault(parsed.Account)?.User(name);
        principal = new IamUser(account, parsed.Resource["user".Length..^name.Length], name, known?.UniqueId ?? "", known?.Tags.ToDictionary());
        return true;
    }

    private static bool ReadList(IamCall call, string name, PolicyKind kind, Dictionary<Policy, string> ids, out ImmutableArray<Policy> policies, out QueryError error)
    {
        error = null!;
        var read = ImmutableArray.CreateBuilder<Policy>();
        foreach (var json in call.List(name))
        {
            if (Parse(json, kind, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}.{read.Count + 1}"), ids, out error) is not { } policy)
            {
                policies = [];
                return false;
            }

            read.Add(policy);
        }

        policies = read.DrainToImmutable();
        return true;
    }

    private static Policy? Parse(string json, PolicyKind kind, string id, Dictionary<Policy, string> ids, out QueryError error)
    {
        var result = Policy.Parse(json, kind, new PolicyOrigin(id), new PolicyParseOptions { Simulated = true });
        error = result.Policy is null ? IamError.InvalidInput($"{id}: {result.Errors[0].Message}") : null!;
        if (result.Policy is not null)
        {
            ids[result.Policy] = id;
        }

        return result.Policy;
    }

    private static void NameInline(Dictionary<Policy, string> ids, Identity identity)
    {
        foreach (var policy in identity.Inline)
        {
            ids[policy] = $"{identity.Word}_{identity.Name}_{policy.Origin.Name}";
        }
    }
}
