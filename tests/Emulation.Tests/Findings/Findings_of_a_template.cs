using System.Text.Json;
using Emulation.Findings;

namespace Emulation.Tests.Findings;

public class Findings_of_a_template
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Findings");
    private static readonly Lazy<IReadOnlyList<Judged>> All = new(static () => Linter.Run(Load()));

    [Theory]
    [InlineData("LA002", "Listed", "Everyone")]
    [InlineData("LA003", "Reader", "'Shadowed' of Reads")]
    [InlineData("LA004", "Listed", "OtherApi")]
    [InlineData("LA004", "Reader", "'Misspelt' of Reads can never match: API Gateway knows execute-api:Invoke")]
    [InlineData("LA004", "Reader", "Contradiction")]
    [InlineData("LA004", "Reader", "OtherService")]
    [InlineData("LA004", "Reader", "'OneTag' of Reads can never match: aws:TagKeys holds several values, and StringEquals without a qualifier never matches")]
    [InlineData("LA015", "Reader", "'OneKey' of Reads matches only requests without dynamodb:LeadingKeys")]
    [InlineData("LA005", "Reader", "/v1/GET/thigns")]
    [InlineData("LA006", "Listed", "GET /things")]
    [InlineData("LA007", "Lonely", "role/Nobody")]
    [InlineData("LA008", "Listed", "lets PartnerRole@444455556666 call GET /things")]
    [InlineData("LA008", "Reader", "lets Reader assume Lonely")]
    [InlineData("LA009", "Reader", "'BecomeAnybody' of Reads allows sts:AssumeRole")]
    [InlineData("LA010", "Reader", "allows everything but iam:*")]
    [InlineData("LA014", "Reader", "arn:aws:dynamodb:us-east-1:111122223333:table/a")]
    [InlineData("LA101", "Caller", "caller's own credentials")]
    [InlineData("LA102", "Caller", "OPTIONS")]
    [InlineData("LA103", "Guarded", "IpRangeWhitelist")]
    [InlineData("LA104", "Caller", "GET on /admin reaches /{proxy+}")]
    [InlineData("LA105", "Function", "GET /orders/{id}/parts")]
    [InlineData("LA106", "Caller", "GET /things asks for a signature, but /THINGS or /things/ is another path to API Gateway: it reaches GET /{proxy+}")]
    public void Name_rule_resource_and_what_is_there(string code, string resource, string message)
    {
        var finding = All.Value.Single(j => j.Finding.Rule.Code == code && j.Finding.Resource == resource && j.Finding.Message.Contains(message, StringComparison.Ordinal)).Finding;

        Assert.NotEmpty(finding.Remedy);
        Assert.NotEmpty(finding.Rule.Why);
        Assert.True(finding.At.Line > 1);
    }

    [Fact]
    public void Are_of_rules_that_are_documented_with_their_severity()
    {
        var page = File.ReadAllText(Path.Combine(Folder, "lint.md"));

        Assert.All(Linter.Rules, rule => Assert.Contains($"| {rule.Code} | {rule.Severity.ToString().ToLowerInvariant()} | ", page, StringComparison.Ordinal));
        Assert.Equal(Linter.Rules.Length, page.Split('\n').Count(static line => line.StartsWith("| LA", StringComparison.Ordinal)));
    }

    [Fact]
    public void Leave_operators_with_a_qualifier_alone() => Assert.DoesNotContain(All.Value, static j => j.Finding.Message.Contains("'AnyTag'", StringComparison.Ordinal));

    [Fact]
    public void Stand_at_the_line_of_their_statement()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "everything.yaml"));
        var statements = All.Value.Where(static j => j.Finding.Message.StartsWith("Statement '", StringComparison.Ordinal)).Select(static j => j.Finding).ToList();

        Assert.NotEmpty(statements);
        Assert.All(statements, finding => Assert.Contains(finding.Message.Split('\'')[1], lines[finding.At.Line - 1], StringComparison.Ordinal));
    }

    [Fact]
    public void Are_accepted_with_a_reason_at_the_resource_or_at_the_top()
    {
        Assert.Equal("The health check is public on purpose.", All.Value.Single(static j => j.Finding.Rule.Code == "LA001").Suppression?.Reason);
        Assert.Equal("Only for the demo.", All.Value.Single(static j => j.Finding is { Rule.Code: "LA002", Resource: "Trusting" }).Suppression?.Reason);
        Assert.Null(All.Value.Single(static j => j.Finding is { Rule.Code: "LA002", Resource: "Listed" }).Suppression);
    }

    [Fact]
    public void That_are_gone_leave_their_suppression_as_a_finding()
    {
        var findings = Linter.Run(Given.Stacks("""
            Metadata: { LocalAws: { Suppress: [{ Rule: LA009, Reason: once }, { Rule: LA999, Reason: never }] } }
            Resources:
              Table: { Type: "AWS::DynamoDB::Table" }
            """));

        Assert.Equal(["LA009 is suppressed here, and there is no such finding.", "There is no rule LA999."], findings.Select(static j => j.Finding.Message));
    }

    [Theory]
    [InlineData("", "API Gateway may not call Judge, the function of authorizer Guard of Api")]
    [InlineData("EnableFunctionDefaultPermissions: false, ", "API Gateway may not call Judge, the function of authorizer Guard of Api")]
    [InlineData("EnableFunctionDefaultPermissions: true, ", null)]
    public void Name_an_authorizers_function_that_api_gateway_may_not_call(string permission, string? message) => Assert.Equal(message, Linter.Run(Given.Stacks($$"""
            Transform: AWS::Serverless-2016-10-31
            Globals: { Function: { CodeUri: ., Handler: x, Runtime: dotnet10 } }
            Resources:
              Api:
                Type: AWS::Serverless::HttpApi
                Properties: { Auth: { DefaultAuthorizer: Guard, Authorizers: { Guard: { {{permission}}FunctionArn: !GetAtt Judge.Arn, AuthorizerPayloadFormatVersion: "2.0", Identity: { Headers: [Authorization] } } } } }
              Judge: { Type: AWS::Serverless::Function }
              Shop: { Type: AWS::Serverless::Function, Properties: { Events: { Get: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: GET, Path: /orders } } } } }
            """)).SingleOrDefault(static j => j.Finding.Rule.Code == "LA107")?.Finding.Message.Split(':')[0]);

    /// <summary>The role's right counts then, and not what the function's policy says of API Gateway; of a caller's credentials the matrix tells.</summary>
    [Theory]
    [InlineData("InvokeRole: !GetAtt Calls.Arn", "apigateway.amazonaws.com", "lambda:InvokeFunction", null, null)]
    [InlineData("InvokeRole: CALLER_CREDENTIALS", "lambda.amazonaws.com", "lambda:GetFunction", null, null)]
    [InlineData(
        "InvokeRole: !GetAtt Calls.Arn", "lambda.amazonaws.com", "lambda:InvokeFunction", "API Gateway may not call Shop for GET /orders of Api: each call gets 500. The function is called as Calls. No trust policy",
        "Add to Calls.AssumeRolePolicyDocument (template.yaml:18): { Effect: Allow, Principal: { Service: apigateway.amazonaws.com }, Action: sts:AssumeRole }.")]
    [InlineData(
        "InvokeRole: !GetAtt Calls.Arn", "apigateway.amazonaws.com", "lambda:GetFunction", "API Gateway may not call Shop for GET /orders of Api: each call gets 500. The function is called as Calls. No identity policy",
        "Add to Policies of Calls (template.yaml:14): { Effect: Allow, Action: lambda:InvokeFunction, Resource: !GetAtt Shop.Arn }.")]
    public void Name_a_role_that_may_not_call_the_function(string credentials, string trusted, string action, string? message, string? remedy)
    {
        var finding = Linter.Run(Given.Stacks($$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api: { Type: AWS::Serverless::Api, Properties: { StageName: v1 } }
              Shop:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: .
                  Handler: x
                  Runtime: dotnet10
                  Events:
                    Get:
                      Type: Api
                      Properties: { RestApiId: !Ref Api, Method: GET, Path: /orders, Auth: { Authorizer: AWS_IAM, {{credentials}} } }
              Calls:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Calls
                  AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: {{trusted}} }, Action: "sts:AssumeRole" }] }
                  Policies: [{ PolicyName: P, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "{{action}}", Resource: "*" }] } }]
            """)).SingleOrDefault(static j => j.Finding.Rule.Code == "LA107")?.Finding;

        Assert.StartsWith(message ?? "", finding?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal((message is null, remedy), (finding is null, finding?.Remedy));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Permit: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Greet, Action: lambda:InvokeFunction, Principal: cognito-idp.amazonaws.com, SourceArn: !GetAtt One.Arn } }", false)]
    public void Name_a_pool_that_may_not_call_the_function_it_shares_with_another(string permission, bool found) => Assert.Equal(found, Linter.Run(Given.Stacks($$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              One: { Type: AWS::Cognito::UserPool }
              Two: { Type: AWS::Cognito::UserPool }
              Greet:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: .
                  Handler: x
                  Runtime: dotnet10
                  Events:
                    A: { Type: Cognito, Properties: { UserPool: !Ref One, Trigger: PreSignUp } }
                    B: { Type: Cognito, Properties: { UserPool: !Ref Two, Trigger: PreSignUp } }
              {{permission}}
            """)).Any(static j => j.Finding is { Rule.Code: "LA108", Resource: "Greet" }));

    [Theory]
    [InlineData("", true)]
    [InlineData("DependsOn: Read, ", false)]
    public void Name_a_method_that_no_deployment_waits_for(string waits, bool found) => Assert.Equal(found, Linter.Run(Given.Stacks($$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: orders } }
              Read:
                Type: AWS::ApiGateway::Method
                Properties:
                  RestApiId: !Ref Api
                  ResourceId: !GetAtt Api.RootResourceId
                  HttpMethod: GET
                  AuthorizationType: AWS_IAM
                  Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Shop.Arn}/invocations" }
              Deployment: { Type: AWS::ApiGateway::Deployment, {{waits}}Properties: { RestApiId: !Ref Api } }
              Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1 } }
              Shop: { Type: AWS::Serverless::Function, Properties: { CodeUri: ., Handler: x, Runtime: dotnet10 } }
            """)).Any(static j => j.Finding is { Rule.Code: "LA109", Resource: "Read" }));

    [Theory]
    [InlineData("$default", "Shop", "GET /orders has an authorizer, but /ORDERS or /orders/ is another path to API Gateway: it reaches $default")]
    [InlineData("/{proxy+}", "Shop", "GET /orders has an authorizer, but /ORDERS or /orders/ is another path to API Gateway: it reaches ANY /{proxy+}")]
    [InlineData("/files/{proxy+}", "Shop", null)]
    [InlineData("/{proxy+}", "Other", null)]
    public void Name_the_open_route_that_another_spelling_of_a_guarded_one_reaches(string open, string function, string? message)
    {
        var rest = $$""", Rest: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: ANY, Path: "{{open}}", Auth: { Authorizer: NONE } } }""";
        Assert.Equal(message, Linter.Run(Given.Stacks($$"""
            Transform: AWS::Serverless-2016-10-31
            Globals: { Function: { CodeUri: ., Handler: x, Runtime: dotnet10 } }
            Resources:
              Api:
                Type: AWS::Serverless::HttpApi
                Properties: { Auth: { DefaultAuthorizer: Guard, Authorizers: { Guard: { IdentitySource: $request.header.Authorization, JwtConfiguration: { issuer: "https://id.example.com", audience: [a] } } } } }
              Shop: { Type: AWS::Serverless::Function, Properties: { Events: { Get: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: GET, Path: /orders } }{{(function == "Shop" ? rest : "")}} } } }
              Other: { Type: AWS::Serverless::Function, Properties: { Events: { Get: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: GET, Path: /other } }{{(function == "Other" ? rest : "")}} } } }
            """)).FirstOrDefault(static j => j.Finding.Rule.Code == "LA106" && j.Finding.Message.Contains("/orders", StringComparison.Ordinal))?.Finding.Message.Split(", which")[0]);
    }

    [Fact]
    public void Reach_a_code_host_as_SARIF()
    {
        using var log = JsonDocument.Parse(Sarif.Of([.. All.Value], Folder));
        var run = log.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.Equal("2.1.0", log.RootElement.GetProperty("version").GetString());
        Assert.All(run.GetProperty("results").EnumerateArray(), result =>
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.Equal("everything.yaml", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
            Assert.True(result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32() > 0);
        });
        Assert.Equal(2, run.GetProperty("results").EnumerateArray().Count(static r => r.TryGetProperty("suppressions", out _)));
    }

    private static LoadedStacks Load() => LoadedStacks.Load(
        new EmulatorOptions { Templates = [new TemplateSource(Path.Combine(Folder, "everything.yaml"), EmulatorOptions.DefaultAccount), new TemplateSource(Path.Combine(Folder, "partner.yaml"), "444455556666")] });
}
