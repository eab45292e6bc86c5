using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation;

/// <summary>
/// Puts together what one template says of another's resources: policies for a role, user or group that another stack of the account has, and functions whose execution role
/// another one has, which its template alone closes. Usage plans and their keys are everybody's.
/// </summary>
internal static class StackLinks
{
    private const string RoleProperty = "Role";

    public static ImmutableArray<Stack> Link(ImmutableArray<Stack> stacks)
    {
        if (stacks.Length < 2)
        {
            return stacks;
        }

        var roles = stacks.SelectMany(static stack => stack.Roles).Select(static role => role.Arn.ToString()).ToHashSet(StringComparer.Ordinal);
        return [.. stacks.Select(stack => WithPlans(WithRoles(WithPolicies(stack, stacks), roles), stacks))];
    }

    /// <summary>A usage plan may open the stages of another template's API: plans and keys are an account's in a region.</summary>
    private static Stack WithPlans(Stack stack, ImmutableArray<Stack> all)
    {
        var others = all.Where(other => other.AccountId == stack.AccountId && other.Region == stack.Region && other.Id != stack.Id).ToList();
        return others.TrueForAll(static other => other.UsagePlans.IsEmpty && other.ApiKeys.IsEmpty) ? stack : stack with
        {
            ApiKeys = [.. stack.ApiKeys, .. others.SelectMany(static other => other.ApiKeys)],
            UsagePlans = [.. stack.UsagePlans, .. others.SelectMany(static other => other.UsagePlans)],
        };
    }

    private static Stack WithPolicies(Stack stack, ImmutableArray<Stack> all)
    {
        var given = all.Where(other => other.AccountId == stack.AccountId && !ReferenceEquals(other, stack)).SelectMany(static other => other.Attachments)
            .ToLookup(static one => (one.Holder, one.Name), static one => one.Policy);
        List<Policy> For(PolicyHolder holder, IEnumerable<string?> names) => [.. names.Append(null).SelectMany(name => given[(holder, name)])];
        return given.Count == 0 ? stack : stack with
        {
            Roles = [.. stack.Roles.Select(role => role with { Policies = Joined(role.Policies, For(PolicyHolder.Role, [role.Name])) })],
            Users =
            [
                .. stack.Users.Select(user => (User: user, Own: For(PolicyHolder.User, [user.Name]), OfGroups: user.Groups.IsEmpty ? [] : For(PolicyHolder.Group, user.Groups)))
                    .Select(static one => one.User with
                    {
                        Policies = Joined(one.User.Policies, [.. one.Own, .. one.OfGroups]),
                        OwnPolicies = Joined(one.User.OwnPolicies, one.Own),
                    }),
            ],
            Groups = [.. stack.Groups.Select(group => group with { Policies = Joined(group.Policies, For(PolicyHolder.Group, [group.Name])) })],
        };
    }

    /// <summary>Inline ones come before those that have an ARN.</summary>
    private static ImmutableArray<Policy> Joined(ImmutableArray<Policy> own, List<Policy> more) =>
        [.. own.Concat(more).OrderBy(static policy => policy.Origin.Arn is null ? 0 : 1)];

    private static Stack WithRoles(Stack stack, HashSet<string> roles)
    {
        var gone = stack.Functions.Where(function => function.Closed?.Property == RoleProperty && roles.Contains(function.RoleArn.ToString()))
            .Select(static function => function.Closed!).ToHashSet();
        return gone.Count == 0 ? stack : stack with
        {
            Functions = [.. stack.Functions.Select(function => function.Closed is { } closure && gone.Contains(closure)
                ? function with { Closed = stack.Closures.FirstOrDefault(other => other.Resource == function.LogicalId && !gone.Contains(other)) } : function)],
            Closures = [.. stack.Closures.Where(closure => !gone.Contains(closure))],
            Elements = [.. stack.Elements.Where(element => element.Closure is null || !gone.Contains(element.Closure))],
        };
    }
}
