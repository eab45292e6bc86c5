using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using Emulation.Principals;
using Emulation.Protocols.RestJson;
using Sam;

namespace Emulation.Tests.Lambda;

public sealed class Permissions_of_a_function : IDisposable
{
    private static readonly Stack Stack = Given.Stack("""
        AWSTemplateFormatVersion: "2010-09-09"
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Plain:
            Type: AWS::Serverless::Function
            Properties: { CodeUri: ./, Handler: Shop, Runtime: dotnet10, FunctionName: plain }
          Permitted:
            Type: AWS::Serverless::Function
            Properties: { CodeUri: ./, Handler: Shop, Runtime: dotnet10, FunctionName: permitted }
          FromTemplate:
            Type: AWS::Lambda::Permission
            Properties: { FunctionName: !Ref Permitted, Action: "lambda:InvokeFunction", Principal: events.amazonaws.com }
        """);

    private static readonly Function Plain = Stack.Functions.First(static function => function.LogicalId == "Plain");
    private static readonly Function Permitted = Stack.Functions.First(static function => function.LogicalId == "Permitted");

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly AccountDirectory accounts = new([Stack], new LongTermKeys(new byte[32]));
    private FunctionPolicies policies;

    public Permissions_of_a_function() => policies = new FunctionPolicies(folder, Stack.Functions, () => accounts.Current);

    public void Dispose()
    {
        policies.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Are_written_as_lambda_writes_them()
    {
        var added = Add("""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"apigateway.amazonaws.com","SourceArn":"arn:aws:execute-api:us-east-1:111122223333:abc/*/*"}""");
        Assert.Equal(201, added.StatusCode);
        Assert.Equal(
            """{"Sid":"s","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:us-east-1:111122223333:function:plain","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:us-east-1:111122223333:abc/*/*"}}}""",
            JsonNode.Parse(added.Body.Span)!["Statement"]!.ToString());
    }

    [Theory]
    [InlineData("lambda:InvokeFunctionUrl", "\"FunctionUrlAuthType\":\"NONE\"", """{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}""")]
    [InlineData("lambda:InvokeFunction", "\"InvokedViaFunctionUrl\":true", """{"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}""")]
    [InlineData("lambda:InvokeFunction", "\"EventSourceToken\":\"t\",\"SourceAccount\":\"111122223333\"", """{"StringEquals":{"AWS:SourceAccount":"111122223333","lambda:EventSourceToken":"t"}}""")]
    public void Have_the_conditions_that_their_fields_mean(string action, string field, string condition) => Assert.Equal(
        condition,
        JsonNode.Parse(JsonNode.Parse(Add($$"""{"StatementId":"s","Action":"{{action}}","Principal":"*",{{field}}}""").Body.Span)!["Statement"]!.ToString())!["Condition"]!.ToJsonString());

    [Theory]
    [InlineData("""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"444455556666"}""", """{"AWS":"arn:aws:iam::444455556666:root"}""")]
    [InlineData("""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"arn:aws:iam::444455556666:role/R"}""", """{"AWS":"arn:aws:iam::444455556666:role/R"}""")]
    [InlineData("""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"*"}""", "\"*\"")]
    public void Name_the_principal_that_was_meant(string input, string principal) =>
        Assert.Equal(principal, JsonNode.Parse(JsonNode.Parse(Add(input).Body.Span)!["Statement"]!.ToString())!["Principal"]!.ToJsonString());

    [Theory]
    [InlineData("""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"nobody"}""", 400, "InvalidParameterValueException")]
    [InlineData("""{"StatementId":"s s","Action":"lambda:InvokeFunction","Principal":"*"}""", 400, "ValidationException")]
    [InlineData("""{"StatementId":"s","Action":"s3:GetObject","Principal":"*"}""", 400, "ValidationException")]
    [InlineData("""{"StatementId":"s","Principal":"*"}""", 400, "ValidationException")]
    [InlineData("""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"*","FunctionUrlAuthType":"NONE"}""", 400, "InvalidParameterValueException")]
    [InlineData("""{"StatementId":"s","Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"SOME"}""", 400, "ValidationException")]
    [InlineData("""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"*","RevisionId":"old"}""", 412, "PreconditionFailedException")]
    [InlineData("no json", 400, "InvalidRequestContentException")]
    public void Are_refused_when_they_would_not_mean_anything(string input, int status, string type)
    {
        var refused = Add(input);
        Assert.Equal((status, type), (refused.StatusCode, refused.Refusal!.Type));
        Assert.Null(policies.Of(Plain));
    }

    [Fact]
    public void Have_ids_of_their_own()
    {
        const string Statement = """{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"*"}""";
        Add(Statement);
        Assert.Equal(
            LambdaRefusal.Of(409, "ResourceConflictException", "The statement id (s) provided already exists. Please provide a new statement id, or remove the existing statement."), Add(Statement).Refusal);
        Assert.Equal(409, Add(Statement.Replace("\"s\"", "\"FromTemplate\"", StringComparison.Ordinal), Permitted).StatusCode);
    }

    [Fact]
    public void Come_on_top_of_the_templates()
    {
        Add("""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"*"}""", Permitted);
        Assert.Equal(["FromTemplate", "s"], policies.Of(Permitted)!.Statements.Select(static statement => statement.Sid));
    }

    [Fact]
    public void Can_be_taken_back()
    {
        Assert.Equal(404, Get().StatusCode);
        Assert.Equal("No policy is associated with the given resource.", Remove("s").Refusal!.Message);
        Add("""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"*"}""");
        var revision = JsonNode.Parse(Get().Body.Span)!["RevisionId"]!.ToString();
        Add("""{"StatementId":"t","Action":"lambda:InvokeFunction","Principal":"*"}""");

        // The revision is the one of before.
        var outdated = Remove("s", revision);
        Assert.Equal((412, "PreconditionFailedException"), (outdated.StatusCode, outdated.Refusal!.Type));
        Assert.Equal("The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id", outdated.Refusal.Message);
        Assert.Equal(204, Remove("s", JsonNode.Parse(Get().Body.Span)!["RevisionId"]!.ToString()).StatusCode);
        Assert.Equal("Statement s is not found in resource policy.", Remove("s").Refusal!.Message);
        Assert.Equal(204, Remove("t").StatusCode);
        Assert.Equal(404, Get().StatusCode);
    }

    [Fact]
    public void Survive_a_restart()
    {
        Add("""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"*"}""");
        policies.Dispose();
        policies = new FunctionPolicies(folder, Stack.Functions, () => accounts.Current);
        Assert.Equal("s", Assert.Single(policies.Of(Plain)!.Statements).Sid);
    }

    private RestAnswer Add(string input, Function? function = null) =>
        PermissionInput.Read(Encoding.UTF8.GetBytes(input), out var read) is { } refusal ? refusal : new PermissionOperations(policies).Add(function ?? Plain, read);

    private RestAnswer Get() => new PermissionOperations(policies).Get(Plain);

    private RestAnswer Remove(string statementId, string? revisionId = null) => new PermissionOperations(policies).Remove(Plain, statementId, revisionId);
}
