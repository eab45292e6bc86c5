using System.Collections.Immutable;
using Emulation.Decisions;
using Iam;

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

    private string Sentence => DecisionText.For(Route.Route.Authorizer.IsOpen ? "anonymous" : Principal.Principal.PolicyArn, ApiGatewayRules.Invoke, Route.Name, Decision);
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

    public MatrixCell Decide(MatrixRoute route)
    {
        var authorizer = route.Route.Authorizer;
        var passage = AuthorizerAccess.Of(authorizer, principal, stacks.Main);
        if (passage.Refusal is { } refusal)
        {
            return new MatrixCell(principal, route, SymbolicVerdict.Deny, default, null, refusal);
        }

        var isSigned = passage.Caller is not Anonymous;
        var question = new AccessQuestion(passage.Caller, ApiGatewayRules.Invoke, route.Resource, route.Stack.AccountId, isSigned ? context : unsigned);
        var answer = SymbolicAuthorizer.DecideBy(authorizer.Rule, question, passage.Policies, route.Api.Policy, isSigned ? guardrails : Guardrails.None);
        var cell = new MatrixCell(principal, route, answer.Verdict, answer.Decision, answer.Condition);
        return answer.Verdict == SymbolicVerdict.Deny || authorizer.IsOpen ? cell : isSigned ? Signed(cell) : PastTheAuthorizer(cell, passage);
    }

    /// <summary>Of a caller whose account is not loaded one side only is known; its own account has to allow the call too.</summary>
    private MatrixCell Signed(MatrixCell cell) => !principal.IsAssumed ? cell : cell with
    {
        Verdict = SymbolicVerdict.Conditional,
        Condition = AuthorizerAccess.Joined(cell.Condition, $"if account {principal.Principal.Account} allows it"),
    };

    /// <summary>No policy that is known let the caller in, but the authorizer.</summary>
    private MatrixCell PastTheAuthorizer(MatrixCell cell, Passage passage)
    {
        var condition = AuthorizerAccess.Joined(passage.Condition, cell.Condition);
        return cell with
        {
            Verdict = condition is null ? SymbolicVerdict.Allow : SymbolicVerdict.Conditional,
            Decision = passage.Policies.Identity.Contains(cell.Decision.Policy!) ? new Decision(Verdict.Allow, DecidingPolicy.None, null, -1) : cell.Decision,
            Condition = condition,
            Note = $"{principal.Name} get past the route's authorizer{(condition is null ? "" : $", {condition}")}.",
        };
    }
}
