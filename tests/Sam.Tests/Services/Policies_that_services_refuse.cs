using Sam.Tests.Templates;

namespace Sam.Tests.Services;

/// <summary>Resource policies that a deployment would fail with, each in its service's words and at its line.</summary>
public class Policies_that_services_refuse
{
    private const string Queue = "  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: q}}\n";

    [Theory]
    [InlineData("{Statement: [{Effect: Allow, Action: 'sqs:*', Resource: '*'}]}", "P.PolicyDocument.Statement")]
    [InlineData("{Statement: [{Effect: Allow, Principal: '*', Action: 'sqs:*'}]}", "P.PolicyDocument.Statement")]
    [InlineData("{Statement: [{Effect: Permit, Principal: '*', Action: 'sqs:*', Resource: '*'}]}", "P.PolicyDocument.Statement[0].Effect")]
    public void Have_errors_at_their_lines(string document, string place) => Assert.StartsWith(
        $"template.yaml:3 {place}",
        Assert.Single(Given.Errors($"Resources:\n{Queue}  P: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: [!Ref Q, !Ref Q], PolicyDocument: {document}}}}}\n")), StringComparison.Ordinal);

    /// <summary>S3 answers <c>MalformedPolicy</c>, "Policy has invalid resource".</summary>
    [Theory]
    [InlineData("arn:aws:s3:::other/*", true)]
    [InlineData("arn:aws:s3:::bee/*", false)]
    [InlineData("arn:aws:s3:::be*", false)]
    public void Of_a_bucket_name_that_bucket(string resource, bool isRefused)
    {
        var template = $"Resources:\n  B: {{Type: AWS::S3::Bucket, Properties: {{BucketName: bee}}}}\n  P: {{Type: AWS::S3::BucketPolicy, Properties: {{Bucket: !Ref B, PolicyDocument: {{Statement: [{{Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: '{resource}'}}]}}}}}}\n";
        if (isRefused)
        {
            Assert.Equal(
                ["template.yaml:3 P.PolicyDocument: Policy has invalid resource: 'arn:aws:s3:::other/*' is not of the bucket 'bee'. Write arn:aws:s3:::bee, or arn:aws:s3:::bee/* for its objects."],
                Given.Errors(template));
        }
        else
        {
            Assert.NotNull(Assert.Single(Given.Stack(template).Buckets).ResourcePolicy);
        }
    }

    /// <summary>S3 answers <c>MalformedPolicy</c>; recorded of a deployment.</summary>
    [Theory]
    [InlineData("'s3:GetObject'", "'arn:aws:s3:::bee'", true)]
    [InlineData("['s3:ListBucket', 's3:PutObjectTagging']", "[!GetAtt B.Arn]", true)]
    [InlineData("'s3:GetObject'", "['arn:aws:s3:::bee', 'arn:aws:s3:::bee/*']", false)]
    [InlineData("'s3:GetObject'", "'arn:aws:s3:::bee*'", false)]
    [InlineData("'s3:Get*'", "'arn:aws:s3:::bee'", false)]
    [InlineData("'s3:ListBucket'", "'arn:aws:s3:::bee'", false)]
    public void Of_a_bucket_are_about_objects_where_their_actions_are(string action, string resource, bool isRefused)
    {
        var template = $"Resources:\n  B: {{Type: AWS::S3::Bucket, Properties: {{BucketName: bee}}}}\n  P: {{Type: AWS::S3::BucketPolicy, Properties: {{Bucket: !Ref B, PolicyDocument: {{Statement: [{{Effect: Allow, Principal: '*', Action: {action}, Resource: {resource}}}]}}}}}}\n";
        if (isRefused)
        {
            Assert.StartsWith("template.yaml:3 P.PolicyDocument: Action does not apply to any resource(s) in statement: ", Assert.Single(Given.Errors(template)), StringComparison.Ordinal);
        }
        else
        {
            Assert.NotNull(Assert.Single(Given.Stack(template).Buckets).ResourcePolicy);
        }
    }

    /// <summary>SNS answers <c>InvalidParameter</c>; recorded.</summary>
    [Theory]
    [InlineData("sns:*", true)]
    [InlineData("SNS:*", true)]
    [InlineData("*", true)]
    [InlineData("sqs:SendMessage", true)]
    [InlineData("sns:Publish", false)]
    [InlineData("SNS:Publish", false)]
    public void Of_a_topic_name_single_actions_of_topics(string action, bool isRefused)
    {
        var template = $"Resources:\n  T: {{Type: AWS::SNS::Topic}}\n  P: {{Type: AWS::SNS::TopicPolicy, Properties: {{Topics: [!Ref T], PolicyDocument: {Letting(action)}}}}}\n";
        if (isRefused)
        {
            Assert.Equal(
                [$"template.yaml:3 P.PolicyDocument: Policy statement action out of service scope! '{action}' is no single action of SNS. Name each action in full, such as sns:Publish."],
                Given.Errors(template));
        }
        else
        {
            Assert.NotNull(Assert.Single(Given.Stack(template).Topics).ResourcePolicy);
        }
    }

    /// <summary>Recorded of deployments: CloudFormation takes a queue's URL and a topic's ARN.</summary>
    [Theory]
    [InlineData("AWS::SQS::QueuePolicy", "Queues: [!GetAtt Q.Arn]", "P.Queues: The address arn:aws:sqs:us-east-1:111122223333:q is not valid for this endpoint. Write the queue's URL, which !Ref gives.")]
    [InlineData("AWS::SNS::TopicPolicy", "Topics: [news]", "P.Topics: 'news' is no ARN: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements. Write the topic's ARN, which !Ref gives.")]
    public void Name_what_they_are_on_as_its_service_takes_it(string type, string target, string error) => Assert.Equal(
        [$"template.yaml:3 {error}"], Given.Errors($"Resources:\n{Queue}  P: {{Type: {type}, Properties: {{{target}, PolicyDocument: {Letting("sns:Publish")}}}}}\n"));

    /// <summary>KMS answers <c>MalformedPolicyDocumentException</c>; recorded of a deployment.</summary>
    [Theory]
    [InlineData("arn:aws:iam::444455556666:root", "kms:*", "", true)]
    [InlineData("arn:aws:iam::111122223333:root", "kms:Decrypt", "", true)]
    [InlineData("arn:aws:iam::111122223333:root", "kms:*", "", false)]
    [InlineData("arn:aws:iam::111122223333:role/deployer", "kms:Put*", "", false)]
    [InlineData("arn:aws:iam::444455556666:root", "kms:*", ", BypassPolicyLockoutSafetyCheck: true", false)]
    public void Of_a_key_let_somebody_of_the_account_change_them(string principal, string action, string more, bool isRefused)
    {
        var template = $"Resources:\n  K: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {{Statement: [{{Effect: Allow, Principal: {{AWS: '{principal}'}}, Action: '{action}', Resource: '*'}}]}}{more}}}}}\n";
        if (isRefused)
        {
            Assert.Equal(
                ["template.yaml:2 K.KeyPolicy: The new key policy will not allow you to update the key policy in the future. Let arn:aws:iam::111122223333:root, or who deploys the template, kms:PutKeyPolicy."],
                Given.Errors(template));
        }
        else
        {
            Assert.NotNull(Assert.Single(Given.Stack(template).Keys).ResourcePolicy);
        }
    }

    [Fact]
    public void Of_a_bucket_whose_name_is_made_up_may_name_the_one_that_is_deployed() => Assert.NotNull(Assert.Single(Given.Stack(
        "Resources:\n  B: {Type: AWS::S3::Bucket}\n  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref B, PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop-b-1a2b3c/*'}]}}}\n")
        .Buckets).ResourcePolicy);

    private static string Letting(string action) => $"{{Statement: [{{Effect: Allow, Principal: {{AWS: 'arn:aws:iam::444455556666:root'}}, Action: '{action}', Resource: '*'}}]}}";
}
