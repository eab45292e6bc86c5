using Iam;
using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

public class Resource_policy_of_an_api
{
    private const string Statement = "{Effect: Deny, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*'}";

    [Fact]
    public void Is_absent_when_nothing_is_stated() => Assert.Null(Given.Stack(Given.Api("{ResourcePolicy: {}}")).Apis[0].ResourcePolicy);

    [Fact]
    public void Names_the_line_of_each_statement()
    {
        var policy = Given.Stack(Given.Api($"{{ResourcePolicy: {{CustomStatements: [{Statement}]}}}}")).Apis[0].ResourcePolicy!;

        Assert.Equal(("Api.Auth.ResourcePolicy", "template.yaml"), (policy.Origin.Name, policy.Origin.File));
        Assert.Equal([7], policy.Origin.StatementLines);
    }

    [Theory]
    [InlineData("", Verdict.Allow)]
    [InlineData("x", Verdict.ImplicitDeny)]
    public void Guards_its_own_api_and_no_other(string suffix, Verdict expected)
    {
        var api = Given.Stack(Given.Api($"{{ResourcePolicy: {{CustomStatements: {Statement.Replace("Deny", "Allow", StringComparison.Ordinal)}}}}}")).Apis[0];
        var resource = $"arn:aws:execute-api:us-east-1:111122223333:{api.ApiId}{suffix}/v1/GET/path";
        var request = new AccessRequest(Anonymous.Instance, "execute-api:Invoke", resource, AccountId.Parse("111122223333"), new ConditionContext());

        Assert.Equal(expected, ApiGatewayRules.ResourcePolicyAlone.Decide(request, PrincipalPolicies.None, api.ResourcePolicy).Verdict);
    }

    [Fact]
    public void Of_an_event_needs_a_stage_that_is_written_as_text()
    {
        var yaml = Given.Api("{}", "{ResourcePolicy: {AwsAccountWhitelist: ['444455556666']}}");
        Given.Stack(yaml);

        Assert.Equal(
            ["template.yaml:15 Function.Events.Call.Properties.Auth.ResourcePolicy.AwsAccountWhitelist: The transform writes the stage 'Stage' into this statement, because StageName of Api is a function; on AWS the statement would guard nothing. Move it to CustomStatements, or write StageName as text."],
            Given.Errors(yaml.Replace("StageName: v1", "StageName: !Sub v1", StringComparison.Ordinal)));
    }

    [Fact]
    public void May_stand_in_policy_instead()
    {
        var yaml = Given.Api("{}").Replace("StageName: v1", $"StageName: v1\n      Policy: {{Version: '2012-10-17', Statement: [{Statement}]}}", StringComparison.Ordinal);

        Assert.Equal("Api.Policy", Given.Stack(yaml).Apis[0].ResourcePolicy!.Origin.Name);
    }

    [Fact]
    public void Cannot_stand_in_both_places()
    {
        var yaml = Given.Api($"{{ResourcePolicy: {{CustomStatements: [{Statement}]}}}}")
            .Replace("StageName: v1", $"StageName: v1\n      Policy: {{Version: '2012-10-17', Statement: [{Statement}]}}", StringComparison.Ordinal);

        Assert.Equal(
            ["template.yaml:7 Api.Policy: The API has a resource policy in Policy and another one in Auth.ResourcePolicy. Keep one of them."],
            Given.Errors(yaml));
    }
}
