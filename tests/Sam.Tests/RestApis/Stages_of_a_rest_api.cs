using Sam.Tests.Templates;

namespace Sam.Tests.RestApis;

public class Stages_of_a_rest_api
{
    [Fact]
    public void Are_an_api_each_with_routes_and_variables_of_its_own()
    {
        var apis = Given.Stack(Plain.Template(more: """
              One: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1, Variables: {color: blue}}}
              Two: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v2}}
            """)).Apis;

        Assert.Equal(["v1", "v2"], apis.Select(static api => api.StageName));
        Assert.Single(apis.Select(static api => (api.LogicalId, api.ApiId)).Distinct());
        Assert.Equal("blue", apis[0].StageVariables["color"]);
        Assert.NotSame(apis[0].Routes[0], apis[1].Routes[0]);
    }

    [Fact]
    public void Are_made_by_a_deployment_too()
    {
        var api = Assert.Single(Given.Stack(Plain.Template(more: """
              Other: {Type: AWS::ApiGateway::Deployment, DependsOn: Get, Properties: {RestApiId: !Ref Api, StageName: live, StageDescription: {Variables: {color: red}, LoggingLevel: INFO}}}
            """)).Apis);

        Assert.Equal(("live", "red", true), (api.StageName, api.StageVariables["color"], api.IsDeployed));
    }

    [Theory]
    [InlineData("orders", "Function", null)]
    [InlineData("orders:live", "Function", "live")]
    [InlineData("others", "", null)]
    public void Say_by_a_variable_which_function_answers(string function, string logicalId, string? qualifier)
    {
        var route = Assert.Single(Assert.Single(Given.Stack(Plain.Template(
            "{Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${!stageVariables.fn}/invocations'}",
            more: $"  Stage: {{Type: AWS::ApiGateway::Stage, Properties: {{RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1, Variables: {{fn: '{function}'}}}}}}")).Apis).Routes);

        Assert.Equal((logicalId, qualifier, logicalId.Length == 0), (route.FunctionLogicalId, route.FunctionQualifier, route.Closed is not null));
    }

    [Fact]
    public void Close_a_function_that_is_named_by_a_variable_which_one_of_them_lacks_there_alone()
    {
        var apis = Given.Stack(Plain.Template(
            "{Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${!stageVariables.fn}/invocations'}",
            more: """
                  One: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1}}
                  Two: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v2, Variables: {fn: orders}}}
                """)).Apis;

        Assert.Equal([true, false], apis.Select(static api => api.Routes[0].Closed is not null));
    }

    [Fact]
    public void Are_closed_one_by_one()
    {
        var apis = Given.Stack(Plain.Template(more: """
              One: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1, CanarySetting: {PercentTraffic: 10}}}
              Two: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v2}}
            """)).Apis;

        Assert.Equal([true, false], apis.Select(static api => api.Routes[0].Closed is not null));
        Assert.IsType<IamAuthorizer>(apis[1].Routes[0].Authorizer);
    }

    [Fact]
    public void Come_beside_the_one_that_the_transform_makes()
    {
        var yaml = Given.Api("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}") + "\n  Other: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: abc123, StageName: v2}}\n";

        Assert.Equal(["v1", "v2"], Given.Stack(yaml).Apis.Select(static api => api.StageName));
    }
}
