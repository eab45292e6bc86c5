namespace Billing.Tests.Partners;

public sealed class The_partners_configuration
{
    [Fact]
    public void Has_a_secret_for_each_partner_or_the_word_that_suspends()
    {
        var partners = Given.Directory(("acme", Given.Secret), ("initech", "suspended"));

        Assert.NotNull(partners.Find("acme")!.Secret);
        Assert.Null(partners.Find("initech")!.Secret);
        Assert.Null(partners.Find("globex"));
    }

    [Fact]
    public void May_be_empty() => Assert.Null(Given.Directory().Find("acme"));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("31 characters are not enough...")]
    [InlineData("Suspended")]
    public void Is_refused_when_a_secret_is_none_without_showing_it(string? value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Given.Directory(("acme", value)));

        Assert.StartsWith("Partners__acme is no secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("enough", error.Message, StringComparison.Ordinal);
    }
}
