using Sam.Tests.RestApis;
using Sam.Tests.Templates;

namespace Sam.Tests.UsagePlans;

public class Keys_and_plans_of_a_template
{
    private const string Good = "Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true, Value: some-key-some-key-some}}";
    private const string Plan = "Plan: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Api, Stage: v1}]}}";
    private const string Member = "In: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}}";

    [Fact]
    public void Belong_together_by_their_ids()
    {
        var stack = Stack(Good, Plan, Member);
        var (key, plan) = (Assert.Single(stack.ApiKeys), Assert.Single(stack.UsagePlans));

        Assert.Equal((true, "some-key-some-key-some", key.KeyId), (key.IsEnabled, key.Value, Assert.Single(plan.KeyIds)));
        Assert.Equal((stack.Apis[0].ApiId, "v1"), (Assert.Single(plan.Stages).ApiId, plan.Stages[0].StageName));
        Assert.DoesNotContain(key.Value, key.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Properties: {Enabled: true}", true)]
    [InlineData("Properties: {Name: mine}", false)]
    public void Have_values_of_their_own_where_the_template_gives_none(string properties, bool isEnabled)
    {
        var stack = Stack($"Key: {{Type: AWS::ApiGateway::ApiKey, {properties}}}", "Other: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true}}");

        Assert.Equal(isEnabled, stack.ApiKeys[0].IsEnabled);
        Assert.InRange(stack.ApiKeys[0].Value.Length, 20, 128);
        Assert.NotEqual(stack.ApiKeys[0].Value, stack.ApiKeys[1].Value);
        Assert.Equal(stack.ApiKeys[0].Value, Stack($"Key: {{Type: AWS::ApiGateway::ApiKey, {properties}}}").ApiKeys[0].Value);
    }

    [Theory]
    [InlineData("Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true, Value: short}}", "API Gateway takes keys of 20 to 128 characters.")]
    [InlineData("Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true, Vault: some-key-some-key-some}}", "'Vault' is not a property of AWS::ApiGateway::ApiKey that LocalAws knows.")]
    public void Are_left_out_where_they_are_closed(string key, string why)
    {
        var stack = Stack(key, Plan, Member);

        Assert.Empty(stack.ApiKeys);
        Assert.Contains(stack.Closures, closure => closure.Message.StartsWith(why, StringComparison.Ordinal));
    }

    [Fact]
    public void Have_no_key_of_another_template()
    {
        var stack = Stack(Good, Plan, Member.Replace("!Ref Key", "abcdefghij", StringComparison.Ordinal));

        Assert.Empty(Assert.Single(stack.UsagePlans).KeyIds);
        Assert.Equal("In", Assert.Single(stack.Closures).Resource);
    }

    [Theory]
    [InlineData("Quota: {Limit: 5, Period: YEAR}", "'YEAR' is not a period of a quota. Write DAY, WEEK or MONTH.")]
    [InlineData("Quota: {Limit: 5}", "A quota needs a period.")]
    [InlineData("Throttle: {RateLimit: fast}", "'fast' is not a number of requests per second.")]
    public void Are_refused_where_aws_refuses_them(string property, string error) => Assert.Contains(
        Given.Errors(Plain.Template(more: $"{Plain.Stage}\n  Plan: {{Type: AWS::ApiGateway::UsagePlan, Properties: {{{property}}}}}")),
        one => one.Contains(error, StringComparison.Ordinal));

    [Theory]
    [InlineData("MethodSettings: [{ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2}]", 5.0, 2)]
    [InlineData("MethodSettings: [{ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 5}, {ResourcePath: /, HttpMethod: GET, ThrottlingRateLimit: 0.5, ThrottlingBurstLimit: 1}]", 0.5, 1)]
    [InlineData("MethodSettings: [{ResourcePath: '/*', HttpMethod: GET, ThrottlingBurstLimit: 3}]", 10_000.0, 3)]
    [InlineData("MethodSettings: [{ResourcePath: /~1other, HttpMethod: GET, ThrottlingRateLimit: 5}, {ResourcePath: '/*', HttpMethod: POST, ThrottlingRateLimit: 5}]", null, null)]
    [InlineData("MethodSettings: [{ResourcePath: '/*', HttpMethod: '*', LoggingLevel: INFO}]", null, null)]
    public void Are_beside_what_the_stage_lets_through(string property, double? rate, int? burst)
    {
        var stage = Plain.Stage.Replace("StageName: v1", $"StageName: v1, {property}", StringComparison.Ordinal);
        var limit = Assert.Single(Given.Stack(Plain.Template(more: stage)).Apis).Routes[0].Throttle;

        Assert.Equal((rate, burst), (limit?.PerSecond, limit?.Burst));
    }

    private static Stack Stack(params string[] resources) => Given.Stack(Plain.Template(more: $"{Plain.Stage}\n  {string.Join("\n  ", resources)}"));
}
