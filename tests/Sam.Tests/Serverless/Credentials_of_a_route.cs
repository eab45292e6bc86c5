using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

public class Credentials_of_a_route
{
    private const string Elsewhere = "arn:aws:iam::111122223333:role/elsewhere";
    private const string Caller = "'arn:aws:iam::*:user/*'";
    private const string NoRole = "The template declares no role 'arn:aws:iam::111122223333:role/elsewhere', so nobody here knows who may assume it and what it may do. "
        + "Declare the role in the template and refer to it with !GetAtt Role.Arn, or give API Gateway the permission to call the function.";

    [Theory]
    [InlineData("{DefaultAuthorizer: AWS_IAM}", "{}", "caller")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: CALLER_CREDENTIALS}", "{}", "caller")]
    [InlineData("{}", "{Authorizer: AWS_IAM}", "caller")]
    [InlineData("{InvokeRole: NONE}", "{Authorizer: AWS_IAM, InvokeRole: CALLER_CREDENTIALS}", "caller")]
    [InlineData("{InvokeRole: NONE}", "{Authorizer: AWS_IAM, InvokeRole: " + Caller + "}", "caller")]
    [InlineData("{InvokeRole: " + Caller + "}", "{Authorizer: AWS_IAM}", "caller")]
    [InlineData("{DefaultAuthorizer: AWS_IAM}", "{InvokeRole: CALLER_CREDENTIALS}", "none")]
    [InlineData("{DefaultAuthorizer: AWS_IAM}", "{Authorizer: NONE}", "none")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}", "{}", "none")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: null}", "{}", "none")]
    [InlineData("{DefaultAuthorizer: AWS_IAM}", "{Authorizer: AWS_IAM, InvokeRole: ''}", "none")]
    [InlineData("{InvokeRole: CALLER_CREDENTIALS}", "{}", "none")]
    [InlineData("{InvokeRole: " + Elsewhere + "}", "{}", "none")]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: !GetAtt FunctionRole.Arn}", "{}", "role")]
    [InlineData("{DefaultAuthorizer: AWS_IAM}", "{Authorizer: AWS_IAM, InvokeRole: !GetAtt FunctionRole.Arn}", "role")]
    public void Are_those_that_the_transform_gives_it(string auth, string eventAuth, string expected)
    {
        var stack = Given.Stack(Given.Api(auth, eventAuth));
        var route = Assert.Single(stack.Apis[0].Routes);

        Assert.Null(route.Closed);
        Assert.Equal(
            expected switch { "caller" => IntegrationCredentials.Caller, "role" => IntegrationCredentials.Of(stack.Roles[0].Arn), _ => IntegrationCredentials.None },
            route.Credentials);
        Assert.Equal(expected == "caller", stack.Traps.Any(static trap => trap.Kind == TrapKind.IntegrationAsCaller));
    }

    /// <summary>Who may assume it, and what it may do, is written elsewhere.</summary>
    [Theory]
    [InlineData("{DefaultAuthorizer: AWS_IAM, InvokeRole: " + Elsewhere + "}", "{}", 7)]
    [InlineData("{}", "{Authorizer: AWS_IAM, InvokeRole: " + Elsewhere + "}", 15)]
    public void Close_the_route_alone_where_they_are_a_role_that_nobody_knows(string auth, string eventAuth, int line)
    {
        var stack = Given.Stack(Given.Api(auth, eventAuth)
            + "\n        Other: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /other, Method: get, Auth: {Authorizer: AWS_IAM, InvokeRole: NONE}}}\n");
        var closed = Assert.IsType<ClosedAuthorizer>(stack.Apis[0].Routes[0].Authorizer);

        Assert.Equal($"template.yaml:{line} Function.Events.Call.Properties.Auth.InvokeRole: {NoRole}", closed.Closure.ToString());
        Assert.Same(IamAuthorizer.Instance, closed.Instead);
        Assert.Null(stack.Apis[0].Routes[1].Closed);
    }

    [Theory]
    [InlineData("{}", "{Authorizer: AWS_IAM, InvokeRole: role/x}", "get", "15 Function.Events.Call.Properties.Auth.InvokeRole: 'role/x' is not the ARN of a role. Write !GetAtt Role.Arn.")]
    [InlineData(
        "{DefaultAuthorizer: AWS_IAM, AddDefaultAuthorizerToCorsPreflight: false}", "{}", "options",
        "15 Function.Events.Call.Properties.Method: The transform passes the caller's credentials on from OPTIONS /path, which 'AddDefaultAuthorizerToCorsPreflight: false' leaves open: "
            + "API Gateway takes that only on a method with AWS_IAM. Write 'Auth: { Authorizer: NONE }' on the event, or 'InvokeRole: NONE' in the API's Auth.")]
    public void Are_refused_as_API_Gateway_refuses_them(string auth, string eventAuth, string method, string expected) =>
        Assert.Equal([$"template.yaml:{expected}"], Given.Errors(Given.Api(auth, eventAuth, method)));
}
