using System.Collections.Immutable;

namespace Iam.Tests;

/// <summary>The storefront reading an order: its principals, policies and requests in one line each.</summary>
internal static class Case
{
    public const string Resource = "arn:aws:execute-api:us-east-1:111122223333:abcdefghij/prod/GET/orders";
    public const string Action = "execute-api:Invoke";

    public static AccountId Account { get; } = AccountId.Parse("111122223333");

    public static AccountId OtherAccount { get; } = AccountId.Parse("444455556666");

    public static AssumedRole Role { get; } = new(Account, "/", "Storefront", "s", "AROAEXAMPLE");

    public static AssumedRole Partner { get; } = new(OtherAccount, "/", "Partner", "s", "AROAPARTNER");

    public static IamUser User { get; } = new(Account, "/team/", "ann", "AIDAEXAMPLE", new Dictionary<string, string> { ["team"] = "blue", ["star"] = "*" });

    public static AccessRequest Request(Principal? principal = null, string action = Action, string resource = Resource, Action<ConditionContext>? context = null)
    {
        var keys = new ConditionContext(principal ?? Role);
        context?.Invoke(keys);
        return new AccessRequest(principal ?? Role, action, resource, Account, keys);
    }

    public static Policy Policy(PolicyKind kind, params string[] statements) => Parsed($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""", kind);

    public static Policy Parsed(string json, PolicyKind kind)
    {
        var result = Iam.Policy.Parse(json, kind, new PolicyOrigin("test"));
        Assert.True(result.Policy is not null, string.Join(" ", result.Errors));
        return result.Policy;
    }

    public static PrincipalPolicies Caller(params string[] statements) => new([Policy(PolicyKind.Identity, statements)]);

    public static Policy ResourcePolicy(params string[] statements) => Policy(PolicyKind.Resource, statements);

    public static string Allow(string action = Action, string resource = Resource) => $$"""{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}"}""";

    public static string Deny(string action = Action, string resource = Resource) => $$"""{"Effect":"Deny","Action":"{{action}}","Resource":"{{resource}}"}""";

    public static string For(string effect, string principal, string condition = "") =>
        $$"""{"Effect":"{{effect}}","Principal":{{principal}},"Action":"{{Action}}","Resource":"{{Resource}}"{{(condition.Length == 0 ? "" : $",\"Condition\":{condition}")}}}""";

    public static PrincipalPolicies Nothing { get; } = new(ImmutableArray<Policy>.Empty);
}
