using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

/// <summary>Nothing here runs a state machine: its routes are there with their authorizers, and closed; the roles that it gets are there too.</summary>
public class State_machines
{
    [Fact]
    public void Have_routes_that_are_closed_and_keep_their_authorizers()
    {
        var stack = Given.Stack("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
              Flow:
                Type: AWS::Serverless::StateMachine
                Properties:
                  DefinitionUri: flow.json
                  Policies: [{SQSSendMessagePolicy: {QueueName: q}}]
                  Events:
                    Start: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /start, Method: post, Auth: {Authorizer: AWS_IAM}}}
                    Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
              Shop:
                Type: AWS::Serverless::Function
                Properties: {Handler: h, Runtime: r, Events: {Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /things, Method: get}}}}
            """);

        var routes = Assert.Single(stack.Apis).Routes;
        var start = Assert.IsType<ClosedAuthorizer>(routes.Single(static route => route.Path == "/start").Authorizer);
        Assert.IsType<IamAuthorizer>(start.Instead);
        Assert.Equal("Events.Start.Type", start.Closure.Property);
        Assert.Null(routes.Single(static route => route.Path == "/things").Closed);
        Assert.Equal(["FlowNightlyRole", "FlowRole", "FlowStartRole", "ShopRole"], stack.Roles.Select(static role => role.LogicalId).Order());
        Assert.Contains("apigateway.amazonaws.com", stack.Roles.Single(static role => role.LogicalId == "FlowStartRole").TrustPolicy.Json, StringComparison.Ordinal);
    }
}
