using System.Text.Json;

namespace Iam.Tests.Decisions;

/// <summary>
/// API Gateway Developer Guide, "How API Gateway resource policies affect authorization workflow": tables A and B row by row, from
/// <c>api-gateway-authorization-tables.json</c>, and the workflow of a route without authorization.
/// </summary>
public class Api_gateway_tables
{
    public static TheoryData<string, string, Verdict> TableA { get; } = Table("tableA_sameAccount");

    public static TheoryData<string, string, Verdict> TableB { get; } = Table("tableB_crossAccount");

    [Fact]
    public void Are_complete() => Assert.Equal((9, 9), (TableA.Count, TableB.Count));

    [Theory]
    [MemberData(nameof(TableA))]
    public void Within_an_account_either_side_allows(string callerPolicy, string resourcePolicy, Verdict expected)
    {
        Assert.Equal(expected, Decide(Given.User, callerPolicy, resourcePolicy));
        Assert.Equal(expected, Decide(Given.Session, callerPolicy, resourcePolicy));
    }

    [Theory]
    [MemberData(nameof(TableB))]
    public void Across_accounts_both_sides_must(string callerPolicy, string resourcePolicy, Verdict expected)
    {
        Assert.Equal(expected, Decide(Given.Stranger, callerPolicy, resourcePolicy));
        Assert.Equal(expected, Decide(Given.StrangeSession, callerPolicy, resourcePolicy));
    }

    [Theory]
    [InlineData("Allow", Verdict.Allow)]
    [InlineData("Neither", Verdict.ImplicitDeny)]
    [InlineData("Deny", Verdict.ExplicitDeny)]
    public void Without_authorization_the_resource_policy_must_allow(string resourcePolicy, Verdict expected) =>
        Assert.Equal(expected, ApiGatewayRules.ResourcePolicyAlone.Decide(Given.Call(Anonymous.Instance), PrincipalPolicies.None, ResourcePolicy(resourcePolicy)).Verdict);

    [Fact]
    public void Without_authorization_and_policy_the_api_is_open() =>
        Assert.Equal(
            new Decision(Verdict.Allow, DecidingPolicy.None, null, -1),
            ApiGatewayRules.ResourcePolicyAlone.Decide(Given.Call(Anonymous.Instance), PrincipalPolicies.None, null));

    [Theory]
    [MemberData(nameof(TableA))]
    public void A_functions_policy_is_the_callers_within_an_account(string functionsPolicy, string resourcePolicy, Verdict expected)
    {
        var (request, own, resource) = (Given.Call(Anonymous.Instance), Given.With(Given.Identity(functionsPolicy)), ResourcePolicy(resourcePolicy));

        Assert.Equal(expected, ApiGatewayRules.FunctionsPolicy.Decide(request, own, resource).Verdict);
        Assert.Equal(expected, ApiGatewayRules.FunctionsPolicy.Explain(request, own, resource).Decision.Verdict);
        Assert.Equal(resourcePolicy == "Deny", ApiGatewayRules.Vetoes(request, resource));
    }

    [Theory]
    [InlineData("203.0.113.9", Verdict.Allow)]
    [InlineData("198.51.100.9", Verdict.ExplicitDeny)]
    public void A_deny_of_other_addresses_closes_an_open_api(string address, Verdict expected)
    {
        var policy = Given.Policy(
            PolicyKind.Resource,
            Given.Statement,
            """{"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"} } }""");
        var request = Given.Call(Anonymous.Instance);
        request.Context.Set("aws:SourceIp", address);

        Assert.Equal(expected, ApiGatewayRules.ResourcePolicyAlone.Decide(request, PrincipalPolicies.None, policy).Verdict);
    }

    private static Verdict Decide(Principal caller, string callerPolicy, string resourcePolicy)
    {
        var (request, own, resource) = (Given.Call(caller), Given.With(Given.Identity(callerPolicy)), ResourcePolicy(resourcePolicy));
        var verdict = ApiGatewayRules.SignedCall.Decide(request, own, resource).Verdict;
        Assert.Equal(verdict, ApiGatewayRules.SignedCall.Explain(request, own, resource).Decision.Verdict);

        // An absent policy says as much as one that is about something else.
        Assert.True(resourcePolicy != "Neither" || verdict == ApiGatewayRules.SignedCall.Decide(request, own, null).Verdict);
        Assert.True(callerPolicy != "Neither" || verdict == ApiGatewayRules.SignedCall.Decide(request, PrincipalPolicies.None, resource).Verdict);
        return verdict;
    }

    private static Policy ResourcePolicy(string effect) =>
        effect == "Neither" ? Given.Resource("Allow", """{"Service": "lambda.amazonaws.com"}""") : Given.Resource(effect, "\"*\"");

    private static TheoryData<string, string, Verdict> Table(string name)
    {
        using var facts = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Decisions", "api-gateway-authorization-tables.json")));
        var table = new TheoryData<string, string, Verdict>();
        foreach (var row in facts.RootElement.GetProperty(name).EnumerateArray())
        {
            table.Add(Text(row, "callerPolicy"), Text(row, "resourcePolicy"), Enum.Parse<Verdict>(Text(row, "result")));
        }

        return table;
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
