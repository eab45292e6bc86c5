using Sam.Tests.Templates;

namespace Sam.Tests.Authorizers;

public class Authorizers_of_a_rest_api
{
    private const string Pool = "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_abcDEF123";

    [Fact]
    public void Look_for_a_pools_token_in_the_authorization_header_unless_told_otherwise()
    {
        var authorizer = Assert.IsType<CognitoAuthorizer>(Only($"{{Mine: {{UserPoolArn: '{Pool}'}}}}"));

        Assert.Equal(("Mine", "Authorization", null, 0), (authorizer.Name, authorizer.Header, authorizer.ValidationExpression, authorizer.Scopes.Length));
        Assert.Equal([Pool], authorizer.UserPoolArns);
    }

    [Fact]
    public void Keep_a_functions_answer_for_five_minutes_unless_told_otherwise()
    {
        var authorizer = Assert.IsType<LambdaAuthorizer>(Only("{Mine: {FunctionArn: !GetAtt Function.Arn}}"));

        Assert.Equal((true, "Function", TimeSpan.FromMinutes(5)), (authorizer.TokenOnly, authorizer.FunctionLogicalId, authorizer.CacheTtl));
        Assert.Equal(["method.request.header.Authorization"], authorizer.IdentitySources);
    }

    [Fact]
    public void Name_what_identifies_a_request_in_the_transforms_order() => Assert.Equal(
        ["method.request.header.B", "method.request.header.A", "method.request.querystring.q", "stageVariables.s", "context.c"],
        Assert.IsType<LambdaAuthorizer>(Only("{Mine: {FunctionArn: !GetAtt Function.Arn, FunctionPayloadType: REQUEST, Identity: {Context: [c], StageVariables: [s], QueryStrings: [q], Headers: [B, A]}}}")).IdentitySources);

    [Fact]
    public void May_be_the_default_of_every_route_that_names_none() =>
        Assert.IsType<LambdaAuthorizer>(Assert.Single(Given.Stack(Given.Api("{DefaultAuthorizer: Mine, Authorizers: {Mine: {FunctionArn: !GetAtt Function.Arn}}}")).Apis[0].Routes).Authorizer);

    [Theory]
    [InlineData("[orders/read]", "", "orders/read")]
    [InlineData("[orders/read]", ", AuthorizationScopes: [orders/write]", "orders/write")]
    [InlineData("[orders/read]", ", AuthorizationScopes: []", "")]
    [InlineData("[]", ", AuthorizationScopes: [a, b]", "a b")]
    public void Ask_for_the_events_scopes_before_their_own(string own, string ofEvent, string expected)
    {
        var stack = Given.Stack(Given.Api($"{{Authorizers: {{Mine: {{UserPoolArn: '{Pool}', AuthorizationScopes: {own}}}}}}}", $"{{Authorizer: Mine{ofEvent}}}"));

        Assert.Equal(expected, string.Join(' ', Assert.IsType<CognitoAuthorizer>(Assert.Single(stack.Apis[0].Routes).Authorizer).Scopes));
    }

    [Theory]
    [InlineData("{}", "Mine.FunctionArn: The authorizer 'Mine' has neither a UserPoolArn nor a FunctionArn. Add one of them.")]
    [InlineData("{FunctionArn: elsewhere}", "Mine.FunctionArn: The template declares no function with the ARN 'elsewhere'. Refer to a function of the template with !GetAtt Function.Arn.")]
    [InlineData("{FunctionArn: !GetAtt Function.Arn, FunctionPayloadType: BOTH}", "Mine.FunctionPayloadType: 'BOTH' is not a payload type. Write TOKEN or REQUEST.")]
    [InlineData("{FunctionArn: !GetAtt Function.Arn, FunctionPayloadType: REQUEST}", "Mine.Identity: Answers of 'Mine' are kept, and nothing says by what. Give Identity at least one of Headers, QueryStrings, StageVariables or Context, or 'ReauthorizeEvery: 0'.")]
    [InlineData("{FunctionArn: !GetAtt Function.Arn, Identity: {ReauthorizeEvery: 3601}}", "Mine.Identity.ReauthorizeEvery: '3601' is not a whole number from 0 to 3600. Give such a number.")]
    [InlineData("{FunctionArn: !GetAtt Function.Arn, FunctionInvokeRole: arn}", "Mine.FunctionInvokeRole: 'arn' is not the ARN of a role. Write !GetAtt Role.Arn.")]
    [InlineData("{UserPoolArns: []}", "Mine.UserPoolArns: 'UserPoolArns' is not a property of Mine that LocalAws knows. Did you mean 'UserPoolArn'?")]
    public void Are_refused_with_the_remedy(string authorizer, string expected) =>
        Assert.Contains(Given.Errors(Given.Api($"{{Authorizers: {{Mine: {authorizer}}}}}")), error => error == $"template.yaml:7 Api.Auth.Authorizers.{expected}");

    [Fact]
    public void Close_their_routes_and_no_others_where_they_are_not_enforced()
    {
        var stack = Given.Stack(Given.Api("{Authorizers: {Mine: {FunctionArn: !GetAtt Function.Arn, FunctionInvokeRole: 'arn:aws:iam::111122223333:role/elsewhere'}}}", "{Authorizer: Mine}")
            + "\n        Other: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /other, Method: get}}\n");
        var closed = Assert.IsType<ClosedAuthorizer>(stack.Apis[0].Routes[0].Authorizer);
        Assert.Equal("Mine", Assert.IsType<LambdaAuthorizer>(closed.Instead).Name);
        Assert.Equal(
            "template.yaml:7 Api.Auth.Authorizers.Mine.FunctionInvokeRole: The template declares no role 'arn:aws:iam::111122223333:role/elsewhere', so nobody here knows who may assume it "
                + "and what it may do. Declare the role in the template and refer to it with !GetAtt Role.Arn, or give API Gateway the permission to call the function.",
            closed.Closure.ToString());
        Assert.Null(stack.Apis[0].Routes[1].Closed);
    }

    [Theory]
    [InlineData("{UserPoolArn: pool}", "'pool' is not the ARN of a user pool.")]
    [InlineData("{FunctionArn: !GetAtt Function.Arn, AuthorizationScopes: [a]}", "A Lambda authorizer has no scopes: API Gateway looks at none.")]
    public void Close_their_routes_where_it_is_not_known_what_api_gateway_makes_of_them(string authorizer, string expected) =>
        Assert.Equal(expected, Assert.Single(Given.Stack(Given.Api($"{{Authorizers: {{Mine: {authorizer}}}}}", "{Authorizer: Mine}")).Apis[0].Routes).Closed?.Message);

    [Theory]
    [InlineData("{FunctionArn: !GetAtt Function.Arn, FunctionPayloadType: REQUEST, Identity: {Headers: [A], Header: B}}", "A REQUEST authorizer has no Identity.Header: the transform drops it.", "LambdaAuthorizer")]
    [InlineData("{UserPoolArn: '" + Pool + "', FunctionArn: !GetAtt Function.Arn}", "FunctionArn belongs to Lambda authorizers, but the UserPoolArn makes 'Mine' a Cognito authorizer.", "CognitoAuthorizer")]
    public void Tell_what_the_transform_leaves_out(string authorizer, string expected, string kind)
    {
        var stack = Given.Stack(Given.Api($"{{Authorizers: {{Mine: {authorizer}}}}}", "{Authorizer: Mine}"));

        Assert.Equal(expected, Assert.Single(stack.Traps, static trap => trap.Kind == TrapKind.WithoutEffect).Message);
        Assert.Equal(kind, Assert.Single(stack.Apis[0].Routes).Authorizer.GetType().Name);
    }

    [Theory]
    [InlineData("Mine", true)]
    [InlineData("AWS_IAM, InvokeRole: NONE", false)]
    public void Are_closed_with_scopes_that_a_function_does_not_look_at_and_drop_those_of_a_signature(string name, bool closes) => Assert.Equal(
        closes,
        Assert.Single(Given.Stack(Given.Api("{Authorizers: {Mine: {FunctionArn: !GetAtt Function.Arn}}}", $"{{Authorizer: {name}, AuthorizationScopes: [a]}}")).Apis[0].Routes).Closed is not null);

    [Theory]
    [InlineData("{Authorizer: Mien}", "Authorizer: The API declares no authorizer 'Mien'. Did you mean 'Mine'?")]
    [InlineData("{AuthorizationScopes: [a]}", "AuthorizationScopes: The transform takes AuthorizationScopes only beside an Authorizer. Name the authorizer on the event, also when it is the default.")]
    public void Are_not_guessed_where_an_event_is_wrong(string eventAuth, string expected) => Assert.Equal(
        [$"template.yaml:15 Function.Events.Call.Properties.Auth.{expected}"],
        Given.Errors(Given.Api("{Authorizers: {Mine: {FunctionArn: !GetAtt Function.Arn}}}", eventAuth)));

    private static Authorizer Only(string authorizers) =>
        Assert.Single(Given.Stack(Given.Api($"{{Authorizers: {authorizers}}}", "{Authorizer: Mine}")).Apis[0].Routes).Authorizer;
}
