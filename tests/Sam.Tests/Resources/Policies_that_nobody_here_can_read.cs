using Iam;
using Sam.Tests.Templates;

namespace Sam.Tests.Resources;

/// <summary>A policy that is neither the template's nor AWS's may deny anything: it closes the identity that it is attached to, and nobody else.</summary>
public class Policies_that_nobody_here_can_read
{
    private const string Trust = "{Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}]}";
    private const string All = "{Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}";

    [Theory]
    [InlineData("ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/mine']")]
    [InlineData("ManagedPolicyArns: [!GetAtt Thing.Arn]")]
    [InlineData("ManagedPolicyArns: [!Ref 'AWS::NoValue', 'arn:aws:iam::aws:policy/AmazonQuantumEntanglementReadOnly2']")]
    [InlineData("PermissionsBoundary: 'arn:aws:iam::111122223333:policy/mine'")]
    [InlineData("PermissionsBoundary: !GetAtt Thing.Arn")]
    public void Close_the_role_that_names_them(string property)
    {
        var stack = Given.Stack($$$"""
            Resources:
              Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {{{Trust}}}, Policies: [{PolicyName: all, PolicyDocument: {{{All}}}}], {{{property}}}}}
              Other: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {{{Trust}}}, Policies: [{PolicyName: all, PolicyDocument: {{{All}}}}]}}
              Thing: {Type: 'Custom::Thing'}
            """);

        Assert.NotNull(Decide(stack.Roles[0]).Closed);
        Assert.Equal(Verdict.Allow, Decide(stack.Roles[1]).Verdict);
        Assert.NotEmpty(stack.Closures);
    }

    [Theory]
    [InlineData("Policies: [{Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}, 'arn:aws:iam::111122223333:policy/mine']")]
    [InlineData("Policies: [{Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}, QuantumEntanglementReadOnly2]")]
    [InlineData("Policies: [{Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}, !GetAtt Thing.Arn]")]
    public void Close_a_functions_role_and_not_the_function(string property)
    {
        var stack = Given.Stack(Given.Function(property) + "  Thing: {Type: 'Custom::Thing'}\n");

        Assert.NotNull(Decide(Assert.Single(stack.Roles)).Closed);
        Assert.Null(Assert.Single(stack.Functions).Closed);
        Assert.All(stack.Closures, static closure => Assert.StartsWith("Policies", closure.Property, StringComparison.Ordinal));
    }

    [Fact]
    public void Are_not_those_that_aws_manages_or_the_template_declares()
    {
        var stack = Given.Stack(Given.Function("Policies: [!Ref Mine, AmazonDynamoDBReadOnlyAccess, 'arn:aws:iam::aws:policy/AmazonSQSFullAccess']")
            + $"  Mine: {{Type: AWS::IAM::ManagedPolicy, Properties: {{PolicyDocument: {All}}}}}\n");

        Assert.Equal(Verdict.Allow, Decide(Assert.Single(stack.Roles)).Verdict);
        Assert.Empty(stack.Closures);
    }

    [Fact]
    public void Are_those_of_somebody_elses_group()
    {
        var stack = Given.Stack($$$"""
            Resources:
              Ann: {Type: AWS::IAM::User, Properties: {UserName: ann, Groups: [elsewhere], Policies: [{PolicyName: all, PolicyDocument: {{{All}}}}]}}
              Ben: {Type: AWS::IAM::User, Properties: {UserName: ben, Policies: [{PolicyName: all, PolicyDocument: {{{All}}}}]}}
              Cay: {Type: AWS::IAM::User, Properties: {UserName: cay, Policies: [{PolicyName: all, PolicyDocument: {{{All}}}}]}}
              Addition: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: elsewhere, Users: [cay, stranger]}}
            """);

        Assert.Equal([false, true, false], stack.Users.Select(static user => !user.Policies.Any(static policy => policy.Origin.Closed.Count > 0)));
    }

    [Fact]
    public void Attached_to_somebody_elses_identities_are_no_business_of_the_template()
    {
        var stack = Given.Stack($$$"""
            Resources:
              Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {{{Trust}}}}}
              Attached: {Type: AWS::IAM::Policy, Properties: {PolicyName: p, PolicyDocument: {{{All}}}, Roles: [!Ref Role, elsewhere], Users: [nobody], Groups: [strangers]}}
              Key: {Type: AWS::IAM::AccessKey, Properties: {UserName: nobody}}
            """);

        Assert.Equal(Verdict.Allow, Decide(Assert.Single(stack.Roles)).Verdict);
        Assert.Empty(stack.Closures);
        Assert.Empty(stack.Users);
    }

    [Fact]
    public void Misspelled_are_an_error() => Assert.Contains(
        "Did you mean 'AmazonS3ReadOnlyAccess'?",
        Assert.Single(Given.Errors(Given.Function("Policies: [AmazonS3ReadOnlyAcces]"))), StringComparison.Ordinal);

    private static Decision Decide(Role role)
    {
        var session = new AssumedRole(AccountId.Parse("111122223333"), role.Path, role.Name, "session", role.UniqueId);
        var request = new AccessRequest(session, "s3:GetObject", "arn:aws:s3:::b/k", AccountId.Parse("111122223333"), new ConditionContext(session));
        return DecisionRule.Access.Decide(request, new PrincipalPolicies(role.Policies, role.Boundary is null ? default : [role.Boundary]), null);
    }
}
