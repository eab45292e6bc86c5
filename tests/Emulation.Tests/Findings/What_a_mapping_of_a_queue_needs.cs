using Emulation.Findings;

namespace Emulation.Tests.Findings;

/// <summary>
/// Lambda polls a queue as the function's role, without the key that the function's own calls have, and makes no mapping that could not do all of it (captured:
/// lambda/sqs_mapping_authorization.json of radkawar/stackd, each case there by its name).
/// </summary>
public class What_a_mapping_of_a_queue_needs
{
    private const string All = "'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'";
    private const string Allow = $"{{Effect: Allow, Action: [{All}], Resource: !GetAtt Work.Arn}}";

    [Theory]
    [InlineData("minimal-positive", Allow, "", null)]
    [InlineData("gqa-omitted", "{Effect: Allow, Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], Resource: !GetAtt Work.Arn}", "", "allows sqs:GetQueueAttributes")]
    [InlineData("gqa-denied", $"{Allow}, {{Effect: Deny, Action: 'sqs:GetQueueAttributes', Resource: '*'}}", "", "denied by statement")]
    [InlineData("role-deny-receive", $"{Allow}, {{Effect: Deny, Action: 'sqs:ReceiveMessage', Resource: '*'}}", "", "denied by statement")]
    [InlineData("role-deny-delete", $"{Allow}, {{Effect: Deny, Action: 'sqs:DeleteMessage', Resource: '*'}}", "", "denied by statement")]
    [InlineData("queue-deny-receive", Allow, "sqs:ReceiveMessage", "denied by statement")]
    [InlineData("queue-deny-delete", Allow, "sqs:DeleteMessage", "denied by statement")]
    [InlineData("source-absent", $"{{Effect: Allow, Action: [{All}], Resource: !GetAtt Work.Arn, Condition: {{'Null': {{'lambda:SourceFunctionArn': 'true'}}}}}}", "", null)]
    [InlineData("source-required", $"{{Effect: Allow, Action: [{All}], Resource: !GetAtt Work.Arn, Condition: {{ArnEquals: {{'lambda:SourceFunctionArn': 'arn:aws:lambda:us-east-1:111122223333:function:fn'}}}}}}", "", "allows sqs:ReceiveMessage")]
    public void Is_all_that_it_does_with_it(string name, string statements, string denied, string? why)
    {
        Assert.NotEmpty(name);
        var policy = denied.Length == 0 ? ""
            : $"  P: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: [!Ref Work], PolicyDocument: {{Statement: [{{Effect: Deny, Principal: {{AWS: !GetAtt FnRole.Arn}}, Action: '{denied}', Resource: !GetAtt Work.Arn}}]}}}}}}\n";
        var found = Linter.Run(Given.Stacks($$"""
            Resources:
              Work: {Type: AWS::SQS::Queue, Properties: {QueueName: work} }
              FnRole:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}] }
                  Policies: [{PolicyName: p, PolicyDocument: {Version: '2012-10-17', Statement: [{{statements}}] } }]
              Fn: {Type: AWS::Lambda::Function, Properties: {FunctionName: fn, Runtime: nodejs24.x, Handler: index.handler, Code: {ZipFile: 'a'}, Role: !GetAtt FnRole.Arn} }
              M: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Fn, EventSourceArn: !GetAtt Work.Arn} }
            {{policy}}
            """)).Select(static judged => judged.Finding).Where(static finding => finding.Rule.Code == "LA204").ToList();
        if (why is null)
        {
            Assert.Empty(found);
        }
        else
        {
            Assert.Contains(why, Assert.Single(found).Message, StringComparison.Ordinal);
        }
    }
}
