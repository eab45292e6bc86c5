namespace Emulation.Tests.Upstreams;

/// <summary>Calls of several APIs are signed with one name: each is told by its own version or target.</summary>
[Collection("One server behind LocalAws")]
public sealed class Two_APIs_of_one_name(FrontedLocalAws aws)
{
    [Theory]
    [InlineData("2012-06-01", 200)]
    [InlineData("2015-12-01", 200)]
    [InlineData("2001-01-01", 400)]
    public async Task Are_told_by_their_version(string version, int status) =>
        Assert.Equal(status, (await aws.QueryAsync("elasticloadbalancing", $"Action=DescribeLoadBalancers&Version={version}")).Status);

    [Theory]
    [InlineData("kinesisanalytics", "KinesisAnalytics_20150814.ListApplications", 200)]
    [InlineData("kinesisanalytics", "KinesisAnalytics_20180523.ListApplications", 200)]
    [InlineData("kinesisanalytics", "KinesisAnalytics_20180523x.ListApplications", 400)]
    [InlineData("kinesisanalytics", "AmazonSQS.ListQueues", 400)]
    [InlineData("cloudhsm", "BaldrApiService.DescribeClusters", 200)]
    public async Task Are_told_by_their_target(string service, string target, int status) => Assert.Equal(status, (await aws.JsonAsync(service, target, "{}")).Status);

    [Fact]
    public async Task Are_asked_all_the_same() =>
        Assert.Equal(403, (await aws.QueryAsync("elasticloadbalancing", "Action=DescribeLoadBalancers&Version=2015-12-01", FrontedLocalAws.MayNot)).Status);
}
