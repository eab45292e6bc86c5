using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

/// <summary>They are no errors, since nobody gets in by them; a function that waits for one waits in vain, and that is said.</summary>
public class Events_that_nothing_delivers
{
    [Fact]
    public void Are_told_in_one_line_for_each_function()
    {
        var notice = Assert.Single(Given.Stack(Given.Function("Events: {Call: {Type: Api, Properties: {Path: /, Method: get}}, Jobs: {Type: SQS, Properties: {Queue: q}}, Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}")).Notices);

        Assert.Equal(
            "template.yaml:9 Function: LocalAws does not deliver Jobs (SQS), Nightly (Schedule): nothing here calls the function for them. Call the function with 'aws lambda invoke', or through an API.",
            notice.ToString());
    }

    [Theory]
    [InlineData("AlexaSkill")]
    [InlineData("CloudWatchEvent")]
    [InlineData("CloudWatchLogs")]
    [InlineData("DynamoDB")]
    [InlineData("EventBridgeRule")]
    [InlineData("IoTRule")]
    [InlineData("Kinesis")]
    [InlineData("S3")]
    [InlineData("SNS")]
    [InlineData("SQS")]
    [InlineData("Schedule")]
    [InlineData("ScheduleV2")]
    public void Are_told_whatever_their_type(string type) =>
        Assert.Contains($"Wait ({type})", Assert.Single(Given.Stack(Given.Function($"Events: {{Wait: {{Type: {type}, Properties: {{}}}}}}")).Notices).Message, StringComparison.Ordinal);

    [Fact]
    public void Are_told_of_buckets_and_topics_too()
    {
        var notices = Given.Stack("""
            Resources:
              Bucket: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {LambdaConfigurations: [{Event: 's3:ObjectCreated:*', Function: f}]}}}
              Quiet: {Type: AWS::S3::Bucket}
              Topic: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: lambda, Endpoint: f}]}}
              Mail: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: email, Endpoint: f}]}}
            """).Notices;

        Assert.Equal(["Bucket", "Topic"], notices.Select(static notice => notice.Resource));
    }

    [Fact]
    public void Are_not_those_that_are_delivered() =>
        Assert.Empty(Given.Stack(Given.Function("Events: {Call: {Type: Api, Properties: {Path: /, Method: get}}, Http: {Type: HttpApi, Properties: {Path: /, Method: get}}}")).Notices);
}
