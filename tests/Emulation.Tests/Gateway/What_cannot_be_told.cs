using Emulation.Access;
using Emulation.Explain;

namespace Emulation.Tests.Gateway;

/// <summary>Values that nobody knows, in each place that decides who gets in: neither the matrix nor an explanation says yes or no.</summary>
public class What_cannot_be_told
{
    private const string Header = """
        Transform: AWS::Serverless-2016-10-31
        Parameters: {Unknown: {Type: String}}
        Conditions: {Maybe: !Equals [!Ref Unknown, x]}
        Globals: {Function: {CodeUri: ./, Handler: F, Runtime: dotnet10}}
        Resources:

        """;

    private const string Signed = "  F: {Type: AWS::Serverless::Function, Properties: {Events: {A: {Type: Api, Properties: {Path: /a, Method: get, "
        + "Auth: {Authorizer: AWS_IAM, InvokeRole: NONE}}}}}}\n";
    private const string Deny = "{Version: '2012-10-17', Statement: [{Effect: Deny, Action: '*', Resource: '*'}]}";
    private const string Admin = "[{PolicyName: all, PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}}]";
    private const string Trust = "AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, "
        + "Action: 'sts:AssumeRole'}]}";
    private const string Managed = "ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess']";
    private const string Call = "x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, payloadFormatVersion: '2.0', "
        + "uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations'}";
    private const string Plain = "Integration: {Type: AWS_PROXY, IntegrationHttpMethod: POST, "
        + "Uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations'}";
    private const string Function = "  F: {Type: AWS::Serverless::Function}\n";

    [Theory]
    [InlineData("  P: {Type: AWS::IAM::Policy, Properties: {PolicyName: p, Roles: !If [Maybe, [!Ref R], [other]], "
        + "PolicyDocument: " + Deny + "}}\n  R: {Type: AWS::IAM::Role, Properties: {" + Managed + ", " + Trust + "}}\n", "R")]
    [InlineData("  P: {Type: AWS::IAM::RolePolicy, Properties: {PolicyName: p, RoleName: !Ref Unknown, PolicyDocument: " + Deny + "}}\n  R: {Type: AWS::IAM::Role, "
        + "Properties: {" + Managed + ", " + Trust + "}}\n", "R")]
    [InlineData("  R: {Type: AWS::IAM::Role, Properties: {" + Managed + ", " + Trust + ", Policies: !If [Maybe, [{PolicyName: p, PolicyDocument: " + Deny + "}], "
        + "!Ref AWS::NoValue]}}\n", "R")]
    [InlineData("  R: {Type: AWS::IAM::Role, Properties: {" + Managed + ", " + Trust + ", Policies: [!If [Maybe, {PolicyName: p, PolicyDocument: " + Deny + "}, "
        + "!Ref AWS::NoValue]]}}\n", "R")]
    [InlineData("  R: {Type: AWS::IAM::Role, Properties: {" + Managed + ", " + Trust + ", Tags: [!If [Maybe, {Key: a, Value: b}, {Key: c, Value: d}]]}}\n", "R")]
    [InlineData("  G: {Type: AWS::IAM::Group, Properties: {Policies: " + Admin + "}}\n  M: {Type: AWS::IAM::UserToGroupAddition, Condition: Maybe, "
        + "Properties: {GroupName: !Ref G, Users: [!Ref U]}}\n  U: {Type: AWS::IAM::User}\n", "U")]
    [InlineData("  G: {Type: AWS::IAM::Group, Properties: {Policies: [{PolicyName: p, PolicyDocument: " + Deny + "}]}}\n  M: {Type: AWS::IAM::UserToGroupAddition, "
        + "Properties: {GroupName: !Ref G, Users: !If [Maybe, [!Ref U], [other]]}}\n  U: {Type: AWS::IAM::User, Properties: {Policies: " + Admin + "}}\n", "U")]
    [InlineData("  M: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: !Ref Unknown, Users: [!Ref U]}}\n  U: {Type: AWS::IAM::User, "
        + "Properties: {Policies: " + Admin + "}}\n", "U")]
    public void Closes_the_identity_that_it_may_be_about(string identity, string name) => AssertClosed(Header + identity + Signed, "GET", "/a", name);

    [Fact]
    public void Leaves_open_what_only_an_allow_may_be_about()
    {
        const string Nobody = "  P: {Type: AWS::IAM::RolePolicy, Properties: {PolicyName: p, RoleName: !Ref Unknown, PolicyDocument: {Version: '2012-10-17', "
            + "Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}}}\n";
        var cells = AccessMatrix.Of(Given.Stacks(Header + Nobody + "  R: {Type: AWS::IAM::Role, Properties: {" + Trust + "}}\n" + Signed)).Cells;

        Assert.Equal(AccessWord.Deny, cells.Single(static cell => cell.Principal.Name == "R").Word);
    }

    // An event that guards an operation of the API's own document.
    [Theory]
    [InlineData("{Authorizer: AWS_IAM, OverrideApiAuth: !Ref Unknown}")]
    [InlineData("{Authorizer: !Ref Unknown, OverrideApiAuth: true}")]
    [InlineData("!If [Maybe, {Authorizer: AWS_IAM, OverrideApiAuth: true}, !Ref AWS::NoValue]")]
    public void Closes_the_operation_that_an_event_guards(string auth) => AssertClosed(
        Header + "  A: {Type: AWS::Serverless::Api, Properties: {StageName: v1, DefinitionBody: {swagger: '2.0', paths: {/a: {get: {" + Call + "}}}}}}\n"
            + "  F: {Type: AWS::Serverless::Function, Properties: {Events: {A: {Type: Api, Properties: {RestApiId: !Ref A, Path: /a, Method: get, Auth: " + auth + "}}}}}\n",
        "GET", "/a");

    [Theory]
    [InlineData("{Authorizer: !Ref Unknown}")]
    [InlineData("{Authorizer: J, AuthorizationScopes: [!Ref Unknown]}")]
    public void Closes_the_operation_of_an_http_api_that_an_event_guards(string auth) => AssertClosed(
        Header + "  A: {Type: AWS::Serverless::HttpApi, Properties: {Auth: {DefaultAuthorizer: J, Authorizers: {J: {JwtConfiguration: {issuer: 'https://issuer.example', "
            + "audience: [a]}, IdentitySource: $request.header.Authorization}}}, "
            + "DefinitionBody: {openapi: 3.0.1, paths: {/a: {get: {" + Call + "}}}}}}\n"
            + "  F: {Type: AWS::Serverless::Function, Properties: {Events: {A: {Type: HttpApi, Properties: {ApiId: !Ref A, Path: /a, Method: get, Auth: " + auth + "}}}}}\n",
        "GET", "/a");

    // A call for what cannot be told must not be served by what takes all other calls.
    [Theory]
    [InlineData("!If [Maybe, {Type: Api, Properties: {RestApiId: !Ref A, Path: /secret, Method: get, Auth: {Authorizer: AWS_IAM}}}, !Ref AWS::NoValue]")]
    [InlineData("{Type: Api, Properties: {RestApiId: !Ref A, Path: !Ref Unknown, Method: get, Auth: {Authorizer: AWS_IAM}}}")]
    [InlineData("{Type: Api, Properties: {RestApiId: !Ref A, Path: /secret, Method: !Ref Unknown, Auth: {Authorizer: AWS_IAM}}}")]
    [InlineData("{Type: Api, Properties: {RestApiId: !If [Maybe, !Ref A, !Ref B], Path: /secret, Method: get, Auth: {Authorizer: AWS_IAM}}}")]
    [InlineData("{Type: Api, Properties: !If [Maybe, {RestApiId: !Ref A, Path: /secret, Method: get, Auth: {Authorizer: AWS_IAM}}, {RestApiId: !Ref A, Path: /b, "
        + "Method: get}]}")]
    public void Closes_an_api_whose_other_routes_would_take_its_calls(string @event) => AssertClosed(
        Header + "  A: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}\n  B: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}\n"
            + "  F: {Type: AWS::Serverless::Function, Properties: {Events: {P: {Type: Api, Properties: {RestApiId: !Ref A, Path: '/{proxy+}', Method: any}}, "
                + "S: " + @event + "}}}\n",
        "GET", "/secret");

    [Fact]
    public void Closes_no_api_for_an_event_that_is_no_route()
    {
        const string Queue = "  A: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}\n  F: {Type: AWS::Serverless::Function, Properties: {Events: {P: {Type: Api, "
            + "Properties: {RestApiId: !Ref A, Path: /a, Method: get}}, "
            + "S: !If [Maybe, {Type: Schedule, Properties: {Schedule: rate(1 day)}}, !Ref AWS::NoValue]}}}\n";

        Assert.All(AccessMatrix.Of(Given.Stacks(Header + Queue)).Cells, static cell => Assert.Equal(AccessWord.Allow, cell.Word));
    }

    [Theory]
    [InlineData("get: {x-amazon-apigateway-auth: !If [Maybe, {type: AWS_IAM}, !Ref AWS::NoValue], " + Call + "}")]
    [InlineData("get: {x-amazon-apigateway-auth: AWS_IAM, " + Call + "}")]
    [InlineData("get: {security: [!If [Maybe, {G: []}, !Ref AWS::NoValue]], " + Call + "}")]
    [InlineData("get: {security: [G], " + Call + "}")]
    [InlineData("get: {security: G, " + Call + "}")]
    [InlineData("get: {security: [{K: []}], " + Call + "}")]
    [InlineData("get: {" + Call + "}, GET: {x-amazon-apigateway-auth: {type: AWS_IAM}, " + Call + "}")]
    [InlineData("$ref: '#/elsewhere'")]
    public void Closes_the_operation_of_a_document(string item) => AssertClosed(Document("{" + item + "}"), "GET", "/a");

    [Fact]
    public void Closes_the_path_of_a_document() =>
        AssertClosed(Document("!If [Maybe, {get: {x-amazon-apigateway-auth: {type: AWS_IAM}, " + Call + "}}, !Ref AWS::NoValue]"), "GET", "/a");

    [Theory]
    [InlineData("AuthorizationType: !Ref Unknown")]
    [InlineData("AuthorizationType: CUSTOM, AuthorizerId: !Ref Unknown")]
    [InlineData("AuthorizationType: NONE, AuthorizerId: !Ref Guard")]
    [InlineData("AuthorizerId: !Ref Guard")]
    public void Closes_a_method(string authorization) => AssertClosed(
        Header + "  A: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a}}\n"
            + "  Guard: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref A, Name: g, Type: COGNITO_USER_POOLS, "
                + "IdentitySource: method.request.header.Authorization, ProviderARNs: ['arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_a']}}\n"
            + "  Any: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref A, ParentId: !GetAtt A.RootResourceId, PathPart: '{proxy+}'}}\n"
            + "  Path: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref A, ParentId: !GetAtt A.RootResourceId, PathPart: a}}\n"
            + "  Proxy: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref A, ResourceId: !Ref Any, HttpMethod: ANY, AuthorizationType: NONE, " + Plain + "}}\n"
            + "  Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref A, ResourceId: !Ref Path, HttpMethod: GET, " + authorization + ", " + Plain + "}}\n"
            + "  D: {Type: AWS::ApiGateway::Deployment, DependsOn: [Get, Proxy], Properties: {RestApiId: !Ref A, StageName: v1}}\n" + Function,
        "GET", "/a");

    [Theory]
    [InlineData("AuthorizationType: !If [Maybe, AWS_IAM, !Ref AWS::NoValue]")]
    [InlineData("AuthorizationType: JWT, AuthorizerId: !Ref Unknown")]
    [InlineData("AuthorizationType: NONE, AuthorizerId: !Ref Guard")]
    [InlineData("AuthorizerId: !Ref Guard")]
    public void Closes_a_route(string authorization) => AssertClosed(
        Header + "  A: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: HTTP}}\n"
            + "  S: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref A, StageName: $default, AutoDeploy: true}}\n"
            + "  Guard: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref A, Name: g, AuthorizerType: JWT, IdentitySource: [$request.header.Authorization], "
                + "JwtConfiguration: {Issuer: 'https://issuer.example', Audience: [a]}}}\n"
            + "  I: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref A, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn, "
                + "PayloadFormatVersion: '2.0'}}\n"
            + "  Any: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref A, RouteKey: $default, Target: !Sub 'integrations/${I}'}}\n"
            + "  Get: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref A, RouteKey: GET /a, " + authorization + ", Target: !Sub 'integrations/${I}'}}\n" + Function,
        "GET", "/a");

    [Fact]
    public void Closes_an_api_that_a_web_acl_may_be_for() => AssertClosed(
        Header + "  A: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}\n"
            + "  W: {Type: AWS::WAFv2::WebACLAssociation, Properties: {WebACLArn: arn, ResourceArn: !If [Maybe, "
                + "!Sub 'arn:aws:apigateway:${AWS::Region}::/restapis/${A}/stages/v1', other]}}\n"
            + "  F: {Type: AWS::Serverless::Function, Properties: {Events: {A: {Type: Api, Properties: {RestApiId: !Ref A, Path: /a, Method: get}}}}}\n",
        "GET", "/a");

    // What is closed in a trust policy keeps everybody out of the role, and the template loads.
    [Theory]
    [InlineData("!If [Maybe, {Version: '2012-10-17', Statement: []}, !Ref AWS::NoValue]")]
    [InlineData("{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {AWS: !Ref Unknown}, Action: 'sts:AssumeRole'}]}")]
    [InlineData("{Version: '2012-10-17', Statement: [{Effect: Deny, Principal: {AWS: !Ref Unknown}, Action: 'sts:AssumeRole'}]}")]
    public void Lets_nobody_assume_a_role(string trust)
    {
        var stack = Given.Stack(Header + "  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: " + trust + "}}\n");
        var caller = new Iam.IamUser(stack.AccountId, "/", "U", "AIDAU");
        var request = new Iam.AccessRequest(caller, "sts:AssumeRole", stack.Roles[0].Arn.ToString(), stack.AccountId, new Iam.ConditionContext(caller));

        Assert.NotEqual(Iam.Verdict.Allow, Iam.DecisionRule.Access.Decide(request, Iam.PrincipalPolicies.None, stack.Roles[0].TrustPolicy).Verdict);
        Assert.NotEmpty(stack.Closures);
    }

    [Fact]
    public void Gives_no_permission_of_a_functions_policy_that_may_not_be_there()
    {
        const string Policy = "  P: {Type: AWS::Lambda::ResourcePolicy, Condition: Maybe, Properties: {ResourceArn: !GetAtt F.Arn, PolicyDocument: {Version: '2012-10-17', "
            + "Statement: [{Effect: Allow, Principal: '*', Action: 'lambda:InvokeFunction', Resource: !GetAtt F.Arn}]}}}\n";
        var function = Given.Stack(Header + Policy + Function).Functions.Single();

        Assert.All(function.ResourcePolicy!.Statements, static statement => Assert.True(statement.Denies));
    }

    private static string Document(string path) =>
        Header + "  A: {Type: AWS::Serverless::Api, Properties: {StageName: v1, DefinitionBody: {swagger: '2.0', "
            + "securityDefinitions: {G: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}, K: {type: apiKey, name: x-api-key, "
                + "in: header, x-amazon-apigateway-authorizer: !If [Maybe, {type: token}, !Ref AWS::NoValue]}}, "
            + "paths: {'/{proxy+}': {x-amazon-apigateway-any-method: {" + Call + "}}, /a: " + path + "}}}}\n" + Function;

    private static void AssertClosed(string template, string method, string path, string principal = "anonymous")
    {
        var stacks = Given.Stacks(template);
        var served = stacks.Main.AllApis.First(static one => !one.Routes.IsEmpty);
        var api = served.LogicalId;
        var explained = ExplanationText.Of(RouteQuestion.Of(stacks, principal, method, path, api, new Dictionary<string, string>()), stacks).ToString();
        var route = served.Routes.FirstOrDefault(one => one.Path == path) ?? served.Routes[0];
        var cells = AccessMatrix.Of(stacks).Cells.Where(cell => cell.Principal.Name == principal && cell.Route.Route.Path == route.Path && cell.Route.Api.LogicalId == api);

        Assert.EndsWith(": CLOSED", explained.Split('\n')[0].TrimEnd(), StringComparison.Ordinal);
        Assert.All(cells, static cell => Assert.Equal(AccessWord.Closed, cell.Word));
        Assert.NotEmpty(cells);
        Assert.NotEmpty(stacks.Main.Closures);
    }
}
