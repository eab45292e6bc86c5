namespace Iam.Tests.Conditions;

/// <summary>IAM User Guide, "IAM JSON policy elements: Condition operators": numbers, dates, booleans and addresses.</summary>
public class Measured_operators
{
    [Theory]
    [InlineData("Equals", false, true, false)]
    [InlineData("NotEquals", true, false, true)]
    [InlineData("LessThan", true, false, false)]
    [InlineData("LessThanEquals", true, true, false)]
    [InlineData("GreaterThan", false, false, true)]
    [InlineData("GreaterThanEquals", false, true, true)]
    public void Compare_below_at_and_above(string comparison, bool below, bool at, bool above)
    {
        Assert.Equal((below, at, above), (Number("9.99"), Number("10.0"), Number("1e2")));
        Assert.Equal((below, at, above), (Date("2026-02-28T23:59:59Z"), Date("2026-03-01T01:00:00+01:00"), Date("2026-03-01T00:00:01Z")));
        Assert.Equal((below, at, above), (Date("1772323199"), Date("1772323200"), Date("1772323201")));

        bool Number(string actual) => Met.By($"Numeric{comparison}", "10", actual);
        bool Date(string actual) => Met.By($"Date{comparison}", "\"2026-03-01T00:00:00Z\"", actual);
    }

    [Theory]
    [InlineData("NumericEquals", "\"10\"", "ten", false)]
    [InlineData("NumericNotEquals", "\"10\"", "ten", true)]
    [InlineData("NumericLessThan", "10", "", false)]
    [InlineData("NumericEquals", "[1, 2]", "2", true)]
    [InlineData("NumericEquals", "[1, 2]", "3", false)]
    [InlineData("NumericNotEquals", "[1, 2]", "2", false)]
    [InlineData("NumericGreaterThan", "-1.5", "-1.4", true)]
    [InlineData("NumericGreaterThan", "-1.5", "-1.6", false)]
    public void Compare_numbers_quoted_or_not(string name, string wanted, string actual, bool met) => Assert.Equal(met, Met.By(name, wanted, actual));

    [Theory]
    [InlineData("2026", "2026-01-01T00:00:00Z", true)]
    [InlineData("2026", "2026-01-01T00:00:01Z", false)]
    [InlineData("2026-03", "2026-03-01T00:00:00Z", true)]
    [InlineData("2026-03-04", "2026-03-04T00:00:00Z", true)]
    [InlineData("2026-03-04", "2026-03-05T00:00:00Z", false)]
    [InlineData("2026-03-04T05:06Z", "2026-03-04T05:06:00Z", true)]
    [InlineData("2026-03-04T05:06:07.5Z", "2026-03-04T05:06:07.500Z", true)]
    [InlineData("2026-03-04T05:06:07.5Z", "2026-03-04T05:06:07Z", false)]
    [InlineData("1772600767", "2026-03-04T05:06:07Z", true)]
    [InlineData("1772600768", "2026-03-04T05:06:07Z", false)]
    [InlineData("2026-03-04", "today", false)]
    public void Read_dates_of_every_w3c_form_and_epoch_seconds(string wanted, string actual, bool met) =>
        Assert.Equal(met, Met.By("DateEquals", $"\"{wanted}\"", actual));

    [Theory]
    [InlineData("true", "true", true)]
    [InlineData("true", "false", false)]
    [InlineData("\"true\"", "True", true)]
    [InlineData("\"False\"", "false", true)]
    [InlineData("false", "true", false)]
    [InlineData("true", "yes", false)]
    [InlineData("true", " true ", false)]
    [InlineData("false", " true ", true)]
    [InlineData("false", "no", true)]
    [InlineData("false", "1", true)]
    [InlineData("false", "", true)]
    [InlineData("\"yes\"", "no", true)]
    [InlineData("\"yes\"", "true", false)]
    public void Compare_booleans(string wanted, string actual, bool met) => Assert.Equal(met, Met.By("Bool", wanted, actual));

    [Theory]
    [InlineData("203.0.113.0/24", "203.0.113.0", true)]
    [InlineData("203.0.113.0/24", "203.0.113.255", true)]
    [InlineData("203.0.113.0/24", "203.0.114.0", false)]
    [InlineData("203.0.113.77/24", "203.0.113.1", true)]
    [InlineData("203.0.113.77", "203.0.113.77", true)]
    [InlineData("203.0.113.77", "203.0.113.76", false)]
    [InlineData("203.0.113.76/31", "203.0.113.77", true)]
    [InlineData("203.0.113.76/31", "203.0.113.78", false)]
    [InlineData("0.0.0.0/0", "255.1.2.3", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("203.0.113.0/24", "::ffff:203.0.113.9", true)]
    [InlineData("203.0.113.0/24", "::ffff:203.0.114.9", false)]
    [InlineData("2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", true)]
    [InlineData("2001:DB8:1234:5678::/64", "2001:db8:1234:5679::1", false)]
    [InlineData("2001:db8::1", "2001:db8:0:0:0:0:0:1", true)]
    [InlineData("2001:db8::1", "2001:db8::2", false)]
    [InlineData("2001:db8::/33", "2001:db8:7fff::", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::", false)]
    [InlineData("::/0", "203.0.113.9", false)]
    public void Compare_addresses(string wanted, string actual, bool met)
    {
        Assert.Equal(met, Met.By("IpAddress", $"\"{wanted}\"", actual));
        Assert.Equal(!met, Met.By("NotIpAddress", $"\"{wanted}\"", actual));
    }

    [Fact]
    public void Take_any_of_several_ranges_and_none_when_negated()
    {
        Assert.True(Met.By("IpAddress", """["10.0.0.0/8", "2001:db8::/32"]""", "2001:db8::9"));
        Assert.False(Met.By("IpAddress", """["10.0.0.0/8", "2001:db8::/32"]""", "11.0.0.1"));
        Assert.False(Met.By("NotIpAddress", """["10.0.0.0/8", "2001:db8::/32"]""", "10.1.1.1"));
    }
}
