using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Lambda;
using Iam;

namespace Emulation.Access;

/// <summary>Whether one principal may call one route, and which statement says so; on what a conditional cell depends, and of one that no policy of the API decided why.</summary>
internal sealed record MatrixCell(MatrixPrincipal Principal, MatrixRoute Route, SymbolicVerdict Verdict, Decision Decision, string? Condition, string? Note = null)
{
    /// <summary>The verdict, in the word that people and programs read.</summary>
    public AccessWord Word => IsClosed ? AccessWord.Closed : Verdict switch
    {
        SymbolicVerdict.Allow => AccessWord.Allow,
        SymbolicVerdict.Conditional => AccessWord.Conditional,
        _ => AccessWord.Deny,
    };

    /// <summary>What was asked: of several permissions that one needs the one that decided.</summary>
    public string Action { get; init; } = ApiGatewayRules.Invoke;

    private bool IsClosed => Route.Route.Closed is not null || Decision.Closed is not null;

    /// <summary>The why, in a sentence.</summary>
    public string Reason => Note ?? (Condition is null ? Sentence : $"{Sentence[..^1]}, {Condition}.");

    private string Sentence => DecisionText.For(Route.Route.Authorizer.IsOpen ? "anonymous" : Principal.Principal.PolicyArn, Action, Route.Asked, Decision);
}

/// <summary>What a cell of the matrix says.</summary>
internal enum AccessWord
{
    Allow,
    Conditional,
    Deny,

    /// <summary>Neither yes nor no: what decides on AWS is not enforced here, and here nobody gets in.</summary>
    Closed,
}

/// <summary>Who may call what: every principal by every route, decided from the template's policies for all requests at once.</summary>
internal sealed class AccessMatrix(ImmutableArray<MatrixPrincipal> principals, ImmutableArray<MatrixRoute> routes, MatrixCell[] cells)
{
    public ImmutableArray<MatrixPrincipal> Principals => principals;

    public ImmutableArray<MatrixRoute> Routes => routes;

    /// <summary>A principal's cells together, in the routes' order.</summary>
    public IReadOnlyList<MatrixCell> Cells => cells;

    /// <summary>What services do by themselves; empty where no template wires anything.</summary>
    public ImmutableArray<MatrixDelivery> Deliveries { get; init; } = [];

    public MatrixCell this[int principal, int route] => cells[(principal * routes.Length) + route];

    public static AccessMatrix Of(LoadedStacks stacks)
    {
        var principals = MatrixPrincipal.All(stacks);
        var routes = MatrixRoute.All(stacks);
        var cells = new MatrixCell[principals.Length * routes.Length];
        var invocations = new InvocationsByTemplate(stacks);
        Parallel.For(0, principals.Length, i =>
        {
            var row = new MatrixRow(principals[i], stacks, invocations);
            for (var j = 0; j < routes.Length; j++)
            {
                cells[(i * routes.Length) + j] = row.Decide(routes[j]);
            }
        });
        return new AccessMatrix(principals, routes, cells) { Deliveries = [.. MatrixDelivery.All(stacks)] };
    }
}

/// <summary>Decides the cells of one principal.</summary>
internal sealed class MatrixRow(MatrixPrincipal principal, LoadedStacks stacks, InvocationsByTemplate invocations)
{
    private readonly PartialContext context = ContextOf(principal, stacks, stacks.Main.Region);
    private readonly PartialContext unsigned = WithKeys(PartialContext.Of(Anonymous.Instance, stacks.Main.Region), stacks);
    private readonly Guardrails guardrails = stacks.Organization.ForCaller(principal.Principal.Account);

    /// <summary>What is known of all requests of a principal.</summary>
    public static PartialContext ContextOf(MatrixPrincipal principal, LoadedStacks stacks, string region)
    {
        var context = PartialContext.Of(principal.Principal, region, principal.OpenTags);
        stacks.Organization.AddKeys(context.Known, principal.Principal.Account);
        principal.AddKeys(context.Known);
        return WithKeys(context, stacks);
    }

    /// <summary>What every request is said to have.</summary>
    private static PartialContext WithKeys(PartialContext context, LoadedStacks stacks)
    {
        foreach (var (key, value) in stacks.ContextKeys)
        {
            context.Known.Set(key, [.. value.Split(',')]);
        }

        return context;
    }

    public MatrixCell Decide(MatrixRoute route)
    {
        var cell = DecideByAuthorizer(route);
        if (cell.Verdict == SymbolicVerdict.Deny || route.Key == default)
        {
            return cell;
        }

        return route.Key.Condition is not { } condition
            ? new MatrixCell(principal, route, SymbolicVerdict.Deny, default, null, route.Key.Refusal)
            : cell with
            {
                Verdict = SymbolicVerdict.Conditional,
                Condition = AuthorizerAccess.Joined(cell.Condition, condition),
                Note = cell.Note is null ? null : $"{cell.Note[..^1]}, {condition}.",
            };
    }

    private MatrixCell DecideByAuthorizer(MatrixRoute route)
    {
        var authorizer = route.Route.Authorizer;
        if (!route.Api.IsDeployed && route.Route.Closed is null)
        {
            return new MatrixCell(principal, route, SymbolicVerdict.Deny, default, null, DeployedApi.NotDeployed(route.Api));
        }

        var passage = AuthorizerAccess.Of(authorizer, principal, route.Stack, stacks);
        if (passage.Refusal is { } refusal)
        {
            return new MatrixCell(principal, route, SymbolicVerdict.Deny, default, null, refusal);
        }

        var isSigned = passage.Caller is not Anonymous;
        var cell = Ask(route, passage, route.Needs[0]);
        for (var i = 1; i < route.Needs.Length; i++)
        {
            cell = Both(cell, Ask(route, passage, route.Needs[i]));
        }

        return cell.Verdict == SymbolicVerdict.Deny || authorizer.IsOpen ? cell : isSigned ? Signed(AsCaller(cell, passage)) : PastTheAuthorizer(cell, passage);
    }

    private MatrixCell Ask(MatrixRoute route, Passage passage, in NeededPermission needed)
    {
        var isSigned = passage.Caller is not Anonymous;
        var question = new AccessQuestion(passage.Caller, needed.Action, route.Resource, route.Stack.AccountId, needed.Complete(ContextIn(route.Stack.Region, isSigned)));
        var answer = SymbolicAuthorizer.DecideBy(route.Route.Authorizer.Rule, question, passage.Policies, route.Policy, isSigned ? guardrails : Guardrails.None);
        return new MatrixCell(principal, route, answer.Verdict, answer.Decision, answer.Condition) { Action = needed.Action };
    }

    /// <summary>Where a call needs two permissions, what refuses one of them refuses the call.</summary>
    private static MatrixCell Both(MatrixCell one, MatrixCell other) =>
        one.Verdict == SymbolicVerdict.Deny || other.Verdict == SymbolicVerdict.Allow ? one
        : other.Verdict == SymbolicVerdict.Deny ? other
        : other with { Condition = one.Condition == other.Condition ? other.Condition : AuthorizerAccess.Joined(one.Condition, other.Condition) };

    /// <summary>Nearly every run is of one region.</summary>
    private PartialContext ContextIn(string region, bool isSigned) =>
        region == stacks.Main.Region ? (isSigned ? context : unsigned)
        : isSigned ? ContextOf(principal, stacks, region)
        : WithKeys(PartialContext.Of(Anonymous.Instance, region), stacks);

    /// <summary>Where the function is called with the caller's credentials, both must be allowed: what refuses one request of each refuses the call.</summary>
    private MatrixCell AsCaller(MatrixCell cell, Passage passage) => invocations.AsCaller(cell.Route, passage.Caller, passage.Policies,
        ContextIn(cell.Route.Stack.Region, isSigned: true)) switch
    {
        null or { Verdict: SymbolicVerdict.Allow } => cell,
        { Verdict: SymbolicVerdict.Deny } refused => cell with
        {
            Verdict = SymbolicVerdict.Deny,
            Decision = refused.Decision,
            Condition = null,
            Note = "The function is called with its caller's own credentials. "
                + DecisionText.For(principal.Principal.PolicyArn, LambdaOperation.Invoke, cell.Route.Function!.Arn.ToString(), refused.Decision),
        },
        var conditional => cell with { Verdict = SymbolicVerdict.Conditional, Condition = AuthorizerAccess.Joined(cell.Condition, conditional.Condition) },
    };

    /// <summary>Of a caller whose account is not loaded one side only is known; its own account has to allow the call too.</summary>
    private MatrixCell Signed(MatrixCell cell) => !principal.IsAssumed || cell.Verdict == SymbolicVerdict.Deny ? cell : cell with
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
