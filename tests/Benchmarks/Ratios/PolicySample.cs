using System.Collections.Immutable;
using Iam;

namespace Benchmarks.Ratios;

/// <summary>Orders charging billing: an identity policy of three resources, a resource policy of six statements with conditions.</summary>
internal sealed class PolicySample
{
    private const string Arn = "arn:aws:execute-api:us-east-1:111122223333:abcdefghij";

    private readonly AccessRequest request;
    private readonly PrincipalPolicies caller;
    private readonly Policy resourcePolicy;

    public PolicySample()
    {
        var account = AccountId.Parse("111122223333");
        var principal = new AssumedRole(account, "/", "OrdersServiceRole", "orders", "AROAEXAMPLE");
        var context = new ConditionContext(principal).SetTime(SampleRequest.Now).Set("aws:SourceIp", "127.0.0.1").Set("aws:SecureTransport", "true");
        request = new AccessRequest(principal, "execute-api:Invoke", Arn + "/prod/POST/charges", account, context);
        caller = new PrincipalPolicies([Parse(
            $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":["{{Arn}}/prod/POST/charges","{{Arn}}/prod/POST/charges/*/refunds","{{Arn}}/prod/GET/charges/*"]}]}""",
            PolicyKind.Identity)]);
        resourcePolicy = Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', Denies)}}]}""", PolicyKind.Resource);
        if (Decide().Verdict != Verdict.Allow)
        {
            throw new InvalidOperationException("The sample request is not allowed.");
        }
    }

    private static IEnumerable<string> Denies =>
        from rule in ImmutableArray.Create(("POST/charges", "OrdersServiceRole"), ("POST/charges/*/refunds", "OrdersServiceRole"), ("GET/charges", "AuditorRole"), ("GET/charges/*", "AuditorRole"), ("GET/charges/*/*", "Nobody"), ("PUT/*", "Nobody"))
        select $$$"""{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"{{{Arn}}}/prod/{{{rule.Item1}}}","Condition":{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/{{{rule.Item2}}}"} } }""";

    public Decision Decide() => ApiGatewayRules.DecideIam(request, caller, resourcePolicy);

    private static Policy Parse(string json, PolicyKind kind) => Policy.Parse(json, kind, new PolicyOrigin("sample")).Policy ?? throw new InvalidOperationException(json);
}
