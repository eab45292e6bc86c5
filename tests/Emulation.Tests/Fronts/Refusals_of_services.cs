using System.Text.RegularExpressions;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts;

/// <summary>What somebody without any permission is told, as each service of AWS words it, and what somebody who may is not.</summary>
[Collection("One server behind LocalAws")]
public sealed partial class Refusals_of_services(FrontedLocalAws aws)
{
    private const string User = "User: arn:aws:iam::111122223333:user/maynot is not authorized to perform: ";
    private readonly int before = aws.Server.Requests.Count;

    [Theory]
    [InlineData(
        "sns", "Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A111122223333%3Aorders&Message=m", "http://sns.amazonaws.com/doc/2010-03-31/", "AuthorizationError",
        $"{User}SNS:Publish on resource: arn:aws:sns:us-east-1:111122223333:orders because no identity-based policy allows the SNS:Publish action")]
    [InlineData(
        "monitoring", "Action=PutMetricData&Version=2010-08-01&Namespace=Shop", "http://monitoring.amazonaws.com/doc/2010-08-01/", "AccessDenied",
        $"{User}cloudwatch:PutMetricData because no identity-based policy allows the cloudwatch:PutMetricData action")]
    [InlineData(
        "ses", "Action=VerifyDomainIdentity&Version=2010-12-01&Domain=example.com", "http://ses.amazonaws.com/doc/2010-12-01/", "AccessDenied",
        "User `arn:aws:iam::111122223333:user/maynot' is not authorized to perform `ses:VerifyDomainIdentity' on resource `*'")]
    public async Task Are_XML_where_the_service_speaks_Query(string service, string form, string ns, string code, string message)
    {
        var answer = await aws.QueryAsync(service, form, FrontedLocalAws.MayNot);
        Assert.Equal(403, answer.Status);
        Assert.Equal(
            $"<ErrorResponse xmlns=\"{ns}\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>ID</RequestId></ErrorResponse>",
            RequestId().Replace(answer.Body, "<RequestId>ID</RequestId>"));
        Assert.Equal(before, aws.Server.Requests.Count);

        // LocalAws itself asks by which key a topic is encrypted.
        Assert.Equal(200, (await aws.QueryAsync(service, form)).Status);
        Assert.Single(aws.Server.Requests.Skip(before), static one => !one.Body.Contains("Action=GetTopicAttributes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("events", "AWSEvents.PutRule", """{"Name":"placed"}""", "events:PutRule on resource: arn:aws:events:us-east-1:111122223333:rule/placed", "events:PutRule")]
    [InlineData(
        "states", "AWSStepFunctions.StartExecution", """{"stateMachineArn":"arn:aws:states:us-east-1:111122223333:stateMachine:ship:live"}""",
        "states:StartExecution on resource: arn:aws:states:us-east-1:111122223333:stateMachine:ship", "states:StartExecution")]
    public async Task Are_JSON_where_the_service_speaks_JSON(string service, string target, string body, string asked, string action)
    {
        var answer = await aws.JsonAsync(service, target, body, FrontedLocalAws.MayNot);
        Assert.Equal((400, $$"""{"__type":"AccessDeniedException","Message":"{{User}}{{asked}} because no identity-based policy allows the {{action}} action"}"""), (answer.Status, answer.Body));
        Assert.Equal(before, aws.Server.Requests.Count);

        Assert.Equal(200, (await aws.JsonAsync(service, target, body)).Status);
        Assert.Equal(before + 1, aws.Server.Requests.Count);
    }

    [Fact]
    public async Task Are_those_of_a_service_that_once_spoke_Query_only()
    {
        var answer = await aws.JsonAsync("monitoring", "GraniteServiceVersion20100801.PutMetricData", """{"Namespace":"Shop"}""", FrontedLocalAws.MayNot);
        Assert.Equal((403, "AccessDenied;Sender"), (answer.Status, answer.Headers["x-amzn-query-error"]));
    }

    [Theory]
    [InlineData("Action=Publish&Version=2010-03-31&TopicArn=arn:aws:sns:us-east-1:111122223333:a&TargetArn=arn:aws:sns:us-east-1:111122223333:b&Message=m")]
    [InlineData("Action=Publish&Version=2010-03-31&TopicArn=arn:aws:sns:us-east-1:111122223333:a&topicarn=arn:aws:sns:us-east-1:111122223333:b&Message=m")]
    [InlineData("Action=Publish&Version=2010-03-31&TopicArn.member.1=arn:aws:sns:us-east-1:111122223333:a&Message=m")]
    [InlineData("Action=TagResource&Version=2010-03-31&ResourceArn=arn:aws:sns:us-east-1:111122223333:a&Tags.Tag.1.Key=a&Tags.Tag.1.Value=b")]
    [InlineData("Action=PublishBatch&Version=2010-03-31&Message=m")]
    [InlineData("Action=Nothing&Version=2010-03-31")]
    public async Task Are_for_forms_that_two_readers_could_read_differently_too(string form)
    {
        Assert.InRange((await aws.QueryAsync("sns", form)).Status, 400, 499);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [GeneratedRegex("<RequestId>[^<]+</RequestId>")]
    private static partial Regex RequestId();
}
