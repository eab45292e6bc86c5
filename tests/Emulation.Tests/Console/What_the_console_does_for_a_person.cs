using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulation.Tests.Console;

/// <summary>Calls that are sent or thought of, and policies that are thought of: for this machine's own page, and nobody else's.</summary>
public sealed class What_the_console_does_for_a_person(Shop shop) : IClassFixture<Shop>
{
    private const string Call = """{"as":"Writer","method":"GET","path":"/things/1","api":"ShopApi"}""";

    [Fact]
    public async Task Sends_a_call_as_a_role_through_the_gateway()
    {
        var (status, body) = await shop.PostAsync("/_localaws/send", Call);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(">403</span>", body, StringComparison.Ordinal);
        var entry = shop.Aws.Emulator.Decisions.Snapshot().Last(static one => one.Path == "/things/1");
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/Writer/console", entry.Principal);
        Assert.Contains($"/_localaws/decisions/{entry.Id}\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "evil.example")]
    public async Task Sends_nothing_for_another_sites_page(string header, string value)
    {
        var before = shop.Aws.Emulator.Decisions.Snapshot().Count;
        Assert.Equal(HttpStatusCode.Forbidden, (await shop.PostAsync("/_localaws/send", Call, headers: (header, value))).Status);
        Assert.Equal(before, shop.Aws.Emulator.Decisions.Snapshot().Count);
    }

    /// <summary>A form of another site can say that, and nothing else that is read here.</summary>
    [Fact]
    public async Task Takes_nothing_that_a_form_could_send() =>
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await shop.PostAsync("/_localaws/send", Call, "text/plain")).Status);

    [Theory]
    [InlineData("Nobody", "/things/1", "Nobody here has keys of Nobody")]
    [InlineData("Writer", "/things/a b", "write them as %20")]
    public async Task Says_what_it_cannot_send(string who, string path, string message)
    {
        var (status, body) = await shop.PostAsync("/_localaws/send", JsonSerializer.Serialize(new { @as = who, method = "GET", path, api = "ShopApi" }));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(message, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decides_a_call_that_nobody_made()
    {
        Assert.Contains("pill refused", (await shop.PostAsync("/_localaws/explain", Call)).Body, StringComparison.Ordinal);
        Assert.Contains("pill allowed", (await shop.PageAsync("/_localaws/explain?as=Reader&method=GET&path=/things/1&api=ShopApi")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_who_would_gain_and_puts_nothing_in_force()
    {
        var template = shop.Aws.Emulator.Stacks.Main.TemplatePath;
        var lines = await File.ReadAllLinesAsync(template, TestContext.Current.CancellationToken);
        var (first, last) = (Array.FindIndex(lines, static line => line.Contains("Sid: ReadsThings", StringComparison.Ordinal)), Array.FindIndex(lines, static line => line.Contains("/prod/GET/things/*", StringComparison.Ordinal)));
        var was = string.Join('\n', lines[first..(last + 1)]);
        string Edited(string from, string to) => new JsonObject { ["place"] = $"template.yaml:{first + 1}", ["was"] = was, ["text"] = was.Replace(from, to, StringComparison.Ordinal) }.ToJsonString();

        var less = (await shop.PostAsync("/_localaws/what-if", Edited("Effect: Allow", "Effect: Deny"))).Body;
        var stale = (await shop.PostAsync("/_localaws/what-if", new JsonObject { ["place"] = $"template.yaml:{first + 1}", ["was"] = "other", ["text"] = "" }.ToJsonString())).Body;

        Assert.Contains("<b>loss</b> Reader lost GET /things/{id} of ShopApi", less, StringComparison.Ordinal);
        Assert.Contains("-                Effect: Allow\n+                Effect: Deny\n", less, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetDirectoryName(template)!, less, StringComparison.Ordinal);
        Assert.Contains("The template is another by now", stale, StringComparison.Ordinal);
        Assert.Contains("Everybody could do what they can", (await shop.PostAsync("/_localaws/what-if", Edited("Sid: ReadsThings", "Sid: Reads"))).Body, StringComparison.Ordinal);
        Assert.Equal(lines, await File.ReadAllLinesAsync(template, TestContext.Current.CancellationToken));
        Assert.Contains("pill allowed", (await shop.PageAsync("/_localaws/explain?as=Reader&method=GET&path=/things/1&api=ShopApi")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret.md", "is not below")]
    [InlineData("/etc/passwd.md", "is not below")]
    [InlineData("missing.md", "cannot be read")]
    [InlineData("main", "Revisions are known to a LocalAws that")]
    public async Task Compares_with_nothing_that_is_not_beside_the_template(string named, string message) =>
        Assert.Contains(message, (await shop.PageAsync($"/_localaws/matrix?against={Uri.EscapeDataString(named)}")).Body, StringComparison.Ordinal);
}
