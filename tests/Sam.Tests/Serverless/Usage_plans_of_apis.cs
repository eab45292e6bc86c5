using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

public class Usage_plans_of_apis
{
    [Theory]
    [InlineData("PER_API", "ApiUsagePlan", "ApiApiKey")]
    [InlineData("SHARED", "ServerlessUsagePlan", "ServerlessApiKey")]
    public void Have_a_key_and_the_names_that_the_transform_gives(string kind, string plan, string key)
    {
        var stack = Given.Stack(Given.Api($"{{ApiKeyRequired: true, UsagePlan: {{CreateUsagePlan: {kind}, Quota: {{Limit: 5, Period: DAY}}, Throttle: {{RateLimit: 0.5, BurstLimit: 2}}}}}}")
            + $"\nOutputs: {{Key: {{Value: !Ref {key}}}}}\n");

        var (made, its) = (Assert.Single(stack.UsagePlans), Assert.Single(stack.ApiKeys));
        var stage = Assert.Single(made.Stages);
        Assert.Equal((plan, key, true, stack.Apis[0].ApiId, stack.Apis[0].StageName), (made.LogicalId, its.LogicalId, its.IsEnabled, stage.ApiId, stage.StageName));
        Assert.Equal(its.KeyId, Assert.Single(made.KeyIds));
        Assert.Equal(its.KeyId, Assert.Single(stack.Outputs).Value);
        Assert.Equal((new CallQuota(5, QuotaPeriod.Day, 0), new RateLimit(0.5, 2)), (made.Quota, made.Throttle));
        Assert.True(Assert.Single(stack.Apis[0].Routes).ApiKeyRequired);
    }

    [Theory]
    [InlineData("{CreateUsagePlan: NONE}")]
    public void Are_not_made_where_none_is_asked_for(string plan) => Assert.Empty(Given.Stack(Given.Api($"{{UsagePlan: {plan}}}")).UsagePlans);

    [Theory]
    [InlineData("{CreateUsagePlan: PER_APIS}", "'PER_APIS' is not a way to create usage plans. Did you mean 'PER_API'?")]
    [InlineData("{Quota: {}}", "'CreateUsagePlan' is required.")]
    public void Are_refused_with_the_remedy(string plan, string expected) =>
        Assert.Contains(Given.Errors(Given.Api($"{{UsagePlan: {plan}}}")), error => error.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("{ApiKeyRequired: true}", "{}", "get", true)]
    [InlineData("{ApiKeyRequired: true}", "{ApiKeyRequired: false}", "get", false)]
    [InlineData("{}", "{ApiKeyRequired: true}", "get", true)]
    [InlineData("{}", "{}", "get", false)]
    [InlineData("{ApiKeyRequired: true, AddApiKeyRequiredToCorsPreflight: false}", "{}", "options", false)]
    [InlineData("{ApiKeyRequired: true, AddApiKeyRequiredToCorsPreflight: false}", "{}", "get", true)]
    public void Keep_out_whoever_has_no_key_where_one_is_asked_for(string auth, string ofEvent, string method, bool expected)
    {
        var route = Assert.Single(Given.Stack(Given.Api(auth, ofEvent, method)).Apis[0].Routes);

        Assert.Equal((expected, false), (route.ApiKeyRequired, route.Closed is not null));
    }
}
