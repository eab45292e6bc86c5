namespace Emulation.Tests.Closing;

/// <summary>A resource whose name is a parameter without a value, and policies that decide by names.</summary>
public class Names_that_cannot_be_told
{
    public static TheoryData<string, string, string> Kinds => new()
    {
        { "AWS::SQS::Queue", "QueueName: !Ref Name", "arn:aws:sqs:*:*:prod-*" },
        { "AWS::SNS::Topic", "TopicName: !Ref Name", "arn:aws:sns:us-east-1:111122223333:prod-*" },
        { "AWS::S3::Bucket", "BucketName: !Ref Name", "arn:aws:s3:::prod-*" },
        { "AWS::S3::Bucket", "BucketName: !Ref Name", "arn:aws:s3:::prod/*" },
        { "AWS::SecretsManager::Secret", "Name: !Ref Name, SecretString: a", "arn:aws:secretsmanager:*:*:secret:prod/*" },
        { "AWS::SSM::Parameter", "Name: !Ref Name, Type: String, Value: a", "arn:aws:ssm:*:*:parameter/prod/*" },
        { "AWS::Events::EventBus", "Name: !Ref Name", "arn:aws:events:*:*:event-bus/prod-*" },
        { "AWS::Kinesis::Stream", "Name: !Ref Name", "arn:aws:kinesis:*:*:stream/prod-*" },
        { "AWS::Logs::LogGroup", "LogGroupName: !Ref Name", "arn:aws:logs:*:*:log-group:/prod/*" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Close_what_a_denial_may_mean(string type, string properties, string denied)
    {
        var stack = Given.Stacks(Template(type, properties, "Deny", denied)).Main;
        var resource = Assert.Single(stack.ServiceResources);
        Assert.Contains("Nobody can say whether", resource.Closed!.Message, StringComparison.Ordinal);
        Assert.NotEmpty(resource.ResourcePolicy!.Origin.Closed);
        Assert.Equal(resource.Arn.ToString(), Assert.Single(stack.ResourcePolicies).ResourceArn);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Leave_open_what_no_denial_means(string type, string properties, string denied)
    {
        Assert.Null(Assert.Single(Given.Stacks(Template(type, properties, "Allow", denied)).Main.ServiceResources).Closed);
        Assert.Null(Assert.Single(Given.Stacks(Template(type, properties, "Deny", "arn:aws:dynamodb:*:*:table/prod-*")).Main.ServiceResources).Closed);
    }

    private static string Template(string type, string properties, string effect, string resource) => $$"""
        Parameters: {Name: {Type: String} }
        Resources:
          X: {Type: {{type}}, Properties: { {{properties}} } }
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]}
              Policies: [{PolicyName: p, PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: {{effect}}, Action: '*', Resource: '{{resource}}'}]} }]
        """;
}
