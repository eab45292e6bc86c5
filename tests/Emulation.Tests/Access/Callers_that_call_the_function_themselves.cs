using Emulation.Access;
using Emulation.Explain;
using Iam;

namespace Emulation.Tests.Access;

/// <summary>The plainest template with <c>AWS_IAM</c>: its function is called with its caller's credentials, so that two permissions make a call.</summary>
public class Callers_that_call_the_function_themselves
{
    private const string Api = """{ Sid: Api, Effect: Allow, Action: "execute-api:Invoke", Resource: "*" }""";
    private const string Invoke = """{ Sid: Invoke, Effect: Allow, Action: "lambda:InvokeFunction", Resource: !GetAtt Shop.Arn }""";

    private static readonly LoadedStacks Stacks = Given.Stacks($$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Shop:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: .
              Handler: x
              Runtime: dotnet10
              Events:
                Call: { Type: Api, Properties: { Method: GET, Path: /orders, Auth: { Authorizer: AWS_IAM } } }
                Other: { Type: Api, Properties: { Method: GET, Path: /other, Auth: { Authorizer: AWS_IAM, InvokeRole: NONE } } }
        {{Role("Both", $"{Api}, {Invoke}")}}
        {{Role("OnlyApi", Api)}}
        {{Role("OnlyFunction", Invoke)}}
        {{Role("Forbidden", $"{Api}, {Invoke}, {{ Sid: Never, Effect: Deny, Action: \"lambda:*\", Resource: \"*\" }}")}}
        {{Role("Through", $"{Api}, {If("\"ForAnyValue:StringEquals\": { \"aws:CalledVia\": apigateway.amazonaws.com }")}")}}
        {{Role("Directly", $"{Api}, {If("Bool: { \"aws:ViaAWSService\": \"false\" }")}")}}
        {{Role("FromHome", $"{Api}, {If("IpAddress: { \"aws:SourceIp\": 10.0.0.0/8 }")}")}}
        {{Role("InTime", $"{Api}, {If("DateLessThan: { \"aws:CurrentTime\": \"2100-01-01T00:00:00Z\" }")}")}}
        {{Role("Bounded", """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { IpAddress: { "aws:SourceIp": 10.0.0.0/8 } } }""" + $", {If("DateLessThan: { \"aws:CurrentTime\": \"2100-01-01T00:00:00Z\" }")}")}}
        """);

    private static readonly AccessMatrix Matrix = AccessMatrix.Of(Stacks);

    [Theory]
    [InlineData("Both", SymbolicVerdict.Allow, "Allowed by statement 'Api' of the identity policy Uses (template.yaml:")]
    [InlineData("Through", SymbolicVerdict.Allow, "Allowed by statement 'Api'")]
    [InlineData("OnlyApi", SymbolicVerdict.Deny, "The function is called with its caller's own credentials. No identity policy allows lambda:InvokeFunction on arn:aws:lambda:")]
    [InlineData("OnlyFunction", SymbolicVerdict.Deny, "No identity policy allows execute-api:Invoke on GET /orders")]
    [InlineData("Forbidden", SymbolicVerdict.Deny, "The function is called with its caller's own credentials. Denied by statement 'Never' of the identity policy Uses")]
    [InlineData("Directly", SymbolicVerdict.Deny, "The function is called with its caller's own credentials. No identity policy allows")]
    [InlineData("FromHome", SymbolicVerdict.Deny, "The function is called with its caller's own credentials. No identity policy allows")]
    [InlineData("InTime", SymbolicVerdict.Conditional, "Allowed by statement 'Api'")]
    [InlineData("any other account", SymbolicVerdict.Deny, "No resource policy allows execute-api:Invoke")]
    [InlineData("anonymous", SymbolicVerdict.Deny, "A request without a signature is refused")]
    public void Are_in_the_matrix_by_both(string principal, SymbolicVerdict verdict, string reason)
    {
        var cell = Cell(principal, "/orders");

        Assert.Equal(verdict, cell.Verdict);
        Assert.StartsWith(reason, cell.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void May_depend_on_the_conditions_of_both() =>
        Assert.Equal("if IpAddress aws:SourceIp 10.0.0.0/8, and if DateLessThan aws:CurrentTime 2100-01-01T00:00:00Z", Cell("Bounded", "/orders").Condition);

    [Fact]
    public void Are_no_others_where_API_Gateway_calls_by_itself() => Assert.Equal(
        ["Both", "OnlyApi", "Forbidden", "Through", "Directly", "FromHome", "InTime"],
        Matrix.Cells.Where(static cell => cell.Route.Name == "GET /other" && cell.Verdict == SymbolicVerdict.Allow).Select(static cell => cell.Principal.Name).Where(static name => name != "Bounded"));

    [Fact]
    public void Are_drawn_in_the_call_graph_alone() => Assert.Equal(
        ["Both", "Through", "InTime", "Bounded"],
        CallGraph.Of(Matrix, Stacks).Where(static edge => edge.Cells.Any(static cell => cell.Route.Name == "GET /orders")).Select(static edge => edge.From));

    /// <summary>What the matrix says of all requests, an explanation says of one.</summary>
    [Fact]
    public void Are_explained_as_the_matrix_has_them() => Assert.All(
        Matrix.Cells.Where(static cell => cell.Verdict != SymbolicVerdict.Conditional),
        static cell => Assert.Equal(cell.Verdict == SymbolicVerdict.Allow, Explain(cell.Principal.Name, cell.Route.Route.Path).Verdict == Verdict.Allow));

    [Fact]
    public void Are_told_which_permission_is_missing_and_where_it_goes()
    {
        var text = Explain("OnlyApi", "/orders").ToString();

        Assert.StartsWith("GET /orders of ServerlessRestApi by ", text, StringComparison.Ordinal);
        Assert.Contains(": REFUSED\n\nThe function is called with its caller's own credentials. No identity policy allows lambda:InvokeFunction on arn:aws:lambda:", text, StringComparison.Ordinal);
        Assert.Contains("AWS answers: Internal server error\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  execute-api:Invoke on arn:aws:execute-api:", text, StringComparison.Ordinal);
        Assert.Contains("\n  lambda:InvokeFunction on arn:aws:lambda:", text, StringComparison.Ordinal);
        Assert.Contains("* Add to Policies of OnlyApi (template.yaml:", text, StringComparison.Ordinal);
        Assert.Contains(": { Effect: Allow, Action: lambda:InvokeFunction, Resource: !GetAtt Shop.Arn }.\n", text, StringComparison.Ordinal);
        Assert.Contains("the condition ForAnyValue:StringEquals aws:CalledVia apigateway.amazonaws.com keeps it to calls through the API", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_told_every_permission_that_is_missing()
    {
        var changes = Explain("OnlyFunction", "/orders").Changes;
        Assert.Contains("Action: execute-api:Invoke", Assert.Single(changes).Change, StringComparison.Ordinal);

        var json = Explain("Both", "/orders").ToJson();
        Assert.Contains("\"decision\": \"allow\"", json, StringComparison.Ordinal);
        Assert.Contains("\"question\": \"lambda:InvokeFunction on arn:aws:lambda:", json, StringComparison.Ordinal);
    }

    private static MatrixCell Cell(string principal, string path) => Matrix.Cells.Single(cell =>
        cell.Route.Route.Path == path && cell.Principal.Name == principal);

    private static ExplanationText Explain(string principal, string path) =>
        ExplanationText.Of(RouteQuestion.Of(Stacks, principal, "GET", path, null, new Dictionary<string, string>()), Stacks);

    private static string If(string condition) =>
        $$"""{ Sid: Invoke, Effect: Allow, Action: "lambda:InvokeFunction", Resource: "*", Condition: { {{condition}} } }""";

    private static string Role(string name, string statements) => $$"""
          {{name}}:
            Type: AWS::IAM::Role
            Properties:
              RoleName: {{name}}
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" }] }
              Policies: [{ PolicyName: Uses, PolicyDocument: { Version: "2012-10-17", Statement: [{{statements}}] } }]
        """;
}
