using System.Collections.Immutable;
using Iam;
using Sam.Tests.Templates;

namespace Sam.Tests.Policies;

/// <summary>Every compiled policy knows where each of its statements is written.</summary>
public class Policy_origins
{
    private const string Template =
        """
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: '2012-10-17'
                Statement:
                  - Effect: Allow
                    Principal: {Service: lambda.amazonaws.com}
                    Action: sts:AssumeRole
              ManagedPolicyArns: [!Ref Managed, arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]
              PermissionsBoundary: !Ref Managed
              Policies:
                - PolicyName: inline
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - {Effect: Allow, Action: 's3:GetObject', Resource: '*'}
                      - Effect: Deny
                        Action: s3:PutObject
                        Resource: '*'
          Attached:
            Type: AWS::IAM::Policy
            Properties:
              PolicyName: attached
              Roles: [!Ref Role]
              PolicyDocument:
                Version: '2012-10-17'
                Statement: {Effect: Allow, Action: 'sqs:*', Resource: '*'}
          Managed:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              ManagedPolicyName: managed
              PolicyDocument:
                Version: '2012-10-17'
                Statement:
                  - {Effect: Allow, Action: '*', Resource: '*'}
        """;

    private readonly Role role = Given.Stack(Template).Roles.Single();

    [Fact]
    public void Of_a_role_come_in_the_order_inline_attached_managed() => Assert.Equal(
        [("inline", null), ("attached", null), ("managed", "arn:aws:iam::111122223333:policy/managed"), ("AmazonS3ReadOnlyAccess", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")],
        role.Policies.Select(static policy => (policy.Origin.Name, policy.Origin.Arn)));

    [Fact]
    public void Name_the_line_of_each_statement()
    {
        Assert.Equal([18, 19], Lines(role.Policies[0]));
        Assert.Equal([29], Lines(role.Policies[1]));
        Assert.Equal([37], Lines(role.Policies[2]));
        Assert.Equal([8], Lines(role.TrustPolicy));
        Assert.All(role.Policies, static policy => Assert.Equal("template.yaml", policy.Origin.File));
    }

    [Fact]
    public void Of_a_policy_that_is_not_in_the_template_name_the_line_that_asks_for_it() => Assert.All(Lines(role.Policies[3]), static line => Assert.Equal(11, line));

    [Fact]
    public void Tell_the_kind_of_each_policy() => Assert.Equal(
        (PolicyKind.Identity, PolicyKind.Trust, PolicyKind.Boundary),
        (role.Policies[2].Kind, role.TrustPolicy.Kind, role.Boundary!.Kind));

    private static ImmutableArray<int> Lines(Policy policy) => policy.Origin.StatementLines;
}
