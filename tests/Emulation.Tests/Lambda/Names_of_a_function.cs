using Emulation.Lambda;
using Sam;

namespace Emulation.Tests.Lambda;

/// <summary>Each who names a function has one kind of name for it, and another function that happens to have that name is not meant.</summary>
public sealed class Names_of_a_function
{
    private const string Arn = "arn:aws:lambda:us-east-1:111122223333:function:";
    private const string Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/";

    private static readonly Stack Stack = Given.Stack("""
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          First: { Type: AWS::Serverless::Function, Properties: { FunctionName: Second } }
          Second: { Type: AWS::Serverless::Function, Properties: { FunctionName: third } }
        """);

    private static readonly FunctionDirectory Directory = new(Stack);

    [Fact]
    public void In_the_template_are_logical_ids()
    {
        Assert.Equal("third", Directory.WithLogicalId("Second")?.FunctionName);
        Assert.Null(Directory.WithLogicalId("third"));
        Assert.Null(Directory.WithLogicalId($"{Arn}third"));
    }

    [Theory]
    [InlineData("Second", "First")]
    [InlineData("third", "Second")]
    [InlineData("First", "First")]
    [InlineData($"{Arn}third", "Second")]
    [InlineData($"{Arn}third:$LATEST", "Second")]
    [InlineData("111122223333:function:third:7", "Second")]
    [InlineData("444455556666:function:third", null)]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:third", null)]
    [InlineData("fourth", null)]
    public void In_a_call_of_Lambda_are_names_first(string text, string? logicalId) => Assert.Equal(logicalId, FunctionReference.Read(Directory, "111122223333", text, null)?.Function?.LogicalId);

    [Theory]
    [InlineData($"{Arn}third", "Second")]
    [InlineData($"{Uri}{Arn}third/invocations", "Second")]
    [InlineData($"{Uri}{Arn}third", null)]
    [InlineData($"{Uri}/invocations", null)]
    [InlineData($"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{Arn}third/invocations", null)]
    [InlineData($"{Arn}third:prod", null)]
    [InlineData("third", null)]
    public void In_an_integration_are_ARNs(string uri, string? logicalId)
    {
        Assert.Equal(logicalId, Directory.WithUri(uri)?.LogicalId);
        Assert.Equal(logicalId is null ? $"'{uri}' is no Lambda function of this LocalAws. There are: {Arn}Second, {Arn}third." : null, Directory.ProblemOf(uri));
    }

    [Theory]
    [InlineData($"{Arn}third", "Second")]
    [InlineData($"{Uri}{Arn}third/invocations", null)]
    [InlineData("third", null)]
    public void In_a_user_pool_are_ARNs_alone(string arn, string? logicalId) => Assert.Equal(logicalId, Directory.WithArn(arn)?.LogicalId);
}
