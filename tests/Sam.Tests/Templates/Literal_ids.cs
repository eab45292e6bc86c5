namespace Sam.Tests.Templates;

/// <summary>The account, and the ids and names that are made up for resources, exist on this machine only: a template that spells one out works nowhere else.</summary>
public class Literal_ids
{
    private static readonly Stack Made = Given.Stack(Template("'*'"));

    [Theory]
    [InlineData("arn:aws:s3:::{bucket}/*", "holds {bucket}, which is Bucket on this machine only", "Write ${Bucket} in its place, with !Sub.")]
    [InlineData("arn:aws:execute-api:us-east-1:*:{api}/v1/GET/orders", "holds {api}, which is Api on this machine only", "Write ${Api} in its place, with !Sub.")]
    [InlineData("arn:aws:execute-api:us-east-1:111122223333:*/v1/GET/orders", "holds the account 111122223333, which LocalAws makes up", "Write ${AWS::AccountId} in its place, with !Sub.")]
    [InlineData("arn:aws:iam::111122223333:role/x", "holds the account 111122223333, which LocalAws makes up", "Write ${AWS::AccountId} in its place, with !Sub.")]
    [InlineData("arn:aws:iam::*:role/{role}", "holds {role}, which is FunctionRole on this machine only", "Write ${FunctionRole} in its place, with !Sub.")]
    public void Of_a_policy_are_found(string resource, string message, string remedy)
    {
        var trap = Assert.Single(Given.Stack(Template($"'{Filled(resource)}'")).Traps);

        Assert.Equal((TrapKind.LiteralId, "Reader", 27), (trap.Kind, trap.Resource, trap.At.Line));
        Assert.Contains(Filled(message), trap.Message, StringComparison.Ordinal);
        Assert.Equal(remedy, trap.Remedy);
    }

    [Theory]
    [InlineData("'arn:aws:execute-api:us-east-1:444455556666:abcdefghij/v1/GET/orders'")]
    [InlineData("!Sub 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/v1/GET/orders'")]
    [InlineData("!GetAtt Bucket.Arn")]
    [InlineData("!Ref Given")]
    [InlineData("arn:aws:s3:::mine/*")]
    public void Are_none_where_another_account_is_meant_or_the_template_refers(string resource) => Assert.Empty(Given.Stack(Template(resource)).Traps);

    [Fact]
    public void Are_found_within_the_text_of_a_substitution_and_where_accounts_are_named_alone()
    {
        Assert.Equal(TrapKind.LiteralId, Assert.Single(Given.Stack(Template("!Sub 'arn:aws:execute-api:${AWS::Region}:111122223333:${Api}/v1/GET/orders'")).Traps).Kind);
        Assert.Equal("Write !Ref AWS::AccountId.", Assert.Single(Given.Stack(Template("'*'", "StringEquals: { 'aws:PrincipalAccount': '111122223333' }")).Traps).Remedy);
        Assert.Equal("Write !Ref AWS::AccountId.", Assert.Single(Given.Stack(Template("'*'", principal: "'111122223333'")).Traps).Remedy);
        Assert.Empty(Given.Stack(Template("'*'", principal: "'444455556666'")).Traps);
    }

    [Fact]
    public void Of_the_account_that_a_template_is_loaded_for_are_its_own() =>
        Assert.Empty(Given.Stack(Template("'arn:aws:iam::111122223333:role/x'"), new StackOptions("222233334444")).Traps);

    private static string Filled(string text) => text
        .Replace("{api}", Made.Apis[0].ApiId, StringComparison.Ordinal)
        .Replace("{bucket}", Made.References.First(static one => one is { LogicalId: "Bucket", Attribute: null }).Value, StringComparison.Ordinal)
        .Replace("{role}", Made.Roles.Single(static role => role.LogicalId == "FunctionRole").Name, StringComparison.Ordinal);

    private static string Template(string resource, string condition = "StringEquals: { 'aws:RequestedRegion': us-east-1 }", string principal = "!Ref AWS::AccountId") =>
        $$"""
        Transform: AWS::Serverless-2016-10-31
        Parameters: { Given: { Type: String, Default: 'arn:aws:iam::111122223333:role/given' } }
        Resources:
          Bucket: { Type: AWS::S3::Bucket }
          Api: { Type: AWS::Serverless::Api, Properties: { StageName: v1, Name: orders } }
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: code
              Handler: Handler
              Runtime: dotnet10
              Events: { Call: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /orders, Method: get } } }
          Reader:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Reader
              Description: Reads what arn:aws:iam::111122223333:role/x wrote.
              AssumeRolePolicyDocument:
                Version: '2012-10-17'
                Statement: [{Effect: Allow, Principal: {AWS: {{principal}}}, Action: 'sts:AssumeRole'}]
              Policies:
                - PolicyName: Reads
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Resource: {{resource}}
                        Action: 'execute-api:Invoke'
                        Condition: { {{condition}} }
        """;
}
