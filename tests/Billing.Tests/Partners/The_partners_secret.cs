using Billing.Partners;
using Microsoft.Extensions.Time.Testing;

namespace Billing.Tests.Partners;

public sealed class The_partners_secret
{
    private readonly FakeTimeProvider time = Given.Time;

    [Fact]
    public void Has_a_secret_for_each_partner_or_the_word_that_suspends()
    {
        var partners = PartnerDirectory.Parse($$"""{"acme":"{{Given.Secret}}","initech":"suspended"}""");

        Assert.NotNull(partners.Find("acme")!.Secret);
        Assert.Null(partners.Find("initech")!.Secret);
        Assert.Null(partners.Find("globex"));
    }

    [Fact]
    public void May_be_of_nobody() => Assert.Null(PartnerDirectory.Parse("{}").Find("acme"));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("\"31 characters are not enough...\"")]
    [InlineData("\"Suspended\"")]
    public void Is_refused_when_that_of_a_partner_is_none_without_showing_it(string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => PartnerDirectory.Parse($$"""{"acme":{{value}}}"""));

        Assert.StartsWith("'acme' of the partners' secret is no secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("enough", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a plain text that is long enough to be a secret")]
    [InlineData("[\"long enough to be a secret, and in a list\"]")]
    [InlineData("{\"acme\":\"long enough to be a secret, and twice\",\"acme\":\"long enough to be a secret, and twice\"}")]
    [InlineData("")]
    public void Is_refused_when_it_is_no_object_without_showing_it(string text)
    {
        var error = Assert.Throws<InvalidOperationException>(() => PartnerDirectory.Parse(text));

        Assert.Contains("no JSON object", error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
        Assert.DoesNotContain("long enough", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_read_with_the_first_token_and_then_every_five_minutes()
    {
        var secret = new FakeSecret($$"""{"acme":"{{Given.Secret}}"}""");
        var partners = new KnownPartners(secret, time);
        Assert.Equal(0, secret.Reads);

        Assert.NotNull((await partners.NowAsync(TestContext.Current.CancellationToken)).Find("acme")!.Secret);
        secret.Text = """{"acme":"suspended"}""";
        time.Advance(TimeSpan.FromSeconds(299));
        Assert.NotNull((await partners.NowAsync(TestContext.Current.CancellationToken)).Find("acme")!.Secret);
        Assert.Equal(1, secret.Reads);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await partners.NowAsync(TestContext.Current.CancellationToken)).Find("acme")!.Secret);
        Assert.Equal(2, secret.Reads);
    }

    /// <summary>Nobody is let in by what a secret once said, and the next token asks again.</summary>
    [Fact]
    public async Task Lets_nobody_in_while_it_cannot_be_read()
    {
        var secret = new FakeSecret($$"""{"acme":"{{Given.Secret}}"}""");
        var partners = new KnownPartners(secret, time);
        await partners.NowAsync(TestContext.Current.CancellationToken);

        time.Advance(KnownPartners.Lifetime);
        secret.Text = null;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await partners.NowAsync(TestContext.Current.CancellationToken));

        secret.Text = $$"""{"acme":"{{Given.Secret}}"}""";
        Assert.NotNull((await partners.NowAsync(TestContext.Current.CancellationToken)).Find("acme"));
    }
}
