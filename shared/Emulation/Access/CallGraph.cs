using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>One that reaches an API: a principal from outside, or a function of an API through the role that it becomes.</summary>
/// <param name="From">The principal's name, or the name of the API whose function calls.</param>
/// <param name="IsService">Whether <paramref name="From"/> is an API.</param>
/// <param name="To">The API that is reached.</param>
/// <param name="Via">The role that signs.</param>
/// <param name="Cells">The routes that are open to it, at least in part.</param>
internal sealed record CallEdge(string From, bool IsService, string To, string Via, ImmutableArray<MatrixCell> Cells);

/// <summary>Which service reaches which, from the matrix and from who may assume whom.</summary>
internal static class CallGraph
{
    public static ImmutableArray<CallEdge> Of(AccessMatrix matrix, LoadedStacks stacks)
    {
        var edges = ImmutableArray.CreateBuilder<CallEdge>();
        foreach (var group in matrix.Cells.Where(c => c.Verdict != SymbolicVerdict.Deny).GroupBy(c => (c.Principal, c.Route.ApiName)))
        {
            var (principal, api) = group.Key;
            var services = ServicesBehind(principal, stacks).ToList();
            if (services.Count == 0)
            {
                edges.Add(new CallEdge(principal.Name, false, api, principal.Name, [.. group]));
            }

            edges.AddRange(services.Select(s => new CallEdge(s, true, api, principal.Name, [.. group])));
        }

        return edges.ToImmutable();
    }

    /// <summary>The APIs whose functions run as the role, or may become it.</summary>
    private static IEnumerable<string> ServicesBehind(MatrixPrincipal principal, LoadedStacks stacks)
    {
        var role = stacks.All.SelectMany(static s => s.Roles).FirstOrDefault(r => principal.Kind == PrincipalKind.Role && r.Arn.ToString() == principal.Principal.PolicyArn);
        if (role is null)
        {
            return [];
        }

        return stacks.All.SelectMany(stack =>
        {
            var functions = stack.Functions.Where(f => f.RoleArn == role.Arn || MayBecome(f, role, stacks)).Select(f => f.LogicalId).ToHashSet(StringComparer.Ordinal);
            return stack.AllApis.Where(a => a.Routes.Any(r => functions.Contains(r.FunctionLogicalId))).Select(a => stacks.ApiNameOf(stack, a));
        }).Distinct();
    }

    private static bool MayBecome(Function function, Role role, LoadedStacks stacks) =>
        stacks.All.FirstOrDefault(s => s.Roles.Any(r => r.Arn == function.RoleArn)) is { } stack && stack.Roles.First(r => r.Arn == function.RoleArn) is var own
            && Assumption.MayAssume(MatrixPrincipal.Of(own, stack, stacks, own.LogicalId), role, stacks) != SymbolicVerdict.Deny;
}
