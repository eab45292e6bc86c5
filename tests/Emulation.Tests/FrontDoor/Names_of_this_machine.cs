using System.Net;
using Emulation.FrontDoor;

namespace Emulation.Tests.FrontDoor;

public class Names_of_this_machine
{
    private static readonly LocalNames Loopback = new(IPAddress.Loopback, null);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:4566")]
    [InlineData("127.8.9.10:4566")]
    [InlineData("localhost")]
    [InlineData("LocalHost:1")]
    [InlineData("localhost.:4566")]
    [InlineData("abc.execute-api.us-east-1.localhost:4566")]
    [InlineData("shop.auth.localhost:4566")]
    [InlineData("[::1]:4566")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]:4566")]
    [InlineData("host.docker.internal:4566")]
    [InlineData("host.containers.internal:4566")]
    public void Are_answered(string host)
    {
        Assert.True(Loopback.Answers(host));
        Assert.True(Loopback.IsThisMachine(host));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:4566")]
    [InlineData("localhost.evil.example:4566")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("evillocalhost")]
    [InlineData("x.execute-api.us-east-1.evil.example")]
    [InlineData("x.auth.us-east-1.amazoncognito.com.evil.example")]
    [InlineData("amazonaws.com.evil.example")]
    [InlineData("evilamazonaws.com")]
    [InlineData("docker.internal.evil.example")]
    [InlineData("aws")]
    [InlineData("192.168.1.5:4566")]
    [InlineData("[2001:db8::1]:4566")]
    [InlineData("[::1")]
    [InlineData("localhost:80:80")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(":4566")]
    public void Are_not_those_that_somebody_else_can_lead(string host)
    {
        Assert.False(Loopback.Answers(host));
        Assert.False(Loopback.IsThisMachine(host));
    }

    [Theory]
    [InlineData("sts.us-east-1.amazonaws.com")]
    [InlineData("abc.execute-api.us-east-1.amazonaws.com:443")]
    [InlineData("shop.auth.eu-west-1.amazoncognito.com")]
    [InlineData("sts.cn-north-1.amazonaws.com.cn")]
    public void Are_AWSs_too_but_not_for_own_pages(string host)
    {
        Assert.True(Loopback.Answers(host));
        Assert.False(Loopback.IsThisMachine(host));
    }

    [Theory]
    [InlineData("http://aws.dev.example:4566", "aws.dev.example:80")]
    [InlineData("https://AWS.dev.example", "aws.dev.EXAMPLE")]
    [InlineData("http://[2001:db8::1]:4566", "[2001:db8::1]:4566")]
    public void Are_what_the_endpoint_url_says(string endpoint, string host)
    {
        Assert.True(new LocalNames(IPAddress.Loopback, new Uri(endpoint)).IsThisMachine(host));
        Assert.False(new LocalNames(IPAddress.Loopback, new Uri(endpoint)).Answers("www.aws.dev.example"));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("10.1.2.3")]
    public void Are_addresses_and_containers_where_a_network_may_come_in(string listen)
    {
        var names = new LocalNames(IPAddress.Parse(listen), null);
        Assert.All((string[])["10.1.2.3:4566", "192.168.1.5", "[2001:db8::1]:4566", "localaws:4566", "aws", "localhost", "127.0.0.1"], host => Assert.True(names.IsThisMachine(host), host));
        Assert.All((string[])["evil.example", "localaws.evil.example:4566", "", "."], host => Assert.False(names.Answers(host), host));
    }
}
