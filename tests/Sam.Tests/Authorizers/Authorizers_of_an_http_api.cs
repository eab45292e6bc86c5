using Sam.Tests.Templates;

namespace Sam.Tests.Authorizers;

public class Authorizers_of_an_http_api
{
    private const string Jwt = "IdentitySource: $request.header.Authorization, JwtConfiguration: {issuer: 'https://issuer.example.com/', audience: [app]}";

    [Fact]
    public void Take_tokens_of_one_issuer_signed_with_rs256()
    {
        var authorizer = Assert.IsType<JwtAuthorizer>(Only($"{{{Jwt}}}"));

        Assert.Equal("$request.header.Authorization", authorizer.IdentitySource);
        var issuer = Assert.Single(authorizer.Issuers);
        Assert.Equal(("https://issuer.example.com/", "app", "RS256"), (issuer.Issuer, Assert.Single(issuer.Audiences), Assert.Single(issuer.Algorithms)));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(", Identity: {Headers: [A]}", 300)]
    [InlineData(", Identity: {Headers: [A], ReauthorizeEvery: 30}", 30)]
    [InlineData(", Identity: {Headers: [A], ReauthorizeEvery: 0}", 0)]
    public void Keep_a_functions_answer_only_when_a_source_tells_callers_apart(string identity, int seconds) =>
        Assert.Equal(seconds, Assert.IsType<LambdaAuthorizer>(Only($"{{FunctionArn: !GetAtt Function.Arn, AuthorizerPayloadFormatVersion: '2.0'{identity}}}")).CacheTtl.TotalSeconds);

    [Theory]
    [InlineData("{}", "get", "NoAuthorizer")]
    [InlineData("{DefaultAuthorizer: Mine}", "get", "JwtAuthorizer")]
    [InlineData("{DefaultAuthorizer: Mine}", "any", "JwtAuthorizer")]
    [InlineData("{DefaultAuthorizer: Mine}", "options", "NoAuthorizer")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, EnableIamAuthorizer: true}", "get", "IamAuthorizer")]
    public void Guard_by_default_everything_but_preflight_requests(string auth, string method, string expected) => Assert.Equal(
        expected,
        Assert.Single(Given.Stack(Template($"{auth[..^1]}{(auth == "{}" ? "" : ", ")}Authorizers: {{Mine: {{{Jwt}}}}}}}", "{}", method)).HttpApis[0].Routes).Authorizer.GetType().Name);

    [Theory]
    [InlineData("{IdentitySource: $request.header.A}", "Mine.FunctionArn: The authorizer 'Mine' has neither a JwtConfiguration nor a FunctionArn. Add one of them.")]
    [InlineData("{JwtConfiguration: {issuer: i, audience: [a]}}", "Mine.IdentitySource: The authorizer 'Mine' needs one place to find the token. Write 'IdentitySource: $request.header.Authorization'.")]
    [InlineData("{IdentitySource: Authorization, JwtConfiguration: {issuer: i, audience: [a]}}", "Mine.IdentitySource: 'Authorization' is no place where an HTTP API finds a token. Write '$request.header.NAME' or '$request.querystring.NAME'.")]
    [InlineData("{IdentitySource: $request.header.A, JwtConfiguration: {audience: [a]}}", "Mine.JwtConfiguration.issuer: The authorizer 'Mine' names no issuer. Write 'issuer: https://...', exactly as the tokens' iss has it.")]
    [InlineData("{IdentitySource: $request.header.A, JwtConfiguration: {issuer: i}}", "Mine.JwtConfiguration.audience: The authorizer 'Mine' names no audience. List those whose tokens it takes, for a user pool the ids of its clients.")]
    [InlineData("{" + Jwt + ", FunctionArn: !GetAtt Function.Arn}", "Mine.FunctionArn: FunctionArn belongs to Lambda authorizers, and 'Mine' is a JWT authorizer. Remove it.")]
    [InlineData("{FunctionArn: !GetAtt Function.Arn}", "Mine.AuthorizerPayloadFormatVersion: The authorizer 'Mine' does not say the format of its event. Write '2.0' or '1.0'.")]
    [InlineData("{FunctionArn: !GetAtt Function.Arn, AuthorizerPayloadFormatVersion: '1.0', EnableSimpleResponses: true}", "Mine.EnableSimpleResponses: Simple responses need the event's format 2.0. Write 'AuthorizerPayloadFormatVersion: \"2.0\"'.")]
    public void Are_refused_with_the_remedy(string authorizer, string expected) =>
        Assert.Contains(Given.Errors(Template($"{{Authorizers: {{Mine: {authorizer}}}}}", "{}")), error => error == $"template.yaml:6 Api.Auth.Authorizers.{expected}");

    [Theory]
    [InlineData("{Authorizer: AWS_IAM}", "Authorizer: An HTTP API takes AWS_IAM only when it is enabled. Write 'EnableIamAuthorizer: true' in the API's Auth.")]
    [InlineData("{Authorizer: Mien}", "Authorizer: The API declares no authorizer 'Mien'. Did you mean 'Mine'?")]
    [InlineData("{Authorizer: NONE}", "Authorizer: The transform takes 'NONE' only on an API that has a DefaultAuthorizer. Remove it: without a default the route is open already.")]
    [InlineData("{AuthorizationScopes: [a]}", "Authorizer: The transform takes Auth of an event only with an Authorizer, or with a DefaultAuthorizer of the API. Name one, or remove Auth.")]
    public void Are_not_guessed_where_an_event_is_wrong(string eventAuth, string expected) => Assert.Equal(
        [$"template.yaml:14 Function.Events.Call.Properties.Auth.{expected}"], Given.Errors(Template($"{{Authorizers: {{Mine: {{{Jwt}}}}}}}", eventAuth)));

    [Fact]
    public void May_call_their_function_only_when_the_template_says_so()
    {
        const string lambda = "{Authorizers: {Mine: {FunctionArn: !GetAtt Function.Arn, AuthorizerPayloadFormatVersion: '2.0', EnableFunctionDefaultPermissions: GRANTED}}}";

        Assert.Contains("/authorizers/*", Policy("true"), StringComparison.Ordinal);
        Assert.DoesNotContain("/authorizers/*", Policy("false"), StringComparison.Ordinal);

        static string Policy(string granted) => Given.Stack(Template(lambda.Replace("GRANTED", granted, StringComparison.Ordinal), "{}")).Functions[0].ResourcePolicy!.Json;
    }

    private static Authorizer Only(string authorizer) =>
        Assert.Single(Given.Stack(Template($"{{Authorizers: {{Mine: {authorizer}}}}}", "{Authorizer: Mine}")).HttpApis[0].Routes).Authorizer;

    private static string Template(string auth, string eventAuth, string method = "get") =>
        $$$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::HttpApi
            Properties:
              Auth: {{{auth}}}
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: code
              Handler: Handler
              Runtime: dotnet10
              Events:
                Call: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /path, Method: {{{method}}}, Auth: {{{eventAuth}}} }}
        """;
}
