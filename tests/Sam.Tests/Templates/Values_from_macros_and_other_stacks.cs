namespace Sam.Tests.Templates;

/// <summary>Functions whose value only the account knows, and those that have a meaning in the section <c>Rules</c> alone.</summary>
public class Values_from_macros_and_other_stacks
{
    private static string Role(string name) => $$$"""
        Rules:
          One: {Assertions: [{Assert: !Contains [[a], !ValueOf [Role, Tags]]}, {Assert: !EachMemberIn [!RefAll 'AWS::EC2::VPC::Id', [b]]}, {Assert: {'Fn::EachMemberEquals': [!ValueOfAll [x, y], c]}}]}
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties:
              Description: {{{name}}}
              Policies:
                - PolicyName: Reads
                  PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: {{{name}}} }]}
              AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}]}
        """;

    [Theory]
    [InlineData("{'Fn::GetStackOutput': {StackName: shop, OutputName: Bucket, Region: eu-west-1}}", "The output 'Bucket' of the stack 'shop' is not known.")]
    [InlineData("!GetStackOutput {StackName: shop, OutputName: Bucket}", "The output 'Bucket' of the stack 'shop' is not known.")]
    [InlineData("{'Fn::Sub': {'Fn::Transform': {Name: Names}}}", "The macro 'Names' makes this value")]
    public void Close_what_they_decide_and_nothing_else(string value, string why)
    {
        var stack = Given.Stack(Role(value));

        Assert.Contains(why, Assert.Single(stack.Closures).Message, StringComparison.Ordinal);
        Assert.Equal("Role", Assert.Single(stack.Roles).LogicalId);
    }

    [Theory]
    [InlineData("!GetStackOutput shop", "Fn::GetStackOutput takes a map with StackName and OutputName.")]
    [InlineData("!GetStackOutput {StackName: shop}", "Fn::GetStackOutput takes a map with StackName and OutputName.")]
    [InlineData("!Contains [[a], a]", "'Fn::Contains' may be used only in the section Rules.")]
    public void Are_errors_where_they_say_nothing(string value, string message) => Assert.Contains(
        Given.Errors(Role(value)), error => error.Contains(message, StringComparison.Ordinal));
}
