using System.Text.Json.Nodes;
using Emulation.Access;
using Iam;
using Sam;

namespace Emulation.Findings;

/// <summary>
/// Whom a policy really lets in that nobody meant, decided by the engine that decides the matrix: what one statement seems to say is no finding where another
/// takes it back.
/// </summary>
internal sealed class Strangers(LintSubject subject)
{
    /// <summary>Somebody of another account, whose own policies allow everything.</summary>
    private readonly Stranger foreigner = Of(
        subject, new AssumedRole(AccountId.Parse("999999999999"), "/", "Somebody", "any-session", "AROASOMEBODY"), AllowedEverything);

    /// <summary>Somebody of the account whose own policies allow nothing.</summary>
    private readonly Stranger colleague = Of(subject, Colleague(subject.Main.AccountId), PrincipalPolicies.None);

    private readonly Stranger nobody = Of(subject, Anonymous.Instance, PrincipalPolicies.None);

    public static PrincipalPolicies AllowedEverything { get; } = new([Policy.Parse(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, new PolicyOrigin("everything")).Policy!]);

    /// <summary>Somebody of an account whom no template names.</summary>
    public static AssumedRole Colleague(AccountId account) => new(account, "/", "SomebodyElseOfTheAccount", "any-session", "AROASOMEBODYELSE");

    /// <summary>Whom a statement lets call a route, with every deny of its policy in force; null when it is nobody, or those only who pass another authorizer first.</summary>
    public string? AdmittedBy(Policy policy, Statement statement, MatrixRoute route) =>
        IsAbout(statement, route) ? AdmittedBy(Only(policy, statement, ApiArn(route)), route) : null;

    /// <summary>Whom an API's policy as it is lets call a route.</summary>
    public string? AdmittedBy(Policy policy, MatrixRoute route) => route.Route.Authorizer.Match(
        none: _ => Passes(nobody, policy, route) ? "everyone" : null,
        iam: _ => Passes(foreigner, policy, route) ? "everyone" : Passes(colleague, policy, route) ? "every principal of the account" : null,
        cognito: static _ => null,
        jwt: static _ => null,
        lambda: static _ => null,
        closed: static _ => null);

    /// <summary>Whom a statement of a trust policy lets become the role, with every deny in force.</summary>
    public string? TrustedBy(Role role, Statement statement) => !statement.IsAboutAction(Actions.AssumeRole) ? "everyone"
        : Trusts(foreigner, role, statement) ? "everyone"
        : Trusts(colleague, role, statement) ? "every principal of the account"
        : null;

    private bool Passes(Stranger caller, Policy policy, MatrixRoute route)
    {
        var question = new AccessQuestion(caller.Principal, ApiGatewayRules.Invoke, route.Resource, route.Stack.AccountId, caller.Context);
        var guardrails = caller.Principal is Anonymous ? null : subject.Stacks.Organization.ForCaller(caller.Principal.Account);
        return SymbolicAuthorizer.DecideBy(route.Route.Authorizer.Rule, question, caller.Policies, policy, guardrails).Verdict != SymbolicVerdict.Deny
            && subject.Invocations.AsCaller(route, caller.Principal, caller.Policies, caller.Context)?.Verdict != SymbolicVerdict.Deny;
    }

    private bool Trusts(Stranger caller, Role role, Statement statement)
    {
        var question = new AccessQuestion(caller.Principal, Actions.AssumeRole, ResourceShape.Parse(role.Arn.ToString()), subject.Main.AccountId, caller.Context);
        var guardrails = subject.Stacks.Organization.For(caller.Principal.Account, subject.Main.AccountId);
        return SymbolicAuthorizer.DecideAssumeRole(question, caller.Policies, Only(role.TrustPolicy, statement, null), guardrails).Verdict != SymbolicVerdict.Deny;
    }

    private static bool IsAbout(Statement statement, MatrixRoute route) =>
        statement.IsAboutAction(ApiGatewayRules.Invoke) && (statement.HasNotResource || statement.ResourceTexts.Any(text => StatementAnalysis.CanMatch(text, route.Resource)));

    /// <summary>The policy without its other allows: what it would do without the statement is not the statement's doing.</summary>
    private static Policy Only(Policy policy, Statement statement, string? apiArn)
    {
        var document = (JsonObject)JsonNode.Parse(policy.Json)!;
        var statements = document["Statement"] is JsonArray list ? list.Select(static one => one!.DeepClone()).ToList() : [document["Statement"]!.DeepClone()];
        document["Statement"] = new JsonArray([.. statements.Where((_, index) => index == statement.Index || policy.Statements[index].Denies)]);
        return Policy.Parse(document.ToJsonString(), policy.Kind, policy.Origin, new PolicyParseOptions(apiArn)).Policy ?? policy;
    }

    private static string ApiArn(MatrixRoute route) => $"arn:aws:execute-api:{route.Stack.Region}:{route.Stack.AccountId}:{route.Api.ApiId}";

    private static Stranger Of(LintSubject subject, Principal principal, PrincipalPolicies policies)
    {
        var context = PartialContext.Of(principal, subject.Main.Region);
        if (principal is not Anonymous)
        {
            subject.Stacks.Organization.AddKeys(context.Known, principal.Account);
        }

        return new Stranger(principal, policies, context);
    }

    private sealed record Stranger(Principal Principal, PrincipalPolicies Policies, PartialContext Context);
}
