using System.Collections.Immutable;
using Emulation.Decisions;
using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>Whether one principal may call one route, and which statement says so.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Route">Which route.</param>
/// <param name="Verdict">All of its requests, none, or some.</param>
/// <param name="Decision">The deciding statement is in it.</param>
/// <param name="Condition">On what a conditional cell depends; else null.</param>
/// <param name="Note">The why of a cell that no policy decided; else null.</param>
internal sealed record MatrixCell(MatrixPrincipal Principal, MatrixRoute Route, SymbolicVerdict Verdict, Decision Decision, string? Condition, string? Note = null)
{
    /// <summary>The why, in a sentence.</summary>
    public string Reason => Note ?? (Condition is null ? Sentence : $"{Sentence[..^1]}, {Condition}.");

    private string Sentence => DecisionText.For(Route.Route.Authorizer is NoAuthorizer ? "anonymous" : Principal.Principal.PolicyArn, MatrixRow.Action, Route.Name, Decision);
}

/// <summary>Who may call what: every principal by every route, decided from the template's policies for all requests at once.</summary>
internal sealed class AccessMatrix
{
    private AccessMatrix(ImmutableArray<MatrixPrincipal> principals, ImmutableArray<MatrixRoute> routes, MatrixCell[] cells)
    {
        Principals = principals;
        Routes = routes;
        Cells = cells;
    }

    public ImmutableArray<MatrixPrincipal> Principals { get; }

    public ImmutableArray<MatrixRoute> Routes { get; }

    /// <summary>A principal's cells together, in the routes' order.</summary>
    public IReadOnlyList<MatrixCell> Cells { get; }

    public MatrixCell this[int principal, int route] => Cells[(principal * Routes.Length) + route];

    public static AccessMatrix Of(LoadedStacks stacks)
    {
        var principals = MatrixPrincipal.All(stacks);
        var routes = MatrixRoute.All(stacks.Main);
        var cells = new MatrixCell[principals.Length * routes.Length];
        Parallel.For(0, principals.Length, i =>
        {
            var row = new MatrixRow(principals[i], stacks);
            for (var j = 0; j < routes.Length; j++)
            {
                cells[(i * routes.Length) + j] = row.Decide(routes[j]);
            }
        });
        return new AccessMatrix(principals, routes, cells);
    }
}

/// <summary>Decides the cells of one principal.</summary>
internal sealed class MatrixRow(MatrixPrincipal principal, LoadedStacks stacks)
{
    public const string Action = "execute-api:Invoke";
    private readonly PartialContext context = ContextOf(principal, stacks);
    private readonly PartialContext unsigned = PartialContext.Of(Anonymous.Instance, stacks.Main.Region);
    private readonly Guardrails guardrails = stacks.Organization.ForCaller(principal.Principal.Account);

    private static PartialContext ContextOf(MatrixPrincipal principal, LoadedStacks stacks)
    {
        var context = PartialContext.Of(principal.Principal, stacks.Main.Region, principal.OpenTags);
        stacks.Organization.AddKeys(context.Known, principal.Principal.Account);
        principal.AddKeys(context.Known);
        return context;
    }

    public MatrixCell Decide(MatrixRoute route) => route.Route.Authorizer switch
    {
        NoAuthorizer => Open(route),
        IamAuthorizer when principal.Kind is PrincipalKind.Anonymous or PrincipalKind.TokenHolder =>
            new MatrixCell(principal, route, SymbolicVerdict.Deny, default, null, "A request without a signature is refused: the route's authorizer is AWS_IAM."),
        IamAuthorizer => Signed(route),
        var other when principal.Token?.ConditionAt(other, stacks.Main) is { } condition => WithToken(route, condition),
        var other => new MatrixCell(principal, route, SymbolicVerdict.Deny, default, null, AuthorizerWords.WithoutCredentials(other)),
    };

    /// <summary>The authorizer lets the token pass, and the resource policy has its say: alone after a user pool, as a veto beside a function.</summary>
    private MatrixCell WithToken(MatrixRoute route, string condition)
    {
        var open = Open(route);
        var vetoed = route.Route.Authorizer is LambdaAuthorizer ? open.Decision.Verdict == Verdict.ExplicitDeny : true;
        if (open.Verdict == SymbolicVerdict.Deny && vetoed)
        {
            return open;
        }

        var conditions = string.Join(", and ", ((string?[])[condition.Length == 0 ? null : condition, open.Condition]).OfType<string>());
        var note = $"{principal.Name} get past the route's authorizer{(conditions.Length == 0 ? "" : $", {conditions}")}.";
        return open with { Verdict = conditions.Length == 0 ? SymbolicVerdict.Allow : SymbolicVerdict.Conditional, Condition = conditions.Length == 0 ? null : conditions, Note = note };
    }

    private MatrixCell Signed(MatrixRoute route)
    {
        var question = new AccessQuestion(principal.Principal, Action, route.Resource, route.Stack.AccountId, context);
        var answer = SymbolicAuthorizer.Decide(question, principal.Policies, route.Api.Policy, guardrails);
        if (principal.IsAssumed && answer.Verdict != SymbolicVerdict.Deny)
        {
            // One side only is known; the other account's own policies have to allow it too.
            var condition = $"{(answer.Condition is null ? "if" : $"{answer.Condition}, and if")} account {principal.Principal.Account} allows it";
            answer = answer with { Verdict = SymbolicVerdict.Conditional, Condition = condition };
        }

        return Cell(route, answer);
    }

    /// <summary>Nobody is authenticated: whoever calls is anonymous, and the resource policy alone decides.</summary>
    private MatrixCell Open(MatrixRoute route)
    {
        var question = new AccessQuestion(Anonymous.Instance, Action, route.Resource, route.Stack.AccountId, unsigned);
        var answer = route.Api.Policy is { } policy
            ? SymbolicAuthorizer.Decide(question, PrincipalPolicies.None, policy)
            : new SymbolicDecision(SymbolicVerdict.Allow, new Decision(Verdict.Allow, DecidingPolicy.None, null, -1), null);
        return Cell(route, answer);
    }

    private MatrixCell Cell(MatrixRoute route, SymbolicDecision answer) => new(principal, route, answer.Verdict, answer.Decision, answer.Condition);
}
