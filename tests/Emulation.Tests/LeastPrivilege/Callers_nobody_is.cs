using Emulation.LeastPrivilege;

namespace Emulation.Tests.LeastPrivilege;

/// <summary>Statements of resource policies that name a role or user whom no template declares.</summary>
public class Callers_nobody_is
{
    private const string Template = """
        Resources:
          Work: { Type: AWS::SQS::Queue }
          Lets: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Work], PolicyDocument: { Statement: [{ Sid: S, Effect: EFFECT, Action: "sqs:SendMessage", Resource: !GetAtt Work.Arn, NAMED }] } } }
          Sender: { Type: AWS::IAM::Role, Properties: { RoleName: Sender, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] } } }
        """;

    [Theory]
    [InlineData("Allow", "Principal: { AWS: 'arn:aws:iam::111122223333:role/Sendr' }", "arn:aws:iam::111122223333:role/Sendr")]
    [InlineData("Allow", "Principal: { AWS: 'arn:aws:iam::111122223333:role/Sender' }", null)]
    [InlineData("Allow", "Principal: { AWS: !GetAtt Sender.Arn }", null)]
    [InlineData("Allow", "Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/Sendr/s' }", "arn:aws:sts::111122223333:assumed-role/Sendr/s")]
    [InlineData("Allow", "Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/Sender/s' }", null)]
    [InlineData("Allow", "Principal: { AWS: 'arn:aws:iam::111122223333:root' }", null)]
    [InlineData("Allow", "Principal: { Service: sns.amazonaws.com }", null)]
    [InlineData("Allow", "Principal: { AWS: 'arn:aws:iam::444455556666:role/Sendr' }", null)]
    [InlineData("Deny", "Principal: '*', Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/Sendr' } }", "arn:aws:iam::111122223333:role/Sendr")]
    [InlineData("Deny", "Principal: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/Sen*' } }", null)]
    [InlineData("Deny", "Principal: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/Oth*' } }", "arn:aws:iam::111122223333:role/Oth*")]
    public void Are_told_where_their_account_is_one_of_the_templates(string effect, string named, string? expected)
    {
        var stacks = Given.Stacks(Template.Replace("EFFECT", effect, StringComparison.Ordinal).Replace("NAMED", named, StringComparison.Ordinal));

        Assert.Equal(expected is null ? [] : [expected], NamedNobody.All(stacks).Select(static one => one.Caller));
    }

    [Fact]
    public void Are_told_with_whom_may_be_meant()
    {
        var stacks = Given.Stacks(Template.Replace("EFFECT", "Allow", StringComparison.Ordinal).Replace("NAMED", "Principal: { AWS: 'arn:aws:iam::111122223333:role/Sendr' }", StringComparison.Ordinal));

        Assert.Contains("'S' of Lets.PolicyDocument (template.yaml:3) names. Is Sender meant?", SuggestionYaml.Of(LeastPrivilegeReport.Of(stacks, Seen.Records()), withNotes: true), StringComparison.Ordinal);
    }
}
