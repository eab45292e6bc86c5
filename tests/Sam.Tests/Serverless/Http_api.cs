using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

public class Http_api
{
    [Fact]
    public void Is_made_for_events_that_name_none_with_a_default_stage_and_route()
    {
        var api = Assert.Single(Given.Stack(Given.Function("Events: {Any: {Type: HttpApi}}")).HttpApis);
        var route = Assert.Single(api.Routes);

        Assert.Equal(("ServerlessHttpApi", "$default"), (api.LogicalId, api.StageName));
        Assert.Equal(("ANY", "$default", "2.0", TimeSpan.FromSeconds(30)), (route.Method, route.Path, route.PayloadFormatVersion, route.IntegrationTimeout));
        Assert.IsType<NoAuthorizer>(route.Authorizer);
    }

    [Fact]
    public void Takes_what_globals_say_of_http_apis()
    {
        var template = Given.Function("Events: {Any: {Type: HttpApi}}")
            .Replace("Resources:", "Globals: {HttpApi: {StageVariables: {color: blue}, Auth: {EnableIamAuthorizer: true, DefaultAuthorizer: AWS_IAM}}}\nResources:", StringComparison.Ordinal);
        var api = Assert.Single(Given.Stack(template).HttpApis);

        Assert.Equal("blue", api.StageVariables["color"]);
        Assert.IsType<IamAuthorizer>(Assert.Single(api.Routes).Authorizer);
    }

    [Theory]
    [InlineData("!Ref Api", "^[a-z0-9]{10}$")]
    [InlineData("!GetAtt Api.ApiId", "^[a-z0-9]{10}$")]
    [InlineData("!GetAtt Api.ApiEndpoint", "^https://[a-z0-9]{10}.execute-api.us-east-1.amazonaws.com$")]
    [InlineData("!Ref Api.Stage", "^[$]default$")]
    [InlineData("!Ref ApiApiGatewayDefaultStage", "^[$]default$")]
    public void Is_referred_to_as_on_aws(string expression, string expected) => Assert.Matches(
        expected, Assert.Single(Given.Stack($"Transform: AWS::Serverless-2016-10-31\nResources: {{Api: {{Type: AWS::Serverless::HttpApi}}}}\nOutputs: {{Result: {{Value: {expression}}}}}").Outputs).Value);

    [Theory]
    [InlineData("Path: /a", "Method: The event has a Path and no Method. Add the Method, or remove the Path to get the $default route.")]
    [InlineData("Method: get", "Path: The event has a Method and no Path. Add the Path, or remove the Method to get the $default route.")]
    [InlineData("Path: /a, Method: get, PayloadFormatVersion: '3.0'", "PayloadFormatVersion: '3.0' is not a format of an HTTP API's event. Write '2.0' or '1.0'.")]
    [InlineData("Path: /a, Method: get, TimeoutInMillis: 30001", "TimeoutInMillis: '30001' is not a whole number from 50 to 30000. Give such a number.")]
    [InlineData("ApiId: Nothing", "ApiId: The template declares no API 'Nothing'. Refer to an AWS::Serverless::HttpApi with !Ref.")]
    public void Refuses_an_event_with_the_remedy(string properties, string expected) => Assert.Equal(
        [$"template.yaml:9 Function.Events.Call.Properties.{expected}"], Given.Errors(Given.Function($"Events: {{Call: {{Type: HttpApi, Properties: {{{properties}}}}}}}")));

    [Fact]
    public void Closes_a_route_whose_event_it_does_not_know_whole() => Assert.Equal(
        "template.yaml:9 Function.Events.Call.Properties.RestApiId: 'RestApiId' is not a property of an event of type HttpApi that LocalAws knows. Remove it, or give it only where the template is deployed, with Fn::If.",
        Assert.Single(Given.Stack(Given.Function("Events: {Call: {Type: HttpApi, Properties: {Path: /a, Method: get, RestApiId: x}}}")).HttpApis[0].Routes).Closed?.ToString());

    [Fact]
    public void Does_not_let_credentials_go_to_every_origin() => Assert.Contains(
        Given.Errors("Transform: AWS::Serverless-2016-10-31\nResources: {Api: {Type: AWS::Serverless::HttpApi, Properties: {CorsConfiguration: {AllowOrigins: ['*'], AllowCredentials: true}}}}"),
        static error => error.StartsWith("template.yaml:2 Api.CorsConfiguration.AllowCredentials: ", StringComparison.Ordinal));
}
