using System.Text.Json.Nodes;
using System.Web;
using Harness;
using Integration.InProcess;

namespace Integration.Cognito;

/// <summary>
/// Chromium at this repository's own hosted page, whose button for Google leads to a stand-in where the template's parameter asks for one. The pictures of docs are made here:
/// <c>LOCALAWS_ACCEPT=1</c> replaces them.
/// </summary>
public sealed class A_browser_at_a_stand_in(StackFixture stack) : IDisposable
{
    private const string Client = "StorefrontClient";
    private const string Redirect = "http://localhost:3000/callback";
    private readonly DirectoryInfo pictures = Directory.CreateTempSubdirectory("localaws-pictures-");

    [Theory]
    [InlineData("Amy Ames", "amy@example.com", true, false)]
    [InlineData("Bo Berg", "bo@example.com", false, true)]
    public async Task Signs_in_with_Google_and_reads_the_persons_own_orders(string person, string email, bool isVerified, bool byKeys)
    {
        stack.InProcessOnly("the template's parameter is another");
        ExternalTool.Require("chromium");
        var options = Stand_in_stack.Options;
        await using var aws = await LocalAws.StartAsync(options with { Parameters = new Dictionary<string, string> { ["SignInWithGoogle"] = "true" } }, TestContext.Current.CancellationToken);
        var domain = $"http://127.0.0.1:{aws.EndpointUrl.Port}/auth/customers-111122223333";
        var query = $"client_id={aws.UserPoolClientId(Client)}&response_type=code&redirect_uri={Uri.EscapeDataString(Redirect)}&state=of-the-application";
        var outcome = await NodeTool.RunAsync("stand-in.mjs", "/usr/bin/chromium", $"{domain}/login?{query}", "Google", Redirect, person, pictures.FullName, byKeys ? "true" : "false");
        var said = JsonNode.Parse(outcome.Output)!;
        var landed = HttpUtility.ParseQueryString(new Uri((string)said["url"]!).Query);

        Assert.Empty(said["complaints"]!.AsArray());
        Assert.Equal("of-the-application", landed["state"]);
        var token = await IdTokenAsync(domain, aws, landed["code"]!);
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!;
        Assert.Equal((email, isVerified), ((string?)claims["email"], (bool?)claims["email_verified"]));
        (await aws.AsUser(token).GetAsync("OrdersApi", "/me/orders", cancellation: TestContext.Current.CancellationToken)).ShouldBeAllowed();
        (await aws.AsNobody().GetAsync("OrdersApi", "/me/orders", cancellation: TestContext.Current.CancellationToken)).ShouldBeDenied();
        Keep(byKeys);
    }

    [Fact]
    public async Task Is_not_offered_where_the_parameter_does_not_ask_for_it()
    {
        stack.InProcessOnly("the template's parameter is another");
        await using var aws = await Stand_in_stack.StartAsync();
        using var http = new HttpClient();
        var page = await http.GetStringAsync(
            $"http://127.0.0.1:{aws.EndpointUrl.Port}/auth/customers-111122223333/login?client_id={aws.UserPoolClientId(Client)}&response_type=code&redirect_uri={Uri.EscapeDataString(Redirect)}",
            TestContext.Current.CancellationToken);

        Assert.DoesNotContain("Google", page, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => aws.SignInAsync(Client, via: "Google", cancellation: TestContext.Current.CancellationToken));
    }

    public void Dispose() => pictures.Delete(recursive: true);

    /// <summary>The pictures are those of the light pages.</summary>
    private void Keep(bool isDark)
    {
        foreach (var picture in pictures.GetFiles("*.png"))
        {
            Assert.True(picture.Length > 5_000, $"{picture.Name} shows nothing.");
            if (!isDark && Environment.GetEnvironmentVariable(AccessMatrix.AcceptVariable) == "1")
            {
                picture.CopyTo(Path.Combine(StackFixture.Root, "docs", picture.Name), overwrite: true);
            }
        }
    }

    private static async Task<string> IdTokenAsync(string domain, LocalAws aws, string code)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["client_id"] = aws.UserPoolClientId(Client), ["redirect_uri"] = Redirect, ["code"] = code });
        using var response = await http.PostAsync(new Uri($"{domain}/oauth2/token"), form, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["id_token"]!;
    }
}
