namespace Iam.Tests.Decisions;

public class A_decision
{
    [Fact]
    public void Names_the_statement_that_made_it()
    {
        var policy = Given.ResourcePolicy(Given.For("Allow", "\"*\""), """{"Sid":"NotYou","Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}""");
        var decision = Authorizer.Decide(Given.Request(), Given.Nothing, policy);
        Assert.Equal(new Decision(Verdict.ExplicitDeny, DecidingPolicy.Resource, policy, 1), decision);
        Assert.Equal("'NotYou'", decision.Statement!.DisplayName);
    }

    [Fact]
    public void Explains_itself()
    {
        var policy = Given.ResourcePolicy(
            """{"Sid":"Posting","Effect":"Deny","Principal":"*","Action":"*","Resource":"arn:aws:execute-api:*:*:*/prod/POST/*"}""",
            Given.For("Deny", "\"*\"", """{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/Storefront"}}"""));
        var text = Authorizer.Explain(Given.Request(), Given.Caller(Given.Allow()), policy).ToString();
        Assert.StartsWith($"Allow: arn:aws:sts::111122223333:assumed-role/Storefront/s execute-api:Invoke on {Given.Resource}\n", text, StringComparison.Ordinal);
        Assert.Contains("silent Resource policy test, statement 'Posting'", text, StringComparison.Ordinal);
        Assert.Contains("allows Identity policy test", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Allocates_nothing()
    {
        var policy = Given.ResourcePolicy(
            Given.For("Deny", "\"*\"", """{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/Storefront"}}"""), Given.For("Allow", """{"AWS":"arn:aws:iam::111122223333:role/Other"}"""));
        var caller = Given.Caller(Given.Allow(resource: "arn:aws:execute-api:*:*:*/prod/*"));
        var request = Given.Request();
        for (var i = 0; i < 100; i++)
        {
            Authorizer.Decide(request, caller, policy);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Authorizer.Decide(request, caller, policy);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Reads_the_short_form_of_an_execute_api_arn()
    {
        const string Json = """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/prod/GET/*"}}""";
        var policy = Policy.Parse(Json, PolicyKind.Resource, new PolicyOrigin("test"), new PolicyParseOptions("arn:aws:execute-api:us-east-1:111122223333:abcdefghij")).Policy;
        Assert.Equal(Verdict.ExplicitDeny, Authorizer.Decide(Given.Request(), Given.Caller(Given.Allow()), policy).Verdict);
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Given.Request(resource: Given.Resource.Replace("abcdefghij", "otherapi00", StringComparison.Ordinal)), Given.Caller(Given.Allow(resource: "*")), policy).Verdict);
    }
}
