using System.Net;
using System.Text;
using Harness;
using Integration.Targets;

namespace Integration.Mobile;

/// <summary>docs/samples/browser/index.html as it stands, with this run's ids in its first lines: Chromium signs in and calls, preflight requests and all.</summary>
[Trait("Stack", "own")]
public sealed class The_page_of_the_samples : IDisposable
{
    private const string SignIn = """
        <script type="module">
        const form = document.querySelector('#sign-in');
        form.email.value = 'page@example.com';
        form.password.value = 'PASSWORD';
        form.requestSubmit();
        </script>
        """;

    private readonly int port = FreePort.Find();
    private readonly HttpListener pages = new();
    private readonly DirectoryInfo profile = Directory.CreateTempSubdirectory("localaws-chromium-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        pages.Close();
        profile.Delete(recursive: true);
    }

    [Fact]
    public async Task Calls_with_a_token_and_with_a_signature_and_is_refused_where_no_page_may_call()
    {
        ExternalTool.Require("chromium");
        var function = ProxyFunction.Of(call => ProxyAnswer.Json(new { caller = call.CallerArn?.Split('/')[1] ?? "a token" }) with { Headers = Allowed() });
        await using var aws = await LocalAws.StartAsync(
            new LocalAwsOptions {
                Parameters = new Dictionary<string, string> { ["StorefrontOrigin"] = $"http://localhost:{port}" },
                Functions = { ["OrdersFunction"] = function, ["BillingFunction"] = function, ["PartnerAuthorizerFunction"] = function },
            },
            Cancellation);
        await aws.SignInAsync("StorefrontClient", "page@example.com");
        var page = (await File.ReadAllTextAsync(Path.Combine(StackFixture.Root, "docs", "samples", "browser", "index.html"), Cancellation))
            .Replace("http://127.0.0.1:4566", aws.EndpointUrl.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("CUSTOMER_POOL_ID", aws.UserPoolId("StorefrontClient"), StringComparison.Ordinal)
            .Replace("STOREFRONT_CLIENT_ID", aws.UserPoolClientId("StorefrontClient"), StringComparison.Ordinal)
            .Replace("CUSTOMER_IDENTITIES_ID", aws.IdentityPoolId("CustomerIdentities"), StringComparison.Ordinal)
            .Replace("</html>", SignIn.Replace("PASSWORD", LocalAws.UserPassword, StringComparison.Ordinal) + "</html>", StringComparison.Ordinal);

        var shown = await ShownAsync(page);

        Assert.Contains("""GET /me/orders, with the token: 200 {"caller":"a token"}""", shown, StringComparison.Ordinal);
        Assert.Contains("""GET /mobile/orders, signed: 200 {"caller":"MobileCustomerRole"}""", shown, StringComparison.Ordinal);
        Assert.Contains("GET /orders, signed: TypeError: Failed to fetch", shown, StringComparison.Ordinal);
        Assert.Contains(aws.Decisions.All, static one => one is { Method: "OPTIONS", Path: "/orders", Statement: "NobodyCallsAnotherRoute" });
        Assert.Contains(aws.Decisions.All, static one => one is { Method: "OPTIONS", Path: "/mobile/orders", IsAllowed: true });
    }

    private Dictionary<string, string> Allowed() => new() { ["content-type"] = "application/json", ["Access-Control-Allow-Origin"] = $"http://localhost:{port}" };

    /// <summary>What the page has in the end: Chromium ends when nothing of it is under way.</summary>
    private async Task<string> ShownAsync(string page)
    {
        pages.Prefixes.Add($"http://localhost:{port}/");
        pages.Start();
        var serving = ServeAsync(Encoding.UTF8.GetBytes(page));
        var outcome = await ExternalTool.RunAsync(
            "chromium", ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile.FullName}", "--virtual-time-budget=30000", "--dump-dom", $"http://localhost:{port}/"]);
        pages.Stop();
        await serving;
        return outcome.Output;
    }

    private async Task ServeAsync(byte[] page)
    {
        try
        {
            while (true)
            {
                var call = await pages.GetContextAsync();
                call.Response.ContentType = "text/html; charset=utf-8";
                await call.Response.OutputStream.WriteAsync(page, Cancellation);
                call.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The browser has seen enough.
        }
    }
}
