using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Principals;

/// <summary>A role or user of a template, and what it is called.</summary>
/// <param name="Stack">The stack that has it.</param>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="OwnName">Its name in IAM: given by the template, or generated.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Name">What it is called here: its logical id, with <c>@account</c> outside of the first stack's account, and <c>stack/</c> before it where that would be
/// another's too.</param>
internal sealed record NamedPrincipal(Stack Stack, string LogicalId, string OwnName, string Arn, string Name);

/// <summary>
/// What the principals of templates are called, in every verb and in tests alike: by logical id, which is what their authors know; by their names in IAM and by ARN as well.
/// </summary>
internal sealed class PrincipalNames
{
    private readonly LoadedStacks stacks;
    private readonly Dictionary<string, NamedPrincipal> byArn = new(StringComparer.Ordinal);

    public PrincipalNames(LoadedStacks stacks)
    {
        this.stacks = stacks;
        var all = stacks.All.SelectMany(stack =>
            stack.Roles.Select(role => (Stack: stack, Id: role.LogicalId, Own: role.Name, Arn: role.Arn.ToString()))
                .Concat(stack.Users.Select(user => (Stack: stack, Id: user.LogicalId, Own: user.Name, Arn: user.Arn.ToString())))).ToList();
        var counts = all.CountBy(one => Plain(one.Stack, one.Id), StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        All =
        [
            .. all.Select(one => new NamedPrincipal(
                one.Stack, one.Id, one.Own, one.Arn,
                counts[Plain(one.Stack, one.Id)] > 1 ? $"{stacks.NameOf(one.Stack)}/{one.Id}" : Plain(one.Stack, one.Id))),
        ];
        foreach (var principal in All)
        {
            byArn.TryAdd(principal.Arn, principal);
        }
    }

    /// <summary>The roles and users of every template.</summary>
    public ImmutableArray<NamedPrincipal> All { get; }

    /// <summary>What a role or user of a template is called; null of any other.</summary>
    public string? NameOf(string arn) => byArn.GetValueOrDefault(arn)?.Name;

    /// <summary>A caller as people know it: a role's session as <c>StorefrontRole/session</c>, a user by name. A stranger of another account keeps its ARN.</summary>
    public string CallerOf(string arn)
    {
        if (NameOf(arn) is { } known)
        {
            return known;
        }

        if (!Arn.TryParse(arn, out var read) || !IsCaller(read))
        {
            return arn;
        }

        var parts = read.Resource.Split('/');
        var role = parts is ["assumed-role", var name, _]
            ? All.FirstOrDefault(one => one.OwnName == name && one.Stack.AccountId.ToString() == read.Account && one.Arn.Contains(":role/", StringComparison.Ordinal))
            : null;
        return role is not null ? $"{role.Name}/{parts[^1]}" : read.Account == stacks.Main.AccountId.ToString() ? string.Join('/', parts[1..]) : arn;
    }

    private static bool IsCaller(Arn arn) => arn.Service is "sts" or "iam" && arn.Resource.Contains('/', StringComparison.Ordinal);

    /// <summary>By what it is called, its logical id, its own name, or its ARN; null when no template has it.</summary>
    /// <exception cref="UsageException">It is the name of several; the message says how to name each.</exception>
    public NamedPrincipal? Find(string text) => byArn.GetValueOrDefault(text)
        ?? Only(text, one => one.Name == text || $"{stacks.NameOf(one.Stack)}/{one.LogicalId}" == text)
        ?? Only(text, one => one.LogicalId == text || $"{one.LogicalId}@{one.Stack.AccountId}" == text)
        ?? Only(text, one => one.OwnName == text || $"{one.OwnName}@{one.Stack.AccountId}" == text);

    private NamedPrincipal? Only(string text, Func<NamedPrincipal, bool> isMeant) => All.Where(isMeant).Take(2).ToList() switch
    {
        [] => null,
        [var one] => one,
        _ => throw new UsageException($"'{text}' is the name of several: say which, {string.Join(" or ", All.Where(isMeant).Select(one => Unique(one)))}."),
    };

    private string Unique(NamedPrincipal principal) => All.Count(one => one.Name == principal.Name) > 1 ? principal.Arn : principal.Name;

    private string Plain(Stack stack, string logicalId) => stack.AccountId == stacks.Main.AccountId ? logicalId : $"{logicalId}@{stack.AccountId}";
}
