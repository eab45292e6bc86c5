using Emulation.Cognito.Domains;

namespace Emulation.Tests.FrontDoor;

public class Hosts_of_user_pool_domains
{
    [Theory]
    [InlineData("shop.auth.localhost")]
    [InlineData("Shop.Auth.LocalHost")]
    [InlineData("shop.auth.eu-west-1.amazoncognito.com")]
    [InlineData("SHOP.AUTH.EU-WEST-1.AMAZONCOGNITO.COM")]
    public void Are_known(string host) => Assert.True(UserPoolDomains.IsHost(host));

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("auth.localhost")]
    [InlineData("shop.auth.localhost.evil.example")]
    [InlineData("a.shop.auth.localhost")]
    [InlineData("shop.auth.amazoncognito.com")]
    [InlineData("shop.auth.x.eu-west-1.amazoncognito.com")]
    [InlineData("shop.auth.eu-west-1.notamazoncognito.com")]
    [InlineData("shop.authority.localhost")]
    [InlineData("abcdefghij.execute-api.us-east-1.localhost")]
    public void Are_not_others(string host) => Assert.False(UserPoolDomains.IsHost(host));

    [Fact]
    public void Are_told_from_others_without_an_allocation()
    {
        string[] hosts = ["127.0.0.1", "shop.auth.localhost", "abcdefghij.execute-api.us-east-1.localhost"];
        foreach (var host in hosts)
        {
            UserPoolDomains.Owns(host, "/prod/orders");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var host in hosts)
        {
            UserPoolDomains.Owns(host, "/prod/orders");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
