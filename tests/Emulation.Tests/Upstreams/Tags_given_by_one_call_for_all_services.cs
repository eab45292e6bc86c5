namespace Emulation.Tests.Upstreams;

/// <summary>Resource Groups Tagging API Reference, TagResources: whoever tags a resource of a service must be allowed to by that service too.</summary>
[Collection("One server behind LocalAws")]
public sealed class Tags_given_by_one_call_for_all_services(FrontedLocalAws aws)
{
    private const string Target = "ResourceGroupsTaggingAPI_20170126.";

    [Theory]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:mine", 200)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:theirs", 400)]
    [InlineData("arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-0123456789abcdef0", 400)]
    [InlineData("arn:aws:kinesis:us-east-1:111122223333:stream/open", 200)]
    [InlineData("arn:aws:kinesis:us-east-1:111122223333:stream/closed", 400)]
    [InlineData("arn:aws:sqs:eu-west-1:111122223333:mine", 400)]
    [InlineData("arn:aws:nowhere:us-east-1:111122223333:mine", 400)]
    public async Task Are_asked_of_each_resources_service(string arn, int status)
    {
        var before = aws.Server.Requests.Count;

        Assert.Equal(status, (await aws.JsonAsync("tagging", $"{Target}TagResources", """{"ResourceARNList":["ARN"],"Tags":{"admin":"1"}}""".Replace("ARN\"", arn + "\"", StringComparison.Ordinal), "maytag")).Status);
        Assert.Equal(status == 200 ? before + 1 : before, aws.Server.Requests.Count);
    }

    [Theory]
    [InlineData("mine", 200)]
    [InlineData("theirs", 400)]
    public async Task Are_asked_where_they_are_taken_away(string queue, int status) => Assert.Equal(
        status, (await aws.JsonAsync("tagging", $"{Target}UntagResources", """{"ResourceARNList":["arn:aws:sqs:us-east-1:111122223333:QUEUE"],"TagKeys":["admin"]}""".Replace("QUEUE", queue, StringComparison.Ordinal), "maytag")).Status);
}
