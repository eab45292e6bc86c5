using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.Cognito.Federation.Saml;

/// <summary>A SAML provider with <c>MetadataURL</c>.</summary>
public sealed class Metadata_at_an_address(RunningLocalAws aws) : IClassFixture<RunningLocalAws>, IAsyncLifetime
{
    private readonly WebApplication web = Web();
    private string? metadata;
    private int asked;

    public async ValueTask InitializeAsync()
    {
        web.Run(http =>
        {
            asked++;
            http.Response.StatusCode = metadata is null ? 404 : 200;
            return http.Response.WriteAsync(metadata ?? "");
        });
        await web.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await web.DisposeAsync();

    [Fact]
    public async Task Is_read_when_somebody_signs_in_and_kept_for_six_hours()
    {
        using var pool = await MakeAsync();
        metadata = SamlPool.MetadataOf(pool.Maker);
        Assert.Equal(0, asked);
        Assert.Null(await RedirectAsync(pool));
        await LeaveAsync(pool);
        aws.Time.Advance(TimeSpan.FromHours(6) - TimeSpan.FromSeconds(1));
        await LeaveAsync(pool);
        Assert.Equal((1, SamlPool.SignOn), (asked, await RedirectAsync(pool)));
        aws.Time.Advance(TimeSpan.FromSeconds(1));
        await LeaveAsync(pool);

        Assert.Equal(2, asked);
    }

    [Theory]
    [InlineData("cacheDuration=\"PT1H\"")]
    [InlineData("validUntil=\"UNTIL\"")]
    public async Task Is_read_again_when_it_says_so(string says)
    {
        using var pool = await MakeAsync();
        metadata = SamlPool.MetadataOf(pool.Maker).Replace("entityID=", $"{says.Replace("UNTIL", pool.At(3600), StringComparison.Ordinal)} entityID=", StringComparison.Ordinal);
        await LeaveAsync(pool);
        aws.Time.Advance(TimeSpan.FromMinutes(59));
        await LeaveAsync(pool);
        Assert.Equal(1, asked);
        aws.Time.Advance(TimeSpan.FromMinutes(1));
        await LeaveAsync(pool);

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Is_read_again_after_an_update_of_its_provider()
    {
        using var pool = await MakeAsync();
        metadata = SamlPool.MetadataOf(pool.Maker);
        await LeaveAsync(pool);
        await pool.Hosted.CallAsync("UpdateIdentityProvider", new JsonObject { ["ProviderName"] = SamlPool.Provider, ["ProviderDetails"] = new JsonObject { ["MetadataURL"] = web.Urls.First() } });
        await LeaveAsync(pool);

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task That_is_not_there_is_said_to_the_application()
    {
        using var pool = await MakeAsync();

        Assert.Equal($"Non-ok status code 404 returned from remote metadata source {web.Urls.First()}", (await LeaveAsync(pool)).Parameter("error_description"));
        metadata = "<html/>";
        Assert.Equal("Unable to unmarshall metadata", (await LeaveAsync(pool)).Parameter("error_description"));
        metadata = SamlPool.MetadataOf(pool.Maker).Replace("HTTP-Redirect", "HTTP-POST", StringComparison.Ordinal);
        Assert.Equal("No SingleSignOn Http redirect binding location found in metadata.", (await LeaveAsync(pool)).Parameter("error_description"));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://idp.example.com/sso")]
    public async Task Sends_nobody_to_an_address_that_is_not_safe(string address)
    {
        using var pool = await MakeAsync();
        metadata = SamlPool.MetadataOf(pool.Maker).Replace(SamlPool.SignOn, address, StringComparison.Ordinal);

        Assert.StartsWith(HostedPool.Callback, (await LeaveAsync(pool)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_nobody_in_once_it_has_expired()
    {
        using var pool = await MakeAsync();
        metadata = SamlPool.MetadataOf(pool.Maker).Replace("entityID=", $"validUntil=\"{pool.At(0)}\" entityID=", StringComparison.Ordinal);

        Assert.Equal("Invalid SAML response received: Metadata has expired. ", await pool.RefusalAsync(id => pool.Signed(id, pool.Assertion(id))));
    }

    [Fact]
    public async Task Has_to_be_of_TLS_or_of_this_machine()
    {
        using var pool = await MakeAsync();
        var refusal = await Assert.ThrowsAsync<Emulation.Cognito.Protocol.CognitoException>(() => pool.Hosted.CallAsync(
            "UpdateIdentityProvider", new JsonObject { ["ProviderName"] = SamlPool.Provider, ["ProviderDetails"] = new JsonObject { ["MetadataURL"] = "http://idp.example.com/metadata" } }));

        Assert.Equal("MetadataURL must start with https://", refusal.Message);
    }

    private Task<SamlPool> MakeAsync() => SamlPool.MakeAsync(aws, details =>
    {
        details.Remove("MetadataFile");
        details["MetadataURL"] = web.Urls.First();
    });

    private static async Task<Reply> LeaveAsync(SamlPool pool)
    {
        using var browser = pool.Hosted.NewBrowser();
        return await pool.LeaveAsync(browser);
    }

    private static async Task<string?> RedirectAsync(SamlPool pool) =>
        (string?)(await pool.Hosted.CallAsync("DescribeIdentityProvider", new JsonObject { ["ProviderName"] = SamlPool.Provider }))["IdentityProvider"]!["ProviderDetails"]!["SSORedirectBindingURI"];

    private static WebApplication Web()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }
}
