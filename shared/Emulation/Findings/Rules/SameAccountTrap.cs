using Emulation.Access;
using Iam;

namespace Emulation.Findings.Rules;

/// <remarks>Somebody of the account whose own policies allow the call, and whom no resource policy was written for, gets in.</remarks>
internal sealed class SameAccountTrap() : Rule(
    "LA006", "allow-list that denies nobody", Severity.Error,
    "Within an account an identity policy alone is enough: a resource policy that only allows keeps nobody of the account out.")
{
    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from policy in subject.Resource
        let allows = policy.Statements.Where(static at => IsListEntry(at.Statement)).ToList()
        where allows.Count > 0
        let open = subject.Routes
            .Where(route => route.Api.LogicalId == policy.Resource && route.Route.IsSigned && AdmitsColleague(subject, route) && allows.Exists(at => IsAbout(at.Statement, route)))
            .Select(static route => route.Name).ToList()
        where open.Count > 0
        select new Finding(
            this, allows[0],
            $"The resource policy of {policy.Resource} names who may call {string.Join(", ", open)}, but denies nobody: any principal of the account "
                + "whose own policies allow it gets in.",
            "Add a Deny for everyone else: Principal \"*\" with the condition ArnNotEquals aws:PrincipalArn and the list of those who may.");

    private static bool IsListEntry(Statement statement) => !statement.Denies && statement.IsAboutAction(ApiGatewayRules.Invoke) && !statement.PrincipalTexts.Contains("*");

    private static bool IsAbout(Statement statement, MatrixRoute route) =>
        statement.HasNotResource || statement.ResourceTexts.Any(text => StatementAnalysis.CanMatch(text, route.Resource));

    private static bool AdmitsColleague(LintSubject subject, MatrixRoute route)
    {
        var colleague = Strangers.Colleague(subject.Main.AccountId);
        var question = new AccessQuestion(colleague, ApiGatewayRules.Invoke, route.Resource, subject.Main.AccountId, PartialContext.Of(colleague, subject.Main.Region));
        return SymbolicAuthorizer.Decide(question, Strangers.AllowedEverything, route.Api.Policy).Verdict == SymbolicVerdict.Allow;
    }
}
