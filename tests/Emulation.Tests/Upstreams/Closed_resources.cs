using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Tests.Upstreams;

/// <summary>What the template says of a resource and is not enforced here lets nobody in, by no way round.</summary>
public class Closed_resources
{
    private const string Topic = "arn:aws:sns:us-east-1:111122223333:news";

    private static readonly ClosedResources Closed = new(Given.Stacks("""
        Resources:
          News: { Type: AWS::SNS::Topic, Properties: { TopicName: news, DataProtectionPolicy: { Name: p, Version: "2021-06-01", Statement: [] } } }
          Open: { Type: AWS::SNS::Topic, Properties: { TopicName: newspaper } }
        """).All);

    [Theory]
    [InlineData(Topic)]
    [InlineData($"{Topic}:subscription")]
    public void Are_reached_by_nobody(string resource)
    {
        var refusal = Assert.Throws<RefusedException>(() => Closed.Check([new Ask("sns:Publish", resource)])).Refusal;
        Assert.Equal(501, refusal.StatusCode);
        Assert.Contains("News.DataProtectionPolicy", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:sns:us-east-1:111122223333:{topic}")]
    [InlineData("{resource+}")]
    [InlineData("arn:aws:sns:us-east-1:111122223333:news:{subscription}")]
    public void Are_not_reached_by_who_does_not_say_what_is_meant(string shape) =>
        Assert.Throws<RefusedException>(() => Closed.Check([new Ask("sns:Publish", shape) { OneOf = ResourceShape.Parse(shape) }]));

    [Theory]
    [InlineData("arn:aws:sns:us-east-1:111122223333:newspaper")]
    [InlineData("arn:aws:sns:us-east-1:111122223333:new")]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:news")]
    [InlineData("*")]
    public void Close_nothing_else(string resource) => Closed.Check([new Ask("sns:Publish", resource)]);

    [Theory]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:{queue}")]
    [InlineData("arn:aws:sns:us-east-1:111122223333:newspaper:{subscription}")]
    public void Close_nothing_that_cannot_be_theirs(string shape) => Closed.Check([new Ask("sqs:SendMessage", shape) { OneOf = ResourceShape.Parse(shape) }]);
}
