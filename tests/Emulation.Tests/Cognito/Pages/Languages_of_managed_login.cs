using System.Text.Json.Nodes;
using Emulation.Cognito.Pages;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Pages;

/// <summary><c>lang</c> and its cookie.</summary>
public class Languages_of_managed_login(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Are_asked_for_once_and_remembered()
    {
        var pool = await ManagedPool.MakeAsync(aws);
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/login?{pool.Query()}&lang=de");
        Assert.Equal("Anmelden", page.Heading);
        Assert.Contains("<html lang=\"de\">", page.Body, StringComparison.Ordinal);
        Assert.Contains(">Passwort vergessen?</a>", page.Body, StringComparison.Ordinal);
        Assert.Equal("Passwort zurücksetzen", (await browser.GetAsync($"/forgotPassword?{pool.Query()}")).Heading);
        Assert.Equal("Se connecter", (await browser.GetAsync($"/login?{pool.Query()}&lang=fr")).Heading);
    }

    [Fact]
    public async Task Say_refusals_and_deliveries_too()
    {
        var pool = await ManagedPool.MakeAsync(aws);
        using var browser = pool.NewBrowser();
        var refused = await browser.SubmitAsync(await browser.GetAsync($"/login?{pool.Query()}&lang=de"), ("username", "nobody"), ("password", "Wrong-1234"));
        Assert.Equal("Benutzername oder Passwort ist falsch.", refused.Alert);
        Assert.Contains("<title>Fehler: Anmelden</title>", refused.Body, StringComparison.Ordinal);
        var signed = await browser.SubmitAsync(await browser.GetAsync($"/signup?{pool.Query()}"), ("username", "lea"), ("email", "lea@example.com"), ("password", HostedPool.Password));
        Assert.Contains("Ein Code wurde an l***@e*** gesendet.", signed.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nl")]
    [InlineData("../de")]
    [InlineData("")]
    public async Task Are_English_where_there_is_no_other(string lang)
    {
        var pool = await ManagedPool.MakeAsync(aws);
        using var browser = pool.NewBrowser();
        var page = await browser.SendAsync(HttpMethod.Get, $"/login?{pool.Query()}&lang={lang}", null, ("Accept-Language", "de"));
        Assert.Equal("Sign in", page.Heading);
        Assert.Contains("<html lang=\"en\">", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_not_for_the_classic_pages()
    {
        var pool = await aws.PoolAsync();
        using var browser = pool.NewBrowser();
        Assert.Equal("Sign in", (await browser.GetAsync($"/login?{pool.Query()}&lang=de")).Heading);
    }

    [Fact]
    public void Have_the_same_texts_with_the_same_places()
    {
        var texts = Language.Of("de")!.Texts.Keys.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(11, Language.All.Count);
        Assert.All(Language.All.Where(static language => language.Code != "en"), language =>
        {
            Assert.Equal(texts, language.Texts.Keys.Order(StringComparer.Ordinal));
            Assert.All(language.Texts, text => Assert.Equal(Places(text.Key), Places(text.Value)));
        });

        static IEnumerable<string> Places(string text) => System.Text.RegularExpressions.Regex.Matches(text, @"\{\d\}").Select(static match => match.Value);
    }

    [Fact]
    public async Task Lead_to_terms_in_their_own_words_where_there_are_both_documents()
    {
        var pool = await ManagedPool.MakeAsync(aws);
        using var browser = pool.NewBrowser();
        await TermsAsync(pool, "terms-of-use", """{"cognito:default":"https://example.com/terms","cognito:german":"https://example.com/agb"}""");
        Assert.DoesNotContain("example.com/terms", (await browser.GetAsync($"/signup?{pool.Query()}")).Body, StringComparison.Ordinal);

        await TermsAsync(pool, "privacy-policy", """{"cognito:german":"https://example.com/datenschutz"}""");
        Assert.DoesNotContain("example.com/terms", (await browser.GetAsync($"/signup?{pool.Query()}")).Body, StringComparison.Ordinal);
        var page = await browser.GetAsync($"/signup?{pool.Query()}&lang=de");
        Assert.Contains("""Mit der Registrierung stimmen Sie unseren <a href="https://example.com/agb" target="_blank" rel="noopener" class="redirect-customizable">Nutzungsbedingungen</a> und der <a href="https://example.com/datenschutz""", page.Body, StringComparison.Ordinal);
    }

    private static Task<JsonObject> TermsAsync(HostedPool pool, string name, string links) => pool.CallAsync("CreateTerms", new JsonObject
    {
        ["ClientId"] = pool.Client.Id, ["TermsName"] = name, ["TermsSource"] = "LINK", ["Enforcement"] = "NONE", ["Links"] = JsonNode.Parse(links),
    });
}
