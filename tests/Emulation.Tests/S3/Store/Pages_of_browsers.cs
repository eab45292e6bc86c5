using Emulation.S3;

namespace Emulation.Tests.S3.Store;

/// <summary>CORS, as AWS's recorded answers have it.</summary>
public class Pages_of_browsers
{
    private const string Rules =
        "<CORSConfiguration><CORSRule><ID>first</ID><AllowedMethod>GET</AllowedMethod><AllowedMethod>HEAD</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedOrigin>https://app.example</AllowedOrigin>"
        + "<AllowedHeader>x-probe-*</AllowedHeader><AllowedHeader>Content-Type</AllowedHeader><MaxAgeSeconds>17</MaxAgeSeconds><ExposeHeader>ETag</ExposeHeader><ExposeHeader>x-amz-request-id</ExposeHeader></CORSRule>"
        + "<CORSRule><ID>fallback</ID><AllowedMethod>GET</AllowedMethod><AllowedMethod>DELETE</AllowedMethod><AllowedOrigin>*</AllowedOrigin><AllowedHeader>*</AllowedHeader></CORSRule></CORSConfiguration>";

    private const string First = "Access-Control-Expose-Headers=ETag, x-amz-request-id|Access-Control-Max-Age=17|Access-Control-Allow-Credentials=true|Vary=Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

    private static async Task<StoreUnderTest> StoreAsync(string rules = Rules)
    {
        var store = await StoreUnderTest.WithBucketAsync();
        await store.OkAsync("PutBucketCors", null, rules);
        store.Restart();
        return store;
    }

    private static string Told(S3Answer answer) => answer.Refusal is S3Refusal refusal
        ? $"{refusal.StatusCode} {refusal.Type} {string.Join(' ', refusal.Elements.Select(static one => one.Text))}".TrimEnd()
        : string.Join('|', answer.Headers.Select(static one => $"{one.Key}={one.Value}"));

    [Theory]
    [InlineData("https://app.example", "GET", null, "Access-Control-Allow-Origin=https://app.example|Access-Control-Allow-Methods=GET, HEAD, PUT|" + First + "|Content-Length=0")]
    [InlineData("https://app.example", "GET", "X-Probe-Z, content-type, X-Probe-A", "Access-Control-Allow-Origin=https://app.example|Access-Control-Allow-Methods=GET, HEAD, PUT|Access-Control-Allow-Headers=x-probe-z, content-type, x-probe-a|" + First + "|Content-Length=0")]
    [InlineData("https://app.example", "GET", "X-Other", "Access-Control-Allow-Origin=*|Access-Control-Allow-Methods=GET, DELETE|Access-Control-Allow-Headers=x-other|Vary=Origin, Access-Control-Request-Headers, Access-Control-Request-Method|Content-Length=0")]
    [InlineData("https://app.example", "GET", ", X-Probe-A,,", "Access-Control-Allow-Origin=*|Access-Control-Allow-Methods=GET, DELETE|Access-Control-Allow-Headers=, x-probe-a|Vary=Origin, Access-Control-Request-Headers, Access-Control-Request-Method|Content-Length=0")]
    [InlineData("https://elsewhere.example", "DELETE", null, "Access-Control-Allow-Origin=*|Access-Control-Allow-Methods=GET, DELETE|Vary=Origin, Access-Control-Request-Headers, Access-Control-Request-Method|Content-Length=0")]
    [InlineData("https://elsewhere.example", "PUT", null, "403 AccessForbidden PUT OBJECT")]
    [InlineData("https://app.example", "PATCH", null, "403 AccessForbidden PATCH OBJECT")]
    [InlineData("https://app.example", null, null, "403 AccessForbidden OPTIONS OBJECT")]
    [InlineData("https://app.example", "", null, "403 AccessForbidden OPTIONS OBJECT")]
    [InlineData("https://app.example", "get", null, "400 BadRequest")]
    [InlineData("https://app.example", "GET, PUT", null, "400 BadRequest")]
    [InlineData("https://app.example", "GET", "Bad Header", "400 BadRequest")]
    [InlineData("", "GET", null, "400 BadRequest")]
    [InlineData(null, "GET", null, "400 BadRequest")]
    public async Task Are_told_before_a_call_what_they_may(string? origin, string? method, string? headers, string told)
    {
        using var store = await StoreAsync();
        Assert.Equal(told, Told(store.Objects.Cors.Preflight(new PageRequest("a-bucket", true, origin, method, headers))));
    }

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://APP.example", false)]
    [InlineData("https://app.example/", false)]
    [InlineData("http://app.example", false)]
    [InlineData("https://a.sub.example", true)]
    [InlineData("https://sub.example", false)]
    public async Task Are_those_of_an_origin_letter_by_letter(string origin, bool isAllowed)
    {
        using var store = await StoreAsync("<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>https://app.example</AllowedOrigin><AllowedOrigin>https://*.sub.example</AllowedOrigin></CORSRule></CORSConfiguration>");
        var answer = store.Objects.Cors.Preflight(new PageRequest("a-bucket", false, origin, "GET", null));
        Assert.Equal(isAllowed ? "200" : "403 AccessForbidden GET BUCKET", isAllowed ? $"{answer.StatusCode}" : Told(answer));
        Assert.Equal(isAllowed ? origin : null, answer.Headers.Where(static one => one.Key == "Access-Control-Allow-Origin").Select(static one => one.Value).FirstOrDefault());
    }

    [Fact]
    public async Task May_read_what_a_rule_is_for()
    {
        using var store = await StoreAsync();
        Assert.NotEmpty(store.Objects.Cors.HeadersOf(new PageRequest("a-bucket", true, "https://app.example", "PUT", null)));
        Assert.Empty(store.Objects.Cors.HeadersOf(new PageRequest("a-bucket", true, "https://elsewhere.example", "PUT", null)));
        Assert.Empty(store.Objects.Cors.HeadersOf(new PageRequest("a-bucket", true, null, "PUT", null)));
        Assert.Empty(store.Objects.Cors.HeadersOf(new PageRequest("another", true, "https://app.example", "PUT", null)));
    }

    [Fact]
    public async Task Are_refused_where_nobody_set_rules()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        foreach (var bucket in new[] { "a-bucket", "none" })
        {
            Assert.Equal("403 AccessForbidden GET BUCKET", Told(store.Objects.Cors.Preflight(new PageRequest(bucket, true, "https://app.example", "GET", null))));
        }
    }

    [Fact]
    public async Task Have_rules_that_come_back()
    {
        using var store = await StoreAsync();
        Assert.Equal(Rules, (await store.OkAsync("GetBucketCors")).Document);
        await store.OkAsync("DeleteBucketCors");
        Assert.Equal("NoSuchCORSConfiguration", await store.CodeAsync("GetBucketCors"));
    }

    [Theory]
    [InlineData("<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>OPTIONS</AllowedMethod></CORSRule>", "InvalidRequest")]
    [InlineData("<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>get</AllowedMethod></CORSRule>", "InvalidRequest")]
    [InlineData("<CORSRule><AllowedOrigin>http://*.*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>", "InvalidRequest")]
    [InlineData("<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><ExposeHeader>*</ExposeHeader></CORSRule>", "InvalidRequest")]
    [InlineData("<CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule>", "MalformedXML")]
    [InlineData("<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><MaxAgeSeconds>long</MaxAgeSeconds></CORSRule>", "MalformedXML")]
    [InlineData("", "MalformedXML")]
    public async Task Have_rules_that_S3_takes(string rule, string code)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        Assert.Equal(code, await store.CodeAsync("PutBucketCors", null, $"<CORSConfiguration>{rule}</CORSConfiguration>"));
        Assert.Equal("NoSuchCORSConfiguration", await store.CodeAsync("GetBucketCors"));
    }
}
