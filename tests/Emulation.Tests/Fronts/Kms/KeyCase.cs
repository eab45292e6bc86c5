using Emulation.Calls;
using Emulation.Fronts.Kms;
using Emulation.Tests.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Kms;

/// <summary>A key, calls of it, and what is decided of them.</summary>
internal sealed class KeyCase : IDisposable
{
    public const string Id = "0d990263-018e-4e65-a703-eff731de951e";
    public const string Key = "arn:aws:kms:us-east-1:111122223333:key/" + Id;
    public const string Partner = "arn:aws:kms:us-east-1:444455556666:key/" + Id;
    private static readonly AccountId Account = AccountId.Parse("111122223333");

    public AskedCall Call { get; } = new();

    public static AssumedRole Worker { get; } = new(Account, "/", "worker", "s", "AROAWORKER");

    public static PrincipalPolicies Everything { get; } = Own("""{"Effect":"Allow","Action":"*","Resource":"*"}""");

    public void Dispose() => Call.Dispose();

    public static PrincipalPolicies Own(string statement) =>
        new([Policy.Parse($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""", PolicyKind.Identity, new PolicyOrigin("p")).Policy!]);

    /// <summary>Decides the first question of a call.</summary>
    public async Task<Verdict> DecideAsync(string operation, string members, PrincipalPolicies? own = null, Principal? by = null) =>
        (await DecisionAsync(operation, members, own, by)).Verdict;

    /// <inheritdoc cref="DecideAsync"/>
    public async Task<Decision> DecisionAsync(string operation, string members, PrincipalPolicies? own = null, Principal? by = null)
    {
        var plan = await Call.PlanAsync(new KmsService(), operation, members);
        return Decide(plan.Asks[0], own ?? PrincipalPolicies.None, by ?? Worker);
    }

    public Task DoAsync(string operation, string members, string answer = "{}") => DoneAsync(Call, operation, members, answer);

    public void Put(string policy, string key = Key) => Call.Policies.Put(key, Emulation.Upstreams.ResourcePolicies.Parse(key, policy).Policy!);

    private static Decision Decide(Ask ask, PrincipalPolicies own, Principal by)
    {
        var context = new ConditionContext(by);
        foreach (var key in ask.Keys)
        {
            key.AddTo(context);
        }

        var rule = ask.Rule ?? DecisionRule.Of(ask.ResourcePolicy);
        return rule.Decide(new AccessRequest(by, ask.Action, ask.Resource, ask.Owner ?? Account, context), own, ask.ResourcePolicy);
    }

    private static async Task DoneAsync(AskedCall call, string operation, string members, string answer)
    {
        var plan = await call.PlanAsync(new KmsService(), operation, members);
        plan.Done?.Invoke();
        plan.Answered?.Invoke((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(answer)!);
    }
}
