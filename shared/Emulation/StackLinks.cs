using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation;

/// <summary>
/// Puts together what one template says of another's resources: policies for a role or user that another stack of the account has, and functions whose execution role another
/// one has, which its template alone closes. Usage plans and their keys are everybody's.
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
        return given.Count == 0 ? stack : stack with
        {
            Roles = [.. stack.Roles.Select(role => given[(PolicyHolder.Role, role.Name)].ToList() is { Count: > 0 } more ? role with { Policies = Joined(role.Policies,
                more) } : role)],
            Users =
            [
                .. stack.Users.Select(user => given[(PolicyHolder.User, user.Name)].ToList() is { Count: > 0 } more
                    ? user with { Policies = Joined(user.Policies, more), OwnPolicies = Joined(user.OwnPolicies, more) } : user),
            ],
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
