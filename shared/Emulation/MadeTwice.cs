using System.Collections.Immutable;
using Sam;

namespace Emulation;

/// <summary>What two stacks of a run both make though there can be one only: AWS refuses the second.</summary>
internal static class MadeTwice
{
    public static IEnumerable<TemplateError> Of(ImmutableArray<Stack> stacks) => stacks.Length < 2 ? [] :
        from same in stacks.SelectMany(Of).GroupBy(static made => made.Id, StringComparer.Ordinal)
        let first = same.First()
        from again in same.Skip(1)
        select new TemplateError(
            again.Line, again.Resource, again.Property, $"Stack {first.Stack.Name} ({first.Line}) already {again.What}.", again.Remedy);

    private static IEnumerable<Made> Of(Stack stack) =>
    [
        .. stack.Roles.Select(role => new Made(stack, role.Arn.ToString(), role.Line, role.LogicalId, "", $"makes the role {role.Name}")),
        .. stack.Users.Select(user => new Made(stack, user.Arn.ToString(), user.Line, user.LogicalId, "", $"makes the user {user.Name}")),
        .. stack.Functions.Select(function => new Made(stack, function.Arn.ToString(), function.Line, function.LogicalId, "", $"makes the function {function.FunctionName}")),
        .. stack.Tables.Select(table => new Made(stack, table.Arn.ToString(), table.Line, table.LogicalId, "", $"makes the table {table.TableName}")),
        .. stack.UserPools.Where(static part => part.Kind == UserPoolResourceKind.Domain)
            .Select(domain => new Made(stack, $"{stack.Region} domain {domain.PhysicalId}", domain.Line, domain.LogicalId, "", $"makes the domain {domain.PhysicalId}")),
        .. stack.Outputs.Where(static output => output.ExportName is not null).Select(output => new Made(
            stack, $"{stack.AccountId} {stack.Region} export {output.ExportName}", new SourceLine(stack.TemplatePath, 1), "Outputs", output.Name, $"exports {output.ExportName}")),
        .. stack.ResourcePolicies.Where(static one => !JoinedPolicies.StandBesideEachOther(one.ResourceArn)).Select(policy => new Made(
            stack, $"policy of {policy.ResourceArn}", policy.Line, policy.LogicalIds.FirstOrDefault() ?? "", "",
            $"sets the policy of {policy.ResourceArn}. AWS keeps the one that is deployed last, and refuses a bucket's second one")
        {
            Remedy = "Write one policy with all statements, in one of the templates.",
        }),
    ];

    /// <summary>One thing that a stack makes.</summary>
    private sealed record Made(Stack Stack, string Id, SourceLine Line, string Resource, string Property, string What)
    {
        public string Remedy { get; init; } = "Give one of them another name, or leave one of the templates out.";
    }
}
