using System.Collections.Immutable;
using Iam;

namespace Benchmarks.Ratios;

/// <summary>Orders charging billing: a role of three statements, a resource policy of four with conditions; and the same with 10,000 in each.</summary>
internal sealed class PolicySample
{
    private const string Arn = "arn:aws:execute-api:us-east-1:111122223333:abcdefghij";
    private static readonly (string Path, string Role)[] Rules =
        [("POST/charges", "OrdersServiceRole"), ("POST/charges/*/refunds", "OrdersServiceRole"), ("GET/charges", "AuditorRole"), ("GET/charges/*", "AuditorRole")];

    private readonly string[] resources;
    private readonly AccessRequest request;
    private readonly PrincipalPolicies caller;
    private readonly Policy resourcePolicy;

    /// <param name="statements">How many further statements, about other routes, role and resource policy have each.</param>
    public PolicySample(int statements = 0)
    {
        var account = AccountId.Parse("111122223333");
        var principal = new AssumedRole(account, "/", "OrdersServiceRole", "orders", "AROAEXAMPLE");
        var context = new ConditionContext(principal).SetTime(SampleRequest.Now).Set("aws:SourceIp", "127.0.0.1").Set("aws:SecureTransport", "true");
        request = new AccessRequest(principal, "execute-api:Invoke", Arn + "/prod/POST/charges", account, context);
        caller = new PrincipalPolicies([Parse(Allows.Concat(Others("Allow", "", statements)), PolicyKind.Identity)]);
        resourcePolicy = Parse(Denies.Concat(Others("Deny", "\"Principal\":\"*\",", statements)), PolicyKind.Resource);
        resources = [.. Enumerable.Range(0, statements).Select(static i => $"{Arn}/prod/GET/other{i}/*")];
        if (Decide().Verdict != Verdict.Allow)
        {
            throw new InvalidOperationException("The sample request is not allowed.");
        }
    }

    private static IEnumerable<string> Allows =>
        from path in ImmutableArray.Create("GET/charges/*", "POST/charges/*/refunds", "POST/charges")
        select $$"""{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"{{Arn}}/prod/{{path}}"}""";

    private static IEnumerable<string> Denies =>
        from rule in Rules
        select $$$"""{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"{{{Arn}}}/prod/{{{rule.Path}}}","Condition":{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/{{{rule.Role}}}"} } }""";

    public Decision Decide() => ApiGatewayRules.SignedCall.Decide(request, caller, resourcePolicy);

    /// <summary>The floor of whoever compares the resource with each statement's: of the role, then of the resource.</summary>
    public void ReadEach()
    {
        var asked = Arn + "/prod/POST/charges";
        for (var policy = 0; policy < 2; policy++)
        {
            foreach (var resource in resources)
            {
                if (asked.AsSpan().StartsWith(resource.AsSpan(0, resource.Length - 1), StringComparison.Ordinal))
                {
                    throw new InvalidOperationException("Another route's statement matches.");
                }
            }
        }
    }

    private static IEnumerable<string> Others(string effect, string principal, int count) =>
        Enumerable.Range(0, count).Select(i => $$"""{"Effect":"{{effect}}",{{principal}}"Action":"execute-api:Invoke","Resource":"{{Arn}}/prod/GET/other{{i}}/*"}""");

    private static Policy Parse(IEnumerable<string> statements, PolicyKind kind)
    {
        var json = $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";
        return Policy.Parse(json, kind, new PolicyOrigin("sample")).Policy ?? throw new InvalidOperationException(json);
    }
}
