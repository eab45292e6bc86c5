using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

public class Authorizer_of_a_route
{
    [Theory]
    [InlineData("{}", "{}", "get", "NoAuthorizer")]
    [InlineData("{}", "{Authorizer: AWS_IAM, InvokeRole: NONE}", "get", "IamAuthorizer")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}", "{}", "get", "IamAuthorizer")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}", "{Authorizer: NONE}", "get", "NoAuthorizer")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}", "{Authorizer: AWS_IAM}", "get", "IamAuthorizer")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}", "{InvokeRole: NONE}", "get", "IamAuthorizer")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}", "{}", "options", "IamAuthorizer")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE, AddDefaultAuthorizerToCorsPreflight: false}", "{}", "options", "NoAuthorizer")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE, AddDefaultAuthorizerToCorsPreflight: false}", "{}", "get", "IamAuthorizer")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: null}", "{}", "get", "IamAuthorizer")]
    public void Is_the_events_own_or_the_apis_default(string auth, string eventAuth, string method, string expected) =>
        Assert.Equal(expected, Assert.Single(Given.Stack(Given.Api(auth, eventAuth, method)).Apis[0].Routes).Authorizer.GetType().Name);

    [Theory]
    [InlineData("AWS_IMA", "template.yaml:7 Api.Auth.DefaultAuthorizer: The API declares no authorizer 'AWS_IMA'. Did you mean 'AWS_IAM'?")]
    [InlineData("Pool", "template.yaml:7 Api.Auth.DefaultAuthorizer: The API declares no authorizer 'Pool'. Declare it under Auth.Authorizers of the API, or use AWS_IAM or NONE.")]
    public void Is_refused_when_the_api_does_not_declare_it(string name, string expected) =>
        Assert.Equal([expected], Given.Errors(Given.Api($"{{DefaultAuthorizer: {name}}}")));

    [Theory]
    [InlineData("ApiKeyRequired: false", false)]
    [InlineData("ApiKeyRequired: true", true)]
    [InlineData("UsagePlan: {CreateUsagePlan: PER_API}", false)]
    public void Is_never_weaker_than_the_template_says(string auth, bool needsKey) =>
        Assert.Equal(needsKey, Assert.Single(Given.Stack(Given.Api($"{{{auth}}}")).Apis[0].Routes).ApiKeyRequired);
}
