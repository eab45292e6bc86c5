using System.Net;

namespace Integration;

/// <summary>Whoever types LocalAws's address into a browser sees what runs, what was decided and where the rest is; programs at <c>/</c> call services, as ever.</summary>
public class A_browser_at_the_root(StackFixture stack)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sees_the_last_decisions_with_their_reasons_and_links_to_the_rest()
    {
        using var client = stack.LocalAws.Client("BillingApi", stack.LocalAws.SessionOf("AuditorRole"));
        using var refused = await client.PostAsync(new Uri("charges", UriKind.Relative), null, Cancellation);
        using (await client.GetAsync(new Uri("favicon.ico", UriKind.Relative), Cancellation))
        {
            // A browser looks for it by itself: nobody wants to read that there is none.
        }

        var (status, page, headers) = await AskAsync("/", "text/html,application/xhtml+xml");

        Assert.DoesNotContain("/favicon.ico <span>", page, StringComparison.Ordinal);
        Assert.Matches("<td role=\"cell\" class=\"who\">AuditorRole/[^<]+</td>", page);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("href=\"/_localaws/matrix\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/_localaws/outbox\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/_localaws/decisions/{refused.Headers.GetValues("x-localaws-decision").Single()}\"", page, StringComparison.Ordinal);
        Assert.Contains("Denied by statement &#39;OnlyOrdersPostsCharges&#39; of the resource policy BillingApi.Auth.ResourcePolicy (template.yaml:", page, StringComparison.Ordinal);
        Assert.Equal("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotMatch("<script(?! type=\"module\" src=\"/_localaws/console/)|<style| style=| on[a-z]+=", page);
        Assert.Equal("no-store", headers.GetValues("Cache-Control").Single());
    }

    [Theory]
    [InlineData("/_localaws/", "<h1>Decisions</h1>")]
    [InlineData("/_localaws/matrix", "<h1>Who may call what: ")]
    [InlineData("/_localaws/what-if", "<textarea class=\"editor\"")]
    [InlineData("/_localaws/findings", "<h1>Findings</h1>")]
    [InlineData("/_localaws/outbox", "<h1>Outbox</h1>")]
    [InlineData("/_localaws/stack", "/execute-api/OrdersApi/prod</code>")]
    [InlineData("/_localaws/stack", "<td>AWS_IAM</td><td>OrdersFunction</td>")]
    [InlineData("/_localaws/stack", "title=\"Afterwards the browser goes to http://localhost:3000/callback\">Sign in</a>")]
    [InlineData("/_localaws/decisions", "<h1>Decisions</h1>")]
    public async Task Is_led_to_pages_for_people(string path, string part)
    {
        var (status, page, headers) = await AskAsync(path, "text/html");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(part, page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_its_picture() => Assert.StartsWith("<svg ", (await AskAsync("/favicon.ico", "image/avif,*/*")).Body, StringComparison.Ordinal);

    [Theory]
    [InlineData("/", "*/*", null, HttpStatusCode.NotFound)]
    [InlineData("/", "application/json", null, HttpStatusCode.NotFound)]
    [InlineData("/?Action=GetCallerIdentity&Version=2011-06-15", "text/html", null, HttpStatusCode.Forbidden)]
    [InlineData("/", "text/html", "evil.example", HttpStatusCode.Forbidden)]
    [InlineData("/favicon.ico", "*/*", "evil.example", HttpStatusCode.Forbidden)]
    public async Task Is_nobody_else(string path, string accept, string? host, HttpStatusCode status)
    {
        var answer = await AskAsync(path, accept, ("Host", host));

        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("<h1>", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "http://localhost:3000")]
    public async Task Is_not_a_page_of_another_site(string header, string value)
    {
        var answer = await AskAsync("/", "text/html", (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("ForeignOrigin", answer.Body, StringComparison.Ordinal);
    }

    /// <summary>An API's root is the API's.</summary>
    [Fact]
    public async Task Of_an_APIs_host_is_the_APIs()
    {
        var id = stack.LocalAws.UrlOf("OrdersApi").Segments[2].TrimEnd('/');
        var answer = await AskAsync("/", "text/html", ("Host", $"{id}.execute-api.us-east-1.localhost:{stack.LocalAws.EndpointUrl.Port}"));

        Assert.Contains("\"message\"", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<h1>", answer.Body, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> AskAsync(string path, string accept, params (string Name, string? Value)[] more)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stack.LocalAws.EndpointUrl, path));
        foreach (var (name, value) in more.Append(("Accept", accept)).Where(static header => header.Item2 is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), response.Headers);
    }
}
