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

    [Theory]
    [InlineData("v1", "v1", 0)]
    [InlineData("!Sub v1", "Stage", 1)]
    public void Of_an_event_names_a_stage_that_is_written_as_text_alone(string stage, string written, int traps)
    {
        var stack = Given.Stack(
            Given.Api("{}", "{ResourcePolicy: {AwsAccountWhitelist: ['444455556666']}}").Replace("StageName: v1", $"StageName: {stage}", StringComparison.Ordinal));

        Assert.Equal("v1", stack.Apis[0].StageName);
        Assert.Contains($"/{written}/GET/path\"", stack.Apis[0].ResourcePolicy!.Json, StringComparison.Ordinal);
        Assert.Equal(traps, stack.Traps.Count(static trap => trap.Kind == TrapKind.WithoutEffect));
    }

    [Fact]
    public void Of_an_event_covers_every_method_of_its_path()
    {
        var yaml = Given.Api("{}", "{ResourcePolicy: {AwsAccountWhitelist: ['444455556666']}}") + "\n        Other: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /path, Method: post}}\n";

        var policy = Given.Stack(yaml).Apis[0].ResourcePolicy!.Json;

        Assert.Contains("/v1/GET/path\"", policy, StringComparison.Ordinal);
        Assert.Contains("/v1/POST/path\"", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void May_stand_in_policy_instead()
    {
        var yaml = Given.Api("{}").Replace("StageName: v1", $"StageName: v1\n      Policy: {{Version: '2012-10-17', Statement: [{Statement}]}}", StringComparison.Ordinal);

        Assert.Equal("Api.Policy", Given.Stack(yaml).Apis[0].ResourcePolicy!.Origin.Name);
    }

    [Fact]
    public void Closes_the_api_where_it_stands_in_both_places()
    {
        var yaml = Given.Api($"{{ResourcePolicy: {{CustomStatements: [{Statement}]}}}}")
            .Replace("StageName: v1", $"StageName: v1\n      Policy: {{Version: '2012-10-17', Statement: [{Statement}]}}", StringComparison.Ordinal);

        Assert.Equal(
            "template.yaml:6 Api: The API has a resource policy in Policy and another one in its document, and which of them API Gateway takes is not known. Keep one of them.",
            Assert.Single(Given.Stack(yaml).Apis[0].Routes).Closed?.ToString());
    }
}
