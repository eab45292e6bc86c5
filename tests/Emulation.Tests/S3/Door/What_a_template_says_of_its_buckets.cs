using Emulation.S3;
using Emulation.S3.Door;
using Emulation.Tests.S3.Store;

namespace Emulation.Tests.S3.Door;

/// <summary>Versions, tags and pages of browsers as templates give them to buckets: put with the bucket, and again where the template changes.</summary>
public sealed class What_a_template_says_of_its_buckets : IDisposable
{
    private const string Cors = """
        CorsConfiguration: { CorsRules: [{ Id: shop, AllowedMethods: [GET, PUT], AllowedOrigins: [https://shop.example], AllowedHeaders: ["*"], ExposedHeaders: [ETag], MaxAge: 600 }] }
        """;

    private readonly StoreUnderTest store = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task Is_put_where_the_bucket_is_made()
    {
        await DeployAsync($"{Cors}, VersioningConfiguration: {{ Status: Enabled }}, Tags: [{{ Key: team, Value: a }}, {{ Key: env, Value: prod }}]");

        Assert.Contains("<Status>Enabled</Status>", (await store.OkAsync("GetBucketVersioning")).Text, StringComparison.Ordinal);
        Assert.Contains(
            "<ID>shop</ID><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedOrigin>https://shop.example</AllowedOrigin><AllowedHeader>*</AllowedHeader><MaxAgeSeconds>600</MaxAgeSeconds><ExposeHeader>ETag</ExposeHeader>",
            (await store.OkAsync("GetBucketCors")).Text, StringComparison.Ordinal);
        var tags = (await store.OkAsync("GetBucketTagging")).Text;
        Assert.Contains("<Tag><Key>env</Key><Value>prod</Value></Tag><Tag><Key>team</Key><Value>a</Value></Tag>", tags, StringComparison.Ordinal);
        Assert.Equal("https://shop.example", store.Objects.Cors.HeadersOf(new BrowserRequest(StoreUnderTest.Bucket, true, "https://shop.example", "PUT", null))[0].Value);
    }

    /// <summary>The twin: what the template does not say is nobody's leave.</summary>
    [Fact]
    public async Task Is_nothing_where_it_says_nothing()
    {
        await DeployAsync("");

        Assert.Equal("NoSuchCORSConfiguration", await store.CodeAsync("GetBucketCors"));
        Assert.Equal("NoSuchTagSet", await store.CodeAsync("GetBucketTagging"));
        Assert.DoesNotContain("Status", (await store.OkAsync("GetBucketVersioning")).Text, StringComparison.Ordinal);
        Assert.Empty(store.Objects.Cors.HeadersOf(new BrowserRequest(StoreUnderTest.Bucket, true, "https://shop.example", "PUT", null)));
    }

    [Fact]
    public async Task Leaves_what_calls_have_changed_until_it_says_something_else()
    {
        await DeployAsync(Cors);
        await store.OkAsync("DeleteBucketCors");
        await DeployAsync(Cors);
        Assert.Equal("NoSuchCORSConfiguration", await store.CodeAsync("GetBucketCors"));

        await DeployAsync(Cors.Replace("shop.example", "other.example", StringComparison.Ordinal));
        Assert.Contains("https://other.example", (await store.OkAsync("GetBucketCors")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_taken_back_with_the_lines_that_said_it()
    {
        await DeployAsync($"{Cors}, VersioningConfiguration: {{ Status: Enabled }}, Tags: [{{ Key: team, Value: a }}]");
        await DeployAsync("");

        Assert.Equal("NoSuchCORSConfiguration", await store.CodeAsync("GetBucketCors"));
        Assert.Equal("NoSuchTagSet", await store.CodeAsync("GetBucketTagging"));
        Assert.Contains("<Status>Suspended</Status>", (await store.OkAsync("GetBucketVersioning")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_put_anew_with_a_bucket_that_was_gone()
    {
        await DeployAsync(Cors);
        await store.OkAsync("DeleteBucket");
        await DeployAsync(Cors);

        Assert.Contains("https://shop.example", (await store.OkAsync("GetBucketCors")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_with_its_place_where_S3_would_not_take_it()
    {
        var error = await Assert.ThrowsAsync<UsageException>(() => DeployAsync(Cors.Replace("[GET, PUT]", "[GET, PATCH]", StringComparison.Ordinal)));

        Assert.Matches(@"^Files \(template\.yaml:\d+\): PutBucketCors answers 400\. .*Unsupported method is PATCH", error.Message);
    }

    private async Task DeployAsync(string properties)
    {
        var stack = Given.Stack($"""
            Resources:
              Files:
                Type: AWS::S3::Bucket
                Properties: {"{"} BucketName: {StoreUnderTest.Bucket}, {properties.Trim()} {"}"}
            """);
        using var settings = new DeclaredSettings(store.Folder);
        await settings.EnsureAsync(store.Objects, stack.Buckets.Single(), stack.AccountId, stack.Region, TestContext.Current.CancellationToken);
    }
}
