using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Tests.Cognito.OAuth;
using static Emulation.Tests.Cognito.Pages.ManagedPool;

namespace Emulation.Tests.Cognito.Pages;

/// <summary>Managed login branding: what a client's style says, and what the pages make of it.</summary>
public class The_style_of_managed_login(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    private const string Brown = """{"components":{"primaryButton":{"lightMode":{"defaults":{"backgroundColor":"5d4037ff"}},"darkMode":{"defaults":{"backgroundColor":"d7ccc8ff"}}},"form":{"borderRadius":20,"logo":{"enabled":true,"location":"END"}},"pageBackground":{"image":{"enabled":true}}}}""";
    private const string Dynamic = """{"categories":{"global":{"colorSchemeMode":"DYNAMIC"}}}""";

    [Fact]
    public async Task Colours_the_pages_and_leaves_the_rest_as_Cognito_has_it()
    {
        var pool = await MakeAsync(aws, Styled(Brown));
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/login?{pool.Query()}");
        Assert.Contains("""<meta name="color-scheme" content="light">""", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("custom.css", page.Body, StringComparison.Ordinal);
        var sheet = await SheetAsync(pool);
        Assert.Contains(".submitButton-customizable { background-color: #5d4037ff; }", sheet, StringComparison.Ordinal);
        Assert.Contains("main { border-radius: 20px; }", sheet, StringComparison.Ordinal);
        Assert.Contains(":root { --ground: #ffffffff; }", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("d7ccc8ff", sheet, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DYNAMIC", "light dark", true)]
    [InlineData("DARK", "dark", false)]
    public async Task Is_dark_where_it_says_so(string mode, string scheme, bool isAsked)
    {
        var pool = await MakeAsync(aws, Styled(Brown.Replace("{\"components\"", Dynamic.Replace("DYNAMIC", mode, StringComparison.Ordinal)[..^1] + ",\"components\"", StringComparison.Ordinal)));
        using var browser = pool.NewBrowser();
        Assert.Contains($"""content="{scheme}">""", (await browser.GetAsync($"/login?{pool.Query()}")).Body, StringComparison.Ordinal);
        var sheet = await SheetAsync(pool);
        Assert.Contains(".submitButton-customizable { background-color: #d7ccc8ff; }", sheet, StringComparison.Ordinal);
        Assert.Equal(isAsked, sheet.Contains("@media (prefers-color-scheme: dark)", StringComparison.Ordinal));
        Assert.Equal(isAsked, sheet.Contains("#5d4037ff", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shows_its_images_for_light_and_dark_pages()
    {
        var style = Styled(Brown);
        style["Settings"]!["categories"] = JsonNode.Parse(Dynamic)!["categories"]!.DeepClone();
        style["Assets"] = new JsonArray(Asset("FORM_LOGO", "LIGHT", Png(1)), Asset("FORM_LOGO", "DARK", Png(2)), Asset("PAGE_BACKGROUND", "DYNAMIC", Png(3)), Asset("FAVICON_SVG", "LIGHT", "<svg/>"u8.ToArray(), "SVG"));
        var pool = await MakeAsync(aws, style);
        using var browser = pool.NewBrowser();
        var page = WebUtility.HtmlDecode((await browser.GetAsync($"/login?{pool.Query()}")).Body);
        Assert.Contains($"srcset=\"/assets/brand?client_id={pool.Client.Id}&category=FORM_LOGO&mode=DARK", page, StringComparison.Ordinal);
        Assert.Contains($"src=\"/assets/brand?client_id={pool.Client.Id}&category=FORM_LOGO&mode=LIGHT", page, StringComparison.Ordinal);
        Assert.Contains("""<link rel="icon" type="image/svg+xml" href="/assets/brand""", page, StringComparison.Ordinal);
        Assert.Contains($"background-image: url(\"brand?client_id={pool.Client.Id}&category=PAGE_BACKGROUND&mode=DYNAMIC", await SheetAsync(pool), StringComparison.Ordinal);

        var icon = await browser.GetAsync($"/assets/brand?client_id={pool.Client.Id}&category=FAVICON_SVG&mode=LIGHT");
        Assert.Equal((HttpStatusCode.OK, "image/svg+xml", "default-src 'none'"), (icon.Status, icon.Headers["Content-Type"], icon.Headers["Content-Security-Policy"]));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/assets/brand?client_id={pool.Client.Id}&category=FORM_LOGO&mode=DYNAMIC")).Status);
    }

    [Fact]
    public async Task Is_needed_before_managed_login_shows_a_page()
    {
        var pool = await MakeAsync(aws, null);
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/login?{pool.Query()}");
        Assert.Equal((HttpStatusCode.BadRequest, false), (page.Status, page.Body.Contains("<form", StringComparison.Ordinal)));
        Assert.Contains("Login pages unavailable. Please contact an administrator.", page.Body, StringComparison.Ordinal);
        await pool.CallAsync("CreateManagedLoginBranding", new JsonObject { ["ClientId"] = pool.Client.Id, ["UseCognitoProvidedValues"] = true });
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/login?{pool.Query()}")).Status);
    }

    [Fact]
    public async Task Is_of_no_use_to_the_classic_pages()
    {
        var pool = await MakeAsync(aws, Styled(Brown));
        await pool.CallAsync("UpdateUserPoolDomain", new JsonObject { ["Domain"] = pool.Domain, ["ManagedLoginVersion"] = 1 });
        using var browser = pool.NewBrowser();
        Assert.DoesNotContain("brand.css", (await browser.GetAsync($"/login?{pool.Query()}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_described_changed_in_part_and_taken_away()
    {
        var pool = await MakeAsync(aws, Styled(Brown));
        var made = (await pool.CallAsync("DescribeManagedLoginBrandingByClient", new JsonObject { ["ClientId"] = pool.Client.Id }))["ManagedLoginBranding"]!;
        Assert.Equal((pool.Id, false, null), ((string?)made["UserPoolId"], (bool?)made["UseCognitoProvidedValues"], (string?)made["ClientId"]));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Brown), made["Settings"]), made["Settings"]!.ToJsonString());

        var id = (string)made["ManagedLoginBrandingId"]!;
        await pool.CallAsync("UpdateManagedLoginBranding", new JsonObject { ["ManagedLoginBrandingId"] = id, ["Settings"] = JsonNode.Parse(Dynamic), ["Assets"] = new JsonArray(Asset("FORM_LOGO", "LIGHT", Png(1))) });
        await pool.CallAsync("UpdateManagedLoginBranding", new JsonObject { ["ManagedLoginBrandingId"] = id, ["Assets"] = new JsonArray(Asset("FORM_LOGO", "LIGHT", Png(2)), Asset("FORM_LOGO", "DARK", Png(3))) });
        var changed = (await pool.CallAsync("DescribeManagedLoginBranding", new JsonObject { ["ManagedLoginBrandingId"] = id, ["ReturnMergedResources"] = true }))["ManagedLoginBranding"]!;
        Assert.Equal(
            ("DYNAMIC", "5d4037ff", "0972d3ff"),
            ((string?)changed["Settings"]!["categories"]!["global"]!["colorSchemeMode"], (string?)changed["Settings"]!["components"]!["primaryButton"]!["lightMode"]!["defaults"]!["backgroundColor"],
                (string?)changed["Settings"]!["componentClasses"]!["link"]!["lightMode"]!["defaults"]!["textColor"]));
        Assert.Equal([Convert.ToBase64String(Png(2)), Convert.ToBase64String(Png(3))], changed["Assets"]!.AsArray().Select(static asset => (string)asset!["Bytes"]!));

        await pool.CallAsync("UpdateManagedLoginBranding", new JsonObject { ["ManagedLoginBrandingId"] = id, ["UseCognitoProvidedValues"] = true });
        Assert.Empty((await pool.CallAsync("DescribeManagedLoginBranding", new JsonObject { ["ManagedLoginBrandingId"] = id }))["ManagedLoginBranding"]!["Settings"]!.AsObject());
        await pool.CallAsync("DeleteManagedLoginBranding", new JsonObject { ["ManagedLoginBrandingId"] = id });
        Assert.Equal("ResourceNotFoundException", await RefusalAsync(pool, "DescribeManagedLoginBranding", new JsonObject { ["ManagedLoginBrandingId"] = id }));
    }

    [Fact]
    public async Task Is_one_for_each_client()
    {
        var pool = await MakeAsync(aws);
        Assert.Equal("ManagedLoginBrandingExistsException", await RefusalAsync(pool, "CreateManagedLoginBranding", new JsonObject { ["ClientId"] = pool.Client.Id }));
        var other = await pool.NewClientAsync();
        await pool.CallAsync("CreateManagedLoginBranding", new JsonObject { ["ClientId"] = other.Id, ["UseCognitoProvidedValues"] = true });
    }

    [Theory]
    [InlineData("""{"components":{"form":{"lightMode":{"backgroundColor":"red; } body { display: none"}}}}""")]
    [InlineData("""{"components":{"form":{"lightMode":{"backgroundColor":"url(//evil.example)"}}}}""")]
    [InlineData("""{"components":{"pageBackground":{"lightMode":{"color":"#ffffff"}}}}""")]
    [InlineData("""{"components":{"form":{"borderRadius":"1px } body { background: url(//evil.example) }"}}}""")]
    [InlineData("""{"categories":{"global":{"colorSchemeMode":"NEON"}}}""")]
    [InlineData("""{"styles":{}}""")]
    public async Task Has_settings_that_are_colours_and_numbers(string settings)
    {
        var pool = await MakeAsync(aws, null);
        Assert.Equal("InvalidParameterException", await RefusalAsync(pool, "CreateManagedLoginBranding", new JsonObject { ["ClientId"] = pool.Client.Id, ["Settings"] = JsonNode.Parse(settings) }));
    }

    [Fact]
    public async Task Has_images_that_are_what_they_say()
    {
        var pool = await MakeAsync(aws, null);
        foreach (var asset in (JsonObject[])
        [
            Asset("FORM_LOGO", "LIGHT", Encoding.ASCII.GetBytes("<html>")), Asset("FORM_LOGO", "LIGHT", Png(1), "SVG"), Asset("FORM_LOGO", "LIGHT", Encoding.ASCII.GetBytes("<!DOCTYPE a><svg/>"), "SVG"),
            Asset("LETTERHEAD", "LIGHT", Png(1)), Asset("FORM_LOGO", "BLUE", Png(1)), Asset("FORM_LOGO", "LIGHT", Png(1), "GIF"),
        ])
        {
            Assert.Equal("InvalidParameterException", await RefusalAsync(pool, "CreateManagedLoginBranding", new JsonObject { ["ClientId"] = pool.Client.Id, ["Assets"] = new JsonArray(asset) }));
        }

        Assert.Equal(
            "InvalidParameterException",
            await RefusalAsync(pool, "CreateManagedLoginBranding", new JsonObject { ["ClientId"] = pool.Client.Id, ["UseCognitoProvidedValues"] = true, ["Settings"] = new JsonObject() }));
    }

    private static JsonObject Styled(string settings) => new() { ["Settings"] = JsonNode.Parse(settings) };

    private static async Task<string> SheetAsync(HostedPool pool)
    {
        using var browser = pool.NewBrowser();
        return (await browser.GetAsync($"/assets/brand.css?client_id={pool.Client.Id}")).Body;
    }

    private static async Task<string> RefusalAsync(HostedPool pool, string operation, JsonObject members) =>
        (await Assert.ThrowsAsync<CognitoException>(() => pool.CallAsync(operation, members))).Type;
}
