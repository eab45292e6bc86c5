using Sam.Tests.Templates;

namespace Sam.Tests.Policies;

/// <summary>An Allow with a value that nobody knows never allows by it; a Deny denies all that it may mean, and is closed.</summary>
public class Policies_with_unknown_values
{
    private static Role Role(string statements, out Stack stack, string trust = "{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}", string more = "")
    {
        stack = Given.Stack($$$"""
            Parameters: {Nobody: {Type: String}}
            Conditions: {Unknown: !Equals [!Ref Nobody, x]}
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{{{trust}}}]}
                  Policies: [{PolicyName: p, PolicyDocument: {Version: '2012-10-17', Statement: {{{statements}}}}}]
                  {{{more}}}
            """);
        return Assert.Single(stack.Roles);
    }

    [Theory]
    [InlineData("[{Effect: Allow, Action: 's3:GetObject', Resource: !Ref Nobody}]", "")]
    [InlineData("[{Effect: Allow, Action: 's3:GetObject', Resource: [!Sub 'arn:aws:s3:::${Nobody}/*', 'arn:aws:s3:::b/*']}]", """[{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::b/*"]}]""")]
    [InlineData("[{Effect: Allow, Action: 's3:GetObject', Resource: '*', Condition: {StringEquals: {'aws:username': [a, !Ref Nobody]}}}]", "")]
    [InlineData("[{Effect: Allow, NotAction: [!Ref Nobody, 's3:*'], Resource: '*'}]", "")]
    [InlineData("[{Effect: Allow, Action: 's3:GetObject', NotResource: [!Ref Nobody, 'arn:aws:s3:::b/*']}]", "")]
    [InlineData("[{Effect: Deny, Action: 's3:GetObject', Resource: !Ref Nobody}]", """[{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}]""")]
    [InlineData("[{Effect: Deny, Action: [!Ref Nobody, 's3:Get*'], Resource: 'arn:aws:s3:::b/*'}]", """[{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::b/*"}]""")]
    [InlineData("[{Effect: Deny, NotAction: [!Ref Nobody, 's3:*'], Resource: '*'}]", """[{"Effect":"Deny","NotAction":["s3:*"],"Resource":"*"}]""")]
    [InlineData("[{Effect: Deny, NotAction: !Ref Nobody, Resource: '*'}]", """[{"Effect":"Deny","Resource":"*","Action":"*"}]""")]
    [InlineData("[{Effect: Deny, Action: 's3:*', Resource: '*', Condition: {StringNotEquals: {'aws:SourceVpc': !Ref Nobody}, Bool: {'aws:SecureTransport': 'false'}}}]", """[{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]""")]
    [InlineData("[{Effect: Deny, Action: 's3:*', Resource: '*', Condition: !If [Unknown, {Bool: {'aws:SecureTransport': 'false'}}, {}]}]", """[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]""")]
    [InlineData("[{Effect: !Ref Nobody, Action: 's3:*', Resource: '*'}]", """[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]""")]
    [InlineData("[!If [Unknown, {Effect: Allow, Action: 's3:*', Resource: '*'}, !Ref AWS::NoValue]]", """[{"Effect":"Deny","Action":"*","Resource":"*"}]""")]
    [InlineData("!If [Unknown, [{Effect: Allow, Action: 's3:*', Resource: '*'}], []]", """[{"Effect":"Deny","Action":"*","Resource":"*"}]""")]
    public void Say_no_more_than_what_is_certain(string statements, string expected)
    {
        var role = Role(statements, out var stack);

        Assert.Equal(expected.Length == 0 ? [] : [$$$"""{"Version":"2012-10-17","Statement":{{{expected}}}}"""], role.Policies.Select(static policy => policy.Json));
        Assert.Equal("Give one with --parameter Nobody=VALUE, or add a Default.", Assert.Single(stack.Closures).Remedy);
    }

    [Theory]
    [InlineData("{Effect: Allow, Action: 'sts:AssumeRole', Principal: {AWS: !Ref Nobody}}")]
    [InlineData("{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}, {Effect: Deny, Action: 'sts:AssumeRole', Principal: {AWS: !Ref Nobody}}")]
    public void Let_nobody_assume_a_role_whose_trust_nobody_knows(string trust) => Assert.Equal(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["sts:AssumeRole","sts:AssumeRoleWithSAML","sts:AssumeRoleWithWebIdentity","sts:SetSourceIdentity","sts:TagSession"],"Principal":{"AWS":"*"}}]}""",
        Role("[{Effect: Allow, Action: 's3:*', Resource: '*'}]", out _, trust).TrustPolicy.Json);

    [Fact]
    public void Deny_everything_where_a_boundary_is_not_known()
    {
        var role = Role("[{Effect: Allow, Action: 's3:*', Resource: '*'}]", out var stack, more: "PermissionsBoundary: !Ref Nobody");

        Assert.Equal("""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}""", role.Boundary!.Json);
        Assert.Contains(stack.Closures, static closure => closure.Property == "PermissionsBoundary");
    }

    [Fact]
    public void Close_the_API_whose_resource_policy_they_are()
    {
        var stack = Given.Stack(Given.Api("{ResourcePolicy: {CustomStatements: [{Effect: Allow, Principal: {AWS: !Ref Nobody}, Action: 'execute-api:Invoke', Resource: 'execute-api:/*'}]}}")
            + "\nParameters: {Nobody: {Type: String}}\n");
        var api = Assert.Single(stack.Apis);

        Assert.All(api.Routes, static route => Assert.IsType<ClosedAuthorizer>(route.Authorizer));
        Assert.Contains("\"Deny\"", api.ResourcePolicy!.Json, StringComparison.Ordinal);
    }
}
