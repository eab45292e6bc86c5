namespace Iam.Tests.Decisions;

public class A_decision
{
    [Fact]
    public void Names_the_statement_that_made_it()
    {
        var policy = Case.ResourcePolicy(Case.For("Allow", "\"*\""), """{"Sid":"NotYou","Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}""");
        var decision = Authorizer.Decide(Case.Request(), Case.Nothing, policy);
        Assert.Equal(new Decision(Verdict.ExplicitDeny, DecidingPolicy.Resource, policy, 1), decision);
        Assert.Equal("'NotYou'", decision.Statement!.DisplayName);
    }

    [Fact]
    public void Explains_itself()
    {
        var policy = Case.ResourcePolicy(
            """{"Sid":"Posting","Effect":"Deny","Principal":"*","Action":"*","Resource":"arn:aws:execute-api:*:*:*/prod/POST/*"}""",
            Case.For("Deny", "\"*\"", """{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/Storefront"}}"""));
        var text = Authorizer.Explain(Case.Request(), Case.Caller(Case.Allow()), policy).ToString();
        Assert.StartsWith($"Allow: arn:aws:sts::111122223333:assumed-role/Storefront/s execute-api:Invoke on {Case.Resource}\n", text, StringComparison.Ordinal);
        Assert.Contains("silent Resource policy test, statement 'Posting'", text, StringComparison.Ordinal);
        Assert.Contains("allows Identity policy test", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Allocates_nothing()
    {
        var policy = Case.ResourcePolicy(
            Case.For("Deny", "\"*\"", """{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/Storefront"}}"""), Case.For("Allow", """{"AWS":"arn:aws:iam::111122223333:role/Other"}"""));
        var caller = Case.Caller(Case.Allow(resource: "arn:aws:execute-api:*:*:*/prod/*"));
        var request = Case.Request();
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
        Assert.Equal(Verdict.ExplicitDeny, Authorizer.Decide(Case.Request(), Case.Caller(Case.Allow()), policy).Verdict);
        Assert.Equal(Verdict.Allow, Authorizer.Decide(Case.Request(resource: Case.Resource.Replace("abcdefghij", "otherapi00", StringComparison.Ordinal)), Case.Caller(Case.Allow(resource: "*")), policy).Verdict);
    }
}
