using System.Collections.Immutable;

namespace Iam.Tests.Conditions;

/// <summary>What policies see of a request that a service of AWS makes in a principal's name.</summary>
public class Requests_that_a_service_forwards
{
    private static readonly AccountId Owner = AccountId.Parse("111122223333");
    private static readonly IamUser Amy = new(Owner, "/", "amy", "AIDAAMY", new Dictionary<string, string> { ["team"] = "blue" });

    [Theory]
    [InlineData("Bool", "aws:ViaAWSService", "true", true)]
    [InlineData("Bool", "aws:ViaAWSService", "false", false)]
    [InlineData("ForAnyValue:StringEquals", "aws:CalledVia", "apigateway.amazonaws.com", true)]
    [InlineData("ForAnyValue:StringEquals", "aws:CalledVia", "athena.amazonaws.com", false)]
    [InlineData("Null", "aws:CalledVia", "true", false)]
    [InlineData("StringEquals", "aws:CalledViaFirst", "apigateway.amazonaws.com", true)]
    [InlineData("StringEquals", "aws:CalledViaLast", "apigateway.amazonaws.com", true)]
    [InlineData("StringEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:user/amy", true)]
    [InlineData("StringEquals", "aws:PrincipalTag/team", "blue", true)]
    [InlineData("Bool", "aws:PrincipalIsAWSService", "false", true)]
    [InlineData("Bool", "aws:SecureTransport", "true", true)]
    [InlineData("IpAddress", "aws:SourceIp", "0.0.0.0/0", false)]
    [InlineData("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", true)]
    [InlineData("StringEquals", "aws:SourceVpce", "vpce-1", false)]
    [InlineData("StringLike", "aws:UserAgent", "*", false)]
    public void Meet_conditions_as_the_services_own_request_does(string name, string key, string value, bool isMet)
    {
        var context = new ConditionContext(Amy).SetTime(DateTimeOffset.UnixEpoch).Set("aws:SourceIp", "192.0.2.1").Set("aws:SecureTransport", "false")
            .Set("aws:SourceVpce", "vpce-1").Set("aws:UserAgent", "curl");
        var policy = new PrincipalPolicies([Policy.Parse(
            $$$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"*","Condition":{"{{{{name}}}}":{"{{{{key}}}}":"{{{{value}}}}"}}}]}""",
            PolicyKind.Identity, new PolicyOrigin("own")).Policy!]);
        var forwarded = new AccessRequest(Amy, "lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111122223333:function:f", Owner, context.ForwardedBy("apigateway.amazonaws.com"));

        Assert.Equal(isMet ? Verdict.Allow : Verdict.ImplicitDeny, Authorizer.Decide(forwarded, policy, null).Verdict);

        var question = new AccessQuestion(
            Amy, "lambda:InvokeFunction", ResourceShape.Parse(forwarded.Resource), Owner, PartialContext.Of(Amy, "us-east-1").ForwardedBy("apigateway.amazonaws.com"));
        Assert.Equal(isMet ? SymbolicVerdict.Allow : SymbolicVerdict.Deny, SymbolicAuthorizer.Decide(question, policy, null).Verdict);
    }

    [Fact]
    public void Leave_the_callers_own_request_as_it_is()
    {
        var context = new ConditionContext(Amy).Set("aws:SourceIp", "192.0.2.1");
        context.ForwardedBy("apigateway.amazonaws.com");

        Assert.True(context.TryGet("aws:SourceIp", out _));
        Assert.False(context.TryGet("aws:CalledVia", out _));
    }

    [Fact]
    public void Tell_the_whole_chain_of_services()
    {
        var context = new ConditionContext(Amy).ForwardedBy("cloudformation.amazonaws.com").ForwardedBy("apigateway.amazonaws.com");

        Assert.Equal(["cloudformation.amazonaws.com", "apigateway.amazonaws.com"], Values(context, "aws:CalledVia"));
        Assert.Equal(["cloudformation.amazonaws.com"], Values(context, "aws:CalledViaFirst"));
        Assert.Equal(["apigateway.amazonaws.com"], Values(context, "aws:CalledViaLast"));
    }

    private static ImmutableArray<string> Values(ConditionContext context, string key) => context.TryGet(key, out var values) ? values : [];
}
