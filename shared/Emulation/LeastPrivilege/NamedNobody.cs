using System.IO.Enumeration;
using Emulation.Access.AnyAction;
using Emulation.Principals;
using Iam;
using Sam.Errors;

namespace Emulation.LeastPrivilege;

/// <summary>A statement of a resource's policy that names a role or user of an account of the templates, and no template declares one like it.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Caller">Who is named.</param>
/// <param name="Closest">Who may be meant; null where nobody is called nearly so.</param>
internal sealed record NamedNobody(Policy Policy, Statement Statement, string Caller, string? Closest)
{
    /// <summary>Roles that AWS itself makes are declared by no template.</summary>
    private static readonly string[] MadeByAws = ["role/aws-service-role/", "role/aws-reserved/", "role/service-role/"];

    /// <summary>Those of all policies: of APIs, of other resources, and of roles.</summary>
    public static IEnumerable<NamedNobody> All(LoadedStacks stacks)
    {
        var principals = new PrincipalNames(stacks).All;
        var accounts = stacks.All.Select(static stack => stack.AccountId.ToString()).ToHashSet(StringComparer.Ordinal);
        return from policy in Policies(stacks).Distinct()
               from statement in policy.Statements
               from named in NamedBy(statement).Distinct(StringComparer.Ordinal)
               where IsNobody(named, accounts, [.. principals.Select(static one => one.Arn)])
               select new NamedNobody(policy, statement, named, DidYouMean.Closest(named.Split('/')[^1], principals.Select(static one => one.OwnName)));
    }

    private static IEnumerable<Policy> Policies(LoadedStacks stacks) => stacks.All.SelectMany(static stack => stack.Apis).Select(static api => api.ResourcePolicy)
        .Concat(new AskedResources(stacks).Declared.Select(static one => one.Policy)).Concat(stacks.ResourcePolicies.Values).OfType<Policy>();

    private static IEnumerable<string> NamedBy(Statement statement) => statement.PrincipalTexts
        .Concat(statement.ConditionTexts.Where(static one => one.Key.Equals("aws:PrincipalArn", StringComparison.OrdinalIgnoreCase)).SelectMany(static one => one.Values));

    /// <summary>Of another account, of any account, and of whom a variable names nobody can tell.</summary>
    private static bool IsNobody(string named, HashSet<string> accounts, IReadOnlyCollection<string> declared)
    {
        if (named.Contains("${", StringComparison.Ordinal) || !Arn.TryParse(named, out var arn) || !accounts.Contains(arn.Account)
            || MadeByAws.Any(path => arn.Resource.StartsWith(path, StringComparison.Ordinal)))
        {
            return false;
        }

        return (arn.Service, arn.Resource.Split('/')) switch
        {
            ("iam", ["role" or "user", ..]) => !declared.Any(one => FileSystemName.MatchesSimpleExpression(named, one, ignoreCase: false)),
            ("sts", ["assumed-role", var role, ..]) => !declared.Any(one =>
                one.Contains($":{arn.Account}:role/", StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(role, one.Split('/')[^1], ignoreCase: false)),
            _ => false,
        };
    }
}
