using Sam.Errors;
using Sam.Serverless;

namespace Sam.Tests.Templates;

/// <summary>
/// A property that is <c>null</c> is not there, however the template spells it. Where a null stands in a list or in a policy, CloudFormation refuses it.
/// (<c>Fixtures/nulls.yaml</c> holds all of this against the transform itself.)
/// </summary>
public class What_is_null
{
    private const string Trust = "AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]}";

    [Theory]
    [InlineData("null")]
    [InlineData("Null")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("!If [Holds, null, x]")]
    public void Leaves_a_function_with_the_role_that_is_generated(string nothing)
    {
        var stack = Given.Stack(Given.Function($"Role: {nothing}", "Events: {Call: {Type: Api, Properties: {Path: /, Method: get}}}") +
            "\nConditions: {Holds: !Equals [a, a]}\n");

        Assert.Equal("FunctionRole", Assert.Single(stack.Roles).LogicalId);
        Assert.Equal("Function", Assert.Single(stack.Functions).LogicalId);
        Assert.Equal(stack.Roles[0].Arn, stack.Functions[0].RoleArn);
    }

    [Fact]
    public void Is_no_property_in_JSON_either()
    {
        var stack = Given.Stack("""
            {
              "Transform": "AWS::Serverless-2016-10-31",
              "Parameters": {},
              "Conditions": null,
              "Outputs": null,
              "Resources": {
                "GetNotes": {
                  "Type": "AWS::Serverless::Function",
                  "Condition": null,
                  "DependsOn": null,
                  "Metadata": null,
                  "Properties": {
                    "Handler": "bootstrap", "Runtime": "provided.al2023", "CodeUri": "fn/", "Role": null, "Timeout": null, "Environment": { "Variables": null },
                    "Events": { "Root": { "Type": "Api", "Properties": { "Path": "/", "Method": "GET", "Auth": { "Authorizer": null, "ApiKeyRequired": null } } } }
                  }
                }
              }
            }
            """);

        Assert.Equal(TimeSpan.FromSeconds(3), Assert.Single(stack.Functions).Timeout);
        Assert.Empty(stack.Functions[0].Environment);
        Assert.IsType<NoAuthorizer>(Assert.Single(stack.Apis).Routes.Single().Authorizer);
    }

    [Fact]
    public void Takes_back_what_globals_give()
    {
        var function = Assert.Single(Given.Stack(Given.Function("Timeout: ~") + "\nGlobals: {Function: {Timeout: 30, MemorySize: 256}}\n").Functions);

        Assert.Equal((TimeSpan.FromSeconds(3), 256), (function.Timeout, function.MemorySizeMb));
    }

    [Fact]
    public void Is_no_property_of_a_resource_of_plain_CloudFormation()
    {
        var role = Assert.Single(Given.Stack($"Resources: {{Role: {{Type: AWS::IAM::Role, Properties: {{RoleName: ~, Path: null, Policies: ~, PermissionsBoundary: , Tags: ~, {Trust}}}}}}}").Roles);

        Assert.StartsWith("microservices-Role-", role.Name, StringComparison.Ordinal);
        Assert.Equal(("/", null), (role.Path, role.Boundary));
    }

    [Theory]
    [InlineData("Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: ~}}", "template.yaml:1 Role.AssumeRolePolicyDocument: 'AssumeRolePolicyDocument' is required.")]
    [InlineData("Role: {Type: ~}", "template.yaml:1 Role.Type: The resource has no type.")]
    [InlineData("Role: ~", "template.yaml:1 Role: A resource is a map with Type and Properties, but this is empty.")]
    public void Is_missing_where_something_is_needed(string resource, string error) =>
        Assert.StartsWith(error, Assert.Single(Given.Errors($"Resources: {{{resource}}}")), StringComparison.Ordinal);

    [Fact]
    public void Is_no_value_of_a_parameter_and_no_text()
    {
        Assert.Empty(Given.Stack("Parameters: {Name: {Type: String, Default: ~}}\nResources: {Topic: {Type: AWS::SNS::Topic}}\nOutputs: {Out: {Value: !Ref Name}}").Outputs);
        Assert.Contains("An output needs a Value.", Assert.Single(Given.Errors("Resources: {Topic: {Type: AWS::SNS::Topic}}\nOutputs: {Out: {Value: ~}}")), StringComparison.Ordinal);
        Assert.Contains("Text is needed here, but this is empty.", Assert.Single(Given.Errors("Conditions: {Same: !Equals [a, ~]}\nResources: {Topic: {Type: AWS::SNS::Topic}}")), StringComparison.Ordinal);
    }

    // Left out, each of these would make the statement say more than what its author wrote.
    [Theory]
    [InlineData("Version: ~, Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]", "Version")]
    [InlineData("Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole', Condition: ~}]", "Statement[0].Condition")]
    [InlineData("Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole', Condition: !If [Holds, ~, {}]}]", "Statement[0].Condition")]
    [InlineData("Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole', Condition: {StringEquals: {'aws:SourceAccount': ~}}}]", "Statement[0].Condition.StringEquals.aws:SourceAccount")]
    [InlineData("Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}, null]", "Statement[1]")]
    public void Is_refused_in_a_policy(string document, string at) => Assert.Contains(
        $"template.yaml:2 Role.AssumeRolePolicyDocument.{at}: 'null' values are not allowed here. Remove it, or write what is meant.",
        Given.Errors($"Conditions: {{Holds: !Equals [a, a]}}\nResources: {{Role: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {{{document}}}}}}}}}"));

    [Theory]
    [InlineData("Policies: [~]", "Function.Policies[0]: 'null' values are not allowed here.")]
    [InlineData("Policies: [{Statement: [{Effect: Allow, Action: 's3:*', Resource: '*', Condition: null}]}]", "Function.Policies[0].Statement[0].Condition: 'null' values are not allowed here.")]
    [InlineData("Events: {Call: ~}", "Function.Events.Call: A map is needed here, but this is empty.")]
    [InlineData("Events: {Call: {Type: ~}}", "Function.Events.Call.Type: 'Type' is required.")]
    [InlineData("Events: {Call: {Type: Api, Properties: {RestApiId: ~, Path: /, Method: get}}}", "Property 'RestApiId' should be a string.")]
    [InlineData("Events: {Call: {Type: HttpApi, Properties: {ApiId: , Path: /, Method: get}}}", "Property 'ApiId' should be a string.")]
    public void Is_refused_where_the_transform_or_CloudFormation_refuses_it(string property, string error) =>
        Assert.Contains(error, Assert.Single(Given.Errors(Given.Function(property))), StringComparison.Ordinal);

    [Fact]
    public void Admits_nobody_by_way_of_an_address_list_or_of_scopes()
    {
        var stack = Given.Stack(Given.Api("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE, ResourcePolicy: {IpRangeWhitelist: ~}}"));
        var error = Assert.Single(Given.Errors(Given.Api("{Authorizers: {Users: {UserPoolArn: 'arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_abc', AuthorizationScopes: [~]}}}", "{Authorizer: Users}")));

        Assert.Null(Assert.Single(stack.Apis).ResourcePolicy);
        Assert.Contains("AuthorizationScopes[0]: 'null' values are not allowed here.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_takes_a_function_from_a_route_without_a_word()
    {
        var whole = Given.Stack(Given.Api("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}"));
        var errors = new ErrorList("template.yaml");
        Assert.Null(Assert.Single(Assert.Single(new FunctionLinks(whole, errors).Close().Apis).Routes).Closed);

        var route = Assert.Single(Assert.Single(new FunctionLinks(whole with { Functions = [] }, errors).Close().Apis).Routes);

        Assert.StartsWith("template.yaml:15 Api.Routes[GET /path]: It is answered by 'Function', and the stack has no such function.", route.Closed?.ToString(), StringComparison.Ordinal);
        Assert.Equal(route.Closed, Assert.Single(errors.Closures));
    }
}
