using Iam;
using Sam;

namespace DynamoServers;

/// <summary>A function's role of the template, and what it lets the function do to tables.</summary>
public sealed class FunctionRole
{
    private readonly Role role;

    private FunctionRole(Role role) => this.role = role;

    /// <summary>The role with a logical id.</summary>
    public static FunctionRole Of(string logicalId) => new(Repository.Role(logicalId));

    /// <summary>The actions on tables that its policies name, in order.</summary>
    public IReadOnlyList<string> TableActions => [.. role.Policies
        .SelectMany(static policy => policy.Statements)
        .SelectMany(static statement => statement.ActionTexts)
        .Where(static action => action.StartsWith("dynamodb:", StringComparison.Ordinal))
        .Distinct()
        .Order(StringComparer.Ordinal)];

    /// <summary>Whether it may do this to a table of the template, as IAM decides.</summary>
    public bool Allows(SentAction action, string table)
    {
        ArgumentNullException.ThrowIfNull(action);
        var account = AccountId.Parse(role.Arn.Account);
        var resource = action.Index is null ? $"{Repository.Table(table).Arn}" : $"{Repository.Table(table).Arn}/index/{action.Index}";
        var principal = new AssumedRole(account, role.Path, role.Name, "function", role.UniqueId);
        var request = new AccessRequest(principal, action.Action, resource, account, new ConditionContext(principal));
        return global::Iam.Authorizer.Decide(request, new PrincipalPolicies(role.Policies), resourcePolicy: null).Verdict == Verdict.Allow;
    }
}
