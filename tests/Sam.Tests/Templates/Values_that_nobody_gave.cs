namespace Sam.Tests.Templates;

/// <summary>A parameter without a value is no error. What it decides is closed, what it does not decide is open.</summary>
public class Values_that_nobody_gave
{
    private const string Remedy = "Give one with --parameter Nobody=VALUE, or add a Default.";

    private const string Parameters = "Parameters: {Nobody: {Type: String}, Given: {Type: String, Default: x}}\n";

    private static Stack Function(string properties, string more = "") => Given.Stack($$$$"""
        Transform: AWS::Serverless-2016-10-31
        Parameters: {Nobody: {Type: String}}
        Conditions: {Unknown: !Equals [!Ref Nobody, x], Never: !And [!Condition Unknown, !Equals [a, b]], Always: !Or [!Condition Unknown, !Equals [a, a]], Not: !Not [!Condition Unknown]}
        Resources:
          Function:
            Type: AWS::Serverless::Function
            {{{{more}}}}
            Properties:
              Handler: h
              Runtime: nodejs22.x
              CodeUri: c
              Events: {Call: {Type: Api, Properties: {Path: /, Method: get}}}
              {{{{properties}}}}
        """);

    private static Authorizer RouteOf(Stack stack) => Assert.Single(Assert.Single(stack.Apis).Routes).Authorizer;

    [Theory]
    [InlineData("Environment: {Variables: {TABLE: !Ref Nobody, OTHER: !Sub 'x-${Nobody}', THIRD: !Join ['/', [a, !Ref Nobody]]}}")]
    [InlineData("FunctionName: !Sub '${Nobody}-orders'")]
    public void Close_nothing_where_they_decide_nothing(string properties)
    {
        var stack = Function(properties);

        Assert.Empty(stack.Closures);
        Assert.IsType<NoAuthorizer>(RouteOf(stack));
        Assert.Null(Assert.Single(stack.Functions).Closed);
    }

    [Fact]
    public void Have_a_stand_in_that_is_always_the_same()
    {
        var function = Assert.Single(Function("FunctionName: !Sub '${Nobody}-orders'\n      Environment: {Variables: {TABLE: !Ref Nobody, OTHER: !Sub 'x-${Nobody}'}}").Functions);

        Assert.Equal("unknown-nobody-orders", function.FunctionName);
        Assert.Equal(("unknown-nobody", "x-unknown-nobody"), (function.Environment["TABLE"], function.Environment["OTHER"]));
    }

    [Theory]
    [InlineData("Condition: Unknown")]
    [InlineData("Condition: Not")]
    public void Close_what_stands_under_a_condition_that_cannot_be_told(string condition)
    {
        var stack = Function("", condition);

        Assert.Equal(Remedy, Assert.IsType<ClosedAuthorizer>(RouteOf(stack)).Closure.Remedy);
        Assert.Equal("Condition", Assert.Single(stack.Functions).Closed!.Property);
    }

    [Fact]
    public void Do_not_matter_to_a_condition_that_is_true_or_false_without_them()
    {
        Assert.IsType<NoAuthorizer>(RouteOf(Function("", "Condition: Always")));
        Assert.Empty(Function("", "Condition: Never").Functions);
    }

    [Fact]
    public void Close_the_property_that_a_condition_would_choose()
    {
        var stack = Given.Stack(Given.Api("!If [Unknown, {DefaultAuthorizer: AWS_IAM}, !Ref AWS::NoValue]") + """

            Parameters: {Nobody: {Type: String}}
            Conditions: {Unknown: !Equals [!Ref Nobody, x]}
            """);

        Assert.Equal(Remedy, Assert.IsType<ClosedAuthorizer>(RouteOf(stack)).Closure.Remedy);
    }

    [Fact]
    public void Are_errors_still_where_a_name_is_wrong() => Assert.Contains(
        "There is no parameter or resource 'Nbody'. Did you mean 'Nobody'?",
        Assert.Single(Given.Errors($"{Parameters}Conditions: {{Unknown: !Equals [!Ref Nobody, x]}}\nResources: {{T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: !If [Unknown, !Ref Nbody, a]}}}}}}\n")),
        StringComparison.Ordinal);

    [Fact]
    public void Leave_out_the_outputs_that_are_made_of_them()
    {
        var stack = Given.Stack($$$$"""
            {{{{Parameters}}}}
            Resources: {T: {Type: AWS::SNS::Topic}}
            Outputs: {A: {Value: !Ref Nobody}, B: {Value: !Ref Given, Export: {Name: !Sub '${AWS::StackName}-B'}}}
            """);

        Assert.Equal(("B", "x", "microservices-B"), (Assert.Single(stack.Outputs).Name, stack.Outputs[0].Value, stack.Outputs[0].ExportName));
    }

    [Fact]
    public void Are_taken_from_a_file_that_gives_more_than_the_template_asks_for()
    {
        var stack = Given.Stack(
            $"{Parameters}Resources: {{T: {{Type: AWS::SNS::Topic}}}}\nOutputs: {{A: {{Value: !Sub '${{Nobody}}${{Given}}'}}}}\n",
            new StackOptions(Parameters: new Dictionary<string, string> { ["Given"] = "command" })
            {
                Defaults = new Dictionary<string, string> { ["Nobody"] = "file-", ["Given"] = "file", ["Stranger"] = "?" },
            });

        Assert.Equal("file-command", Assert.Single(stack.Outputs).Value);
        Assert.Equal("template.yaml:1 Parameters: a file gives a value for 'Stranger', and the template has no such parameter: it is not used.", Assert.Single(stack.Notices).ToString());
    }

    [Fact]
    public void Are_never_shown_when_they_are_secret()
    {
        var error = Assert.Single(Given.Errors(
            "Parameters: {Password: {Type: String, NoEcho: true, MinLength: 20}}\nResources: {T: {Type: AWS::SNS::Topic}}\n",
            new StackOptions(Parameters: new Dictionary<string, string> { ["Password"] = "hunter2" })));

        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
        Assert.Contains("'****' is 7 characters long", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Policy: {Type: AWS::IAM::Policy, Condition: Unknown, Properties: {PolicyName: p, Roles: [!Ref Role], PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}}}", "")]
    [InlineData("Policy: {Type: AWS::IAM::ManagedPolicy, Condition: Unknown, Properties: {PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}}}", "ManagedPolicyArns: [!Ref Policy]")]
    [InlineData("T: {Type: AWS::SNS::Topic}", "ManagedPolicyArns: [!Ref Nobody]")]
    [InlineData("T: {Type: AWS::SNS::Topic}", "ManagedPolicyArns: !Ref Nobody")]
    [InlineData("T: {Type: AWS::SNS::Topic}", "PermissionsBoundary: !Ref Nobody")]
    public void Keep_a_role_from_everything_that_a_policy_of_theirs_may_deny(string other, string property)
    {
        var role = Assert.Single(Given.Stack($$$$"""
            {{{{Parameters}}}}
            Conditions: {Unknown: !Equals [!Ref Nobody, x]}
            Resources:
              {{{{other}}}}
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}]}
                  {{{{property}}}}
            """).Roles);

        var denying = Assert.Single(role.Boundary is { } boundary ? [boundary] : role.Policies);
        Assert.Contains("\"Deny\"", denying.Json, StringComparison.Ordinal);
        Assert.Contains("--parameter Nobody=VALUE", denying.Origin.Closed[0], StringComparison.Ordinal);
    }
}
