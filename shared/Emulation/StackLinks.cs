using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation;

/// <summary>
/// Puts together what one template says of another's resources: policies for a role or user that another stack of the account has, and functions whose execution role another
/// one has. Each template alone closes it; with the other one in the run it is known.
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
        return [.. stacks.Select(stack => WithoutLinks(WithPolicies(stack, stacks), stacks, roles))];
    }

    private static Stack WithPolicies(Stack stack, ImmutableArray<Stack> all)
    {
        var given = all.Where(other => other.AccountId == stack.AccountId && !ReferenceEquals(other, stack)).SelectMany(static other => other.Attachments)
            .ToLookup(static one => (one.Holder, one.Name), static one => one.Policy);
        return given.Count == 0 ? stack : stack with
        {
            Roles = [.. stack.Roles.Select(role => given[(PolicyHolder.Role, role.Name)].ToList() is { Count: > 0 } more ? role with { Policies = Joined(role.Policies, more) } : role)],
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

    private static Stack WithoutLinks(Stack stack, ImmutableArray<Stack> all, HashSet<string> roles)
    {
        var attached = stack.Attachments.GroupBy(static one => one.LogicalId)
            .Where(resource => resource.All(one => all.Any(other => other.AccountId == stack.AccountId && Has(other, one)))).Select(static resource => resource.Key);
        var opened = stack.Functions.Where(function => function.Closed?.Property == RoleProperty && roles.Contains(function.RoleArn.ToString()))
            .Select(static function => function.Closed!).ToHashSet();
        var gone = stack.Closures.Where(closure => opened.Contains(closure) || (attached.Contains(closure.Resource) && IsOfHolder(closure))).ToHashSet();
        return gone.Count == 0 ? stack : stack with
        {
            Functions = [.. stack.Functions.Select(function => function.Closed is { } closure && gone.Contains(closure)
                ? function with { Closed = stack.Closures.FirstOrDefault(other => other.Resource == function.LogicalId && !gone.Contains(other)) } : function)],
            Closures = [.. stack.Closures.Where(closure => !gone.Contains(closure))],
            Elements = [.. stack.Elements.Where(element => element.Closure is null || !gone.Contains(element.Closure))],
        };
    }

    private static bool Has(Stack stack, PolicyAttachment attachment) => attachment.Holder switch
    {
        PolicyHolder.Role => stack.Roles.Any(role => role.Name == attachment.Name),
        PolicyHolder.User => stack.Users.Any(user => user.Name == attachment.Name),
        _ => false,
    };

    private static bool IsOfHolder(Closure closure) => closure.Property is "Roles" or "RoleName" or "Users" or "UserName";
}
