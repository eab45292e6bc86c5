using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

/// <summary><c>InlineCode</c>, and CloudFormation's <c>ZipFile</c>: the code is the template's own text.</summary>
public class Code_in_the_template
{
    [Theory]
    [InlineData("AWS::Serverless::Function", "InlineCode: !Sub 'def handler(event, context): return \"${AWS::Region} ${!x}\"'")]
    [InlineData("AWS::Lambda::Function", "Role: !GetAtt Role.Arn, Code: {ZipFile: !Sub 'def handler(event, context): return \"${AWS::Region} ${!x}\"'}")]
    public void Is_the_functions_with_its_functions_evaluated(string type, string properties)
    {
        var function = Of(type, properties);

        Assert.Equal("def handler(event, context): return \"us-east-1 ${x}\"", function.InlineCode);
        Assert.Equal(("", null), (function.CodeUri, function.Closed));
    }

    [Fact]
    public void Counts_before_a_folder() => Assert.Equal("x = 1", Of("AWS::Serverless::Function", "CodeUri: code, InlineCode: x = 1").InlineCode);

    [Fact]
    public void Is_not_there_where_a_folder_is_named() => Assert.Null(Of("AWS::Serverless::Function", "CodeUri: code").InlineCode);

    private static Function Of(string type, string properties) => Assert.Single(Given.Stack(
        $$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Function: {Type: {{type}}, Properties: {Handler: index.handler, Runtime: python3.13, {{properties}} } }
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com} }] }
        """).Functions);
}
