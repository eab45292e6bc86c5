using System.Text.Json;

namespace Iam.Tests.Decisions;

/// <summary>Each row of API Gateway's own tables of how a resource policy combines with IAM authorization.</summary>
public class Api_gateway_tables
{
    public static IEnumerable<TheoryDataRow<string, string, string>> SameAccount => Rows("tableA_sameAccount");

    public static IEnumerable<TheoryDataRow<string, string, string>> CrossAccount => Rows("tableB_crossAccount");

    [Theory]
    [MemberData(nameof(SameAccount))]
    public void Within_an_account(string callerPolicy, string resourcePolicy, string result) => Check(Given.Role, callerPolicy, resourcePolicy, result);

    [Theory]
    [MemberData(nameof(CrossAccount))]
    public void Across_accounts(string callerPolicy, string resourcePolicy, string result) => Check(Given.Partner, callerPolicy, resourcePolicy, result);

    [Theory]
    [InlineData("Allow", Verdict.Allow)]
    [InlineData("Neither", Verdict.ImplicitDeny)]
    [InlineData("Deny", Verdict.ExplicitDeny)]
    public void Without_authentication(string resourcePolicy, Verdict verdict) =>
        Assert.Equal(verdict, ApiGatewayRules.DecideWithoutAuthentication(Given.Request(Anonymous.Instance), ResourcePolicy(resourcePolicy)).Verdict);

    [Fact]
    public void Without_authentication_or_policy_are_open() =>
        Assert.Equal(Verdict.Allow, ApiGatewayRules.DecideWithoutAuthentication(Given.Request(Anonymous.Instance), null).Verdict);

    [Theory]
    [InlineData("Allow", Verdict.Allow)]
    [InlineData("Neither", Verdict.ImplicitDeny)]
    [InlineData("Deny", Verdict.ExplicitDeny)]
    public void Without_a_resource_policy_the_caller_decides(string callerPolicy, Verdict verdict)
    {
        Assert.Equal(verdict, ApiGatewayRules.DecideIam(Given.Request(), CallerPolicy(callerPolicy), null).Verdict);
        Assert.NotEqual(Verdict.Allow, ApiGatewayRules.DecideIam(Given.Request(Given.Partner), CallerPolicy(callerPolicy), null).Verdict);
    }

    private static void Check(Principal principal, string callerPolicy, string resourcePolicy, string result)
    {
        var decision = ApiGatewayRules.DecideIam(Given.Request(principal), CallerPolicy(callerPolicy), ResourcePolicy(resourcePolicy));
        Assert.Equal(Enum.Parse<Verdict>(result), decision.Verdict);
    }

    private static PrincipalPolicies CallerPolicy(string says) => says switch
    {
        "Allow" => Given.Caller(Given.Allow()),
        "Deny" => Given.Caller(Given.Allow(), Given.Deny()),
        _ => Given.Caller(Given.Allow(resource: "arn:aws:s3:::other")),
    };

    private static Policy ResourcePolicy(string says) => says switch
    {
        "Allow" => Given.ResourcePolicy(Given.For("Allow", "\"*\"")),
        "Deny" => Given.ResourcePolicy(Given.For("Allow", "\"*\""), Given.For("Deny", "\"*\"")),
        _ => Given.ResourcePolicy("""{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:111122223333:other/*"}"""),
    };

    private static IEnumerable<TheoryDataRow<string, string, string>> Rows(string table)
    {
        using var file = typeof(Api_gateway_tables).Assembly.GetManifestResourceStream("api-gateway-authorization-tables.json")!;
        using var document = JsonDocument.Parse(file);
        foreach (var row in document.RootElement.GetProperty(table).EnumerateArray())
        {
            yield return new(row.GetProperty("callerPolicy").GetString()!, row.GetProperty("resourcePolicy").GetString()!, row.GetProperty("result").GetString()!);
        }
    }
}
