namespace Iam.Tests.Conditions;

/// <summary>Spellings of addresses and ranges, as AWS was recorded to read them (condition_ip.json).</summary>
public class Addresses_as_AWS_reads_them
{
    [Theory]
    [InlineData("192.0.2.0/+24", "192.0.2.1", true)]
    [InlineData("192.0.2.0/024", "192.0.2.1", true)]
    [InlineData("192.000.002.0/24", "192.0.2.1", true)]
    [InlineData("192.0.2.0/24", "192.000.002.1", true)]
    [InlineData("192.0.2.5/24", "192.0.2.1", true)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.0/24", "::FFFF:c000:201", true)]
    [InlineData("192.0.2.0/24", "0:0:0:0:0:ffff:192.0.2.1", true)]
    [InlineData("::ffff:c000:200/120", "192.0.2.1", false)]
    [InlineData("::ffff:c000:200/120", "::ffff:c000:201", false)]
    [InlineData("::/0", "::ffff:192.0.2.1", false)]
    [InlineData("2001:db8::4/127", "2001:db8::5", true)]
    [InlineData("2001:db8::4/127", "2001:db8::6", false)]
    [InlineData("2001:DB8::/064", "2001:0db8:0000:0000:0000:0000:0000:0001", true)]
    [InlineData("2001:db8::/64", "2001:db8:0:1::", false)]
    [InlineData("2001:db8::1/128", "2001:db8:::1", true)]
    [InlineData("2001:db8:::1/128", "2001:db8::1", true)]
    [InlineData("2001:db8::1/128", "2001:db8::1:", true)]
    [InlineData("2001:db8::1:/128", "2001:db8::1", true)]
    [InlineData("2001:db8::1/128", ":2001:db8::1", false)]
    [InlineData("0:2001:db8::1/128", ":2001:db8::1", true)]
    [InlineData("::/0", ":::", true)]
    [InlineData("1:2:3:4:5:6:7::/128", "1:2:3:4:5:6:7:0", true)]
    public void Are_taken(string wanted, string actual, bool met)
    {
        Assert.Equal(met, Met.By("IpAddress", $"\"{wanted}\"", actual));
        Assert.Equal(!met, Met.By("NotIpAddress", $"\"{wanted}\"", actual));
    }

    [Theory]
    [InlineData("2001:db8::192.0.2.1")]
    [InlineData("::192.0.2.1")]
    [InlineData("2001:db8::::1")]
    [InlineData("2001::db8::1")]
    [InlineData("2001::db8:::1")]
    [InlineData("::ffff:::192.0.2.1")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1:2:3:4:5:6:7:192.0.2.1")]
    [InlineData("2001:db8::12345")]
    [InlineData("2001:db8::g")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData(":")]
    [InlineData("::::")]
    [InlineData(" ::1")]
    public void Are_none(string actual)
    {
        Assert.False(Met.By("IpAddress", "\"::/0\"", actual));
        Assert.False(Met.By("NotIpAddress", "\"::/0\"", actual));
    }
}
