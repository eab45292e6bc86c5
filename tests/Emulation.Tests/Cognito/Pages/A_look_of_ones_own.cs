using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Pages;

/// <summary>SetUICustomization and what the pages make of it.</summary>
public class A_look_of_ones_own(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    private const string Css = ".submitButton-customizable { background-color: #004400; } .logo-customizable { background: url(data:image/png;base64,AAAA); }";
    private static readonly string Image = Convert.ToBase64String([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]);

    [Fact]
    public async Task Is_served_with_the_pages()
    {
        var pool = await aws.PoolAsync();
        await pool.CallAsync("SetUICustomization", new JsonObject { ["CSS"] = Css, ["ImageFile"] = Image });
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/login?{pool.Query()}");
        Assert.Contains($"/assets/logo?client_id={pool.Client.Id}&amp;", page.Body, StringComparison.Ordinal);
        Assert.Equal(Css, (await browser.GetAsync($"/assets/custom.css?client_id={pool.Client.Id}")).Body);
        Assert.Equal("image/png", (await browser.GetAsync("/assets/logo")).Headers["Content-Type"]);
    }

    [Fact]
    public async Task Of_a_client_comes_before_that_of_all()
    {
        var pool = await aws.PoolAsync();
        await pool.CallAsync("SetUICustomization", new JsonObject { ["CSS"] = Css });
        await pool.CallAsync("SetUICustomization", new JsonObject { ["CSS"] = ".banner-customizable { color: red; }", ["ClientId"] = pool.Client.Id });
        var shown = await pool.CallAsync("GetUICustomization", new JsonObject { ["ClientId"] = pool.Client.Id });
        Assert.Equal(".banner-customizable { color: red; }", (string?)shown["UICustomization"]!["CSS"]);
        Assert.Equal(Css, (string?)(await pool.CallAsync("GetUICustomization", []))["UICustomization"]!["CSS"]);
    }

    [Theory]
    [InlineData("</style><script>alert(1)</script>")]
    [InlineData("@import 'https://evil.example/x.css';")]
    [InlineData(".logo-customizable { background: url(https://evil.example/x) }")]
    [InlineData(".logo-customizable { background: URL( 'https://evil.example/x' ) }")]
    [InlineData(".logo-customizable { background: \\75rl(https://evil.example/x) }")]
    [InlineData(".card { color: red }")]
    public async Task Cannot_bring_in_what_is_foreign(string css)
    {
        var pool = await aws.PoolAsync();
        var refusal = await Assert.ThrowsAsync<CognitoException>(() => pool.CallAsync("SetUICustomization", new JsonObject { ["CSS"] = css }));
        Assert.Equal("InvalidParameterException", refusal.Type);
    }

    [Theory]
    [InlineData("PHN2Zz48L3N2Zz4=")]
    [InlineData("not base64!")]
    public async Task Has_a_logo_that_is_an_image(string image)
    {
        var pool = await aws.PoolAsync();
        await Assert.ThrowsAsync<CognitoException>(() => pool.CallAsync("SetUICustomization", new JsonObject { ["ImageFile"] = image }));
    }
}
