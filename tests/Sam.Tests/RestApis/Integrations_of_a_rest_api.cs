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
    [InlineData("{Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com'}", "Requests are sent on to https://example.com, which is not on this machine.")]
    [InlineData("{Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'http://127.0.0.1.example.com'}", "Requests are sent on to http://127.0.0.1.example.com, which is not on this machine.")]
    [InlineData("{Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'http://127.0.0.1@example.com/'}", "'http://127.0.0.1@example.com/' is no address of a server that LocalAws sends requests to.")]
    [InlineData("{Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'http://{host}/', RequestParameters: {integration.request.path.host: method.request.header.Host}}", "In 'http://{host}/' callers choose the server.")]
    [InlineData("{Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'http://127.0.0.1:9/{id}'}", "Nothing maps a part of the request's path to {id} of 'http://127.0.0.1:9/{id}'.")]
    [InlineData("{Type: HTTP_PROXY, IntegrationHttpMethod: GET, ConnectionType: VPC_LINK, Uri: 'http://127.0.0.1:9/'}", "LocalAws has no VPC links.")]
    [InlineData("{Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'http://127.0.0.1:9/', RequestParameters: {integration.request.header.A: context.authorizer.a}}", "LocalAws does not map 'context.authorizer.a' to 'integration.request.header.A'.")]
    [InlineData("{Type: HTTP, IntegrationHttpMethod: GET, Uri: 'http://127.0.0.1:9/'}", "The integration has no response, so that API Gateway answers 500.")]
    [InlineData("{Type: HTTP, IntegrationHttpMethod: GET, Uri: 'http://127.0.0.1:9/', RequestTemplates: {application/json: '$input.body'}, IntegrationResponses: [{StatusCode: 200}]}", "LocalAws does not run Velocity templates")]
    [InlineData("{Type: HTTP, IntegrationHttpMethod: GET, Uri: 'http://127.0.0.1:9/', IntegrationResponses: [{StatusCode: 200, ResponseTemplates: {application/json: '$input.body'}}]}", "LocalAws does not run Velocity templates")]
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
    [InlineData("ApiKeyRequired: true", false)]
    [InlineData("ApiKeyRequired: false", false)]
    [InlineData("RequestModels: {application/json: Empty}, RequestParameters: {method.request.header.X: true}, MethodResponses: [{StatusCode: 200}]", false)]
    [InlineData("RequestValidatorId: abcdef", true)]
    public void Wait_for_what_a_method_asks_besides(string property, bool isClosed) =>
        Assert.Equal(isClosed, Route(Plain.Proxy, $"AuthorizationType: NONE, {property}").Closed is not null);

    [Theory]
    [InlineData("Name: orders, EndpointConfiguration: {Types: [PRIVATE]}", "The API is reached through VPC endpoints only, and through which one requests come is not known here.")]
    [InlineData("Name: orders, CloneFrom: abcdefghij", "LocalAws has no other API to clone.")]
    public void Are_closed_with_their_api(string api, string why) =>
        Assert.Equal(why, Assert.Single(Given.Stack(Plain.Template(api: api)).Apis).Routes[0].Closed?.Message);

    [Theory]
    [InlineData("{Type: HTTP_PROXY, IntegrationHttpMethod: ANY, Uri: 'http://127.0.0.1:9/a', TlsConfig: {InsecureSkipVerification: true}}", true, true)]
    [InlineData("{Type: HTTP_PROXY, IntegrationHttpMethod: ANY, Uri: 'http://localhost:9/a'}", true, false)]
    [InlineData("{Type: HTTP, IntegrationHttpMethod: ANY, Uri: 'http://[::1]:9/a', IntegrationResponses: [{StatusCode: 201, SelectionPattern: '2..', ResponseParameters: {method.response.header.A: integration.response.header.B}}]}", false, false)]
    public void Send_requests_on_to_servers_of_this_machine(string integration, bool isProxy, bool skipsVerification)
    {
        var route = Route(integration);

        Assert.IsType<IamAuthorizer>(route.Authorizer);
        Assert.Equal(("ANY", isProxy, skipsVerification, isProxy ? 0 : 1), (route.Http!.Method, route.Http.IsProxy, route.Http.SkipsVerification, route.Http.Answers.Length));
    }

    [Fact]
    public void Send_requests_to_others_where_that_is_allowed()
    {
        var yaml = Plain.Template("{Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com'}");

        Assert.Null(TemplateLoader.Parse(yaml, "template.yaml", new StackOptions { AllowsHttp = true }).Stack!.Apis[0].Routes[0].Closed);
        Assert.NotNull(TemplateLoader.Parse(yaml, "template.yaml", new StackOptions()).Stack!.Apis[0].Routes[0].Closed);
    }

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
