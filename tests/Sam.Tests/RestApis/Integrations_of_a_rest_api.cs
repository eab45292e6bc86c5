using Sam.Tests.Templates;

namespace Sam.Tests.RestApis;

public class Integrations_of_a_rest_api
{
    private const string Cors =
        "{Type: MOCK, RequestTemplates: {application/json: '{\"statusCode\": 200}'}, IntegrationResponses: [{StatusCode: '204', ResponseParameters: {method.response.header.Access-Control-Allow-Origin: \"'*'\"}}]}";

    [Fact]
    public void Answer_by_themselves_what_no_request_changes()
    {
        var route = Route(Cors, "AuthorizationType: NONE");

        Assert.Equal((204, "", null), (route.Mock!.StatusCode, route.Mock.Body, route.Closed));
        Assert.Equal([KeyValuePair.Create("Access-Control-Allow-Origin", "*")], route.Mock.Headers);
    }

    [Fact]
    public void Choose_the_response_of_the_status()
    {
        var route = Route(
            "{Type: MOCK, RequestTemplates: {application/json: '{ statusCode: 404 }'}, IntegrationResponses: "
            + "[{StatusCode: 200}, {StatusCode: 410, SelectionPattern: '4\\d{2}', ResponseTemplates: {application/json: '{\"gone\": true}'}}]}");

        Assert.Equal((410, """{"gone": true}""", "IamAuthorizer"), (route.Mock!.StatusCode, route.Mock.Body, route.Authorizer.GetType().Name));
    }

    [Theory]
    [InlineData("{Type: MOCK, RequestTemplates: {application/json: '#if($a){\"statusCode\": 200}#end'}, IntegrationResponses: [{StatusCode: 200}]}", "The mock integration has no template that says one statusCode")]
    [InlineData("{Type: MOCK, IntegrationResponses: [{StatusCode: 200}]}", "The mock integration has no template that says one statusCode")]
    [InlineData("{Type: MOCK, RequestTemplates: {application/json: '{\"statusCode\": 200}'}}", "The mock integration has no response for the status 200.")]
    [InlineData("{Type: MOCK, RequestTemplates: {application/json: '{\"statusCode\": 200}'}, IntegrationResponses: [{StatusCode: 200, ResponseTemplates: {application/json: '$context.identity.sourceIp'}}]}", "LocalAws does not run Velocity templates")]
    [InlineData("{Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com'}", "LocalAws does not send requests on to other servers.")]
    [InlineData("{Type: HTTP, IntegrationHttpMethod: GET, Uri: 'https://example.com'}", "LocalAws does not send requests on to other servers.")]
    [InlineData("{Type: AWS, IntegrationHttpMethod: POST, Uri: 'arn:aws:apigateway:us-east-1:sqs:path/111122223333/queue'}", "LocalAws does not call the AWS service that the integration names.")]
    [InlineData($"{{Type: AWS, IntegrationHttpMethod: POST, Uri: {Plain.Uri}}}", "LocalAws does not run the Velocity templates of an integration that is no proxy.")]
    [InlineData("{Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:444455556666:function:theirs/invocations'}", "The function 'arn:aws:lambda:us-east-1:444455556666:function:theirs' is not of this template.")]
    [InlineData($"{{Type: AWS_PROXY, IntegrationHttpMethod: GET, Uri: {Plain.Uri}}}", "Functions are called with POST")]
    [InlineData($"{{Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: {Plain.Uri}, RequestParameters: {{integration.request.header.X: \"'y'\"}}}}", "LocalAws does not change requests on their way to the function.")]
    public void Are_closed_where_the_answer_cannot_be_told(string integration, string why)
    {
        var route = Route(integration);

        Assert.StartsWith(why, route.Closed!.Message, StringComparison.Ordinal);
        Assert.IsType<IamAuthorizer>(Assert.IsType<ClosedAuthorizer>(route.Authorizer).Instead);
        Assert.Null(route.Mock);
    }

    [Theory]
    [InlineData("ApiKeyRequired: true", true)]
    [InlineData("ApiKeyRequired: false", false)]
    [InlineData("RequestModels: {application/json: Empty}, RequestParameters: {method.request.header.X: true}, MethodResponses: [{StatusCode: 200}]", false)]
    [InlineData("RequestValidatorId: abcdef", true)]
    public void Wait_for_what_a_method_asks_besides(string property, bool isClosed) =>
        Assert.Equal(isClosed, Route(Plain.Proxy, $"AuthorizationType: NONE, {property}").Closed is not null);

    [Theory]
    [InlineData("Name: orders, EndpointConfiguration: {Types: [PRIVATE]}", "LocalAws does not enforce which VPC endpoints reach a private API.")]
    [InlineData("Name: orders, CloneFrom: abcdefghij", "LocalAws has no other API to clone.")]
    public void Are_closed_with_their_api(string api, string why) =>
        Assert.Equal(why, Assert.Single(Given.Stack(Plain.Template(api: api)).Apis).Routes[0].Closed?.Message);

    [Theory]
    [InlineData("Type: TOKEN, IdentitySource: method.request.header.Authorization, AuthorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:444455556666:function:theirs/invocations'", "is not of this template")]
    [InlineData($"Type: REQUEST, IdentitySource: method.request.multivaluequerystring.a, AuthorizerUri: {Plain.Uri}", "LocalAws does not read 'method.request.multivaluequerystring.a'.")]
    public void Are_closed_by_an_authorizer_that_cannot_be_asked(string authorizer, string why)
    {
        var route = Assert.Single(Assert.Single(Given.Stack(Plain.Template(
            method: "AuthorizationType: CUSTOM, AuthorizerId: !Ref Authorizer",
            more: $$$"""
                  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1}}
                  Authorizer: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Api, Name: mine, {{{authorizer}}} }}
                """)).Apis).Routes);

        Assert.Contains(why, route.Closed!.Message, StringComparison.Ordinal);
        Assert.Equal("mine", Assert.IsType<LambdaAuthorizer>(Assert.IsType<ClosedAuthorizer>(route.Authorizer).Instead).Name);
    }

    private static Route Route(string integration, string method = "AuthorizationType: AWS_IAM") =>
        Assert.Single(Assert.Single(Given.Stack(Plain.Template(integration, method)).Apis).Routes);
}
