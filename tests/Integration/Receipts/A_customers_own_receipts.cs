using System.Net;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Harness;

namespace Integration.Receipts;

/// <summary>A customer's app on AWS's own SDK, with the credentials that the identity pool gave for the token: its own part of the bucket, and nobody else's.</summary>
[Trait("Stack", "own")]
public sealed class A_customers_own_receipts : IAsyncLifetime
{
    private LocalAws aws = null!;
    private Customer amy = null!;
    private Customer ben = null!;
    private string bucket = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        aws = await LocalAws.StartAsync(cancellation: Cancellation);
        bucket = aws.OutputOf("ReceiptsBucketName");
        amy = await KeptShop.CustomerAsync(aws, "amy.receipts@example.com");
        ben = await KeptShop.CustomerAsync(aws, "ben.receipts@example.com");
    }

    public ValueTask DisposeAsync() => aws.DisposeAsync();

    [Fact]
    public async Task Are_listed_and_read_by_nobody_else()
    {
        var placed = (await KeptShop.PlaceAsync(aws, amy)).Body;
        var others = (await KeptShop.PlaceAsync(aws, ben)).Body;
        var key = $"receipts/{amy.Tokens.Sub}/{(string)placed["orderId"]!}.json";
        using var s3 = KeptShop.S3(aws, amy.Credentials);

        var list = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = $"receipts/{amy.Tokens.Sub}/" }, Cancellation);
        Assert.Equal([key], list.S3Objects.Select(static one => one.Key));
        using var receipt = await s3.GetObjectAsync(bucket, key, Cancellation);
        var said = await JsonNode.ParseAsync(receipt.ResponseStream, cancellationToken: Cancellation);
        Assert.Equal("application/json", receipt.Headers.ContentType);
        Assert.Equal(((string?)placed["orderId"], (string?)placed["chargeId"], 450), ((string?)said!["orderId"], (string?)said["chargeId"], (int)said["totalMinor"]!));

        // Another customer's, a stranger's order, and what does not stop at a customer.
        var theirs = $"receipts/{ben.Tokens.Sub}/{(string)others["orderId"]!}.json";
        await RefusedAsync(s3, "s3:GetObject", client => client.GetObjectAsync(bucket, theirs, Cancellation));
        await RefusedAsync(s3, "s3:GetObject", client => client.GetObjectAsync(bucket, $"receipts/{amy.Tokens.Sub}", Cancellation));
        await RefusedAsync(s3, "s3:GetObject", client => client.GetObjectAsync(bucket, $"receipts/{amy.Tokens.Sub}/../{ben.Tokens.Sub}/{(string)others["orderId"]!}.json".Replace("/../", "%2F..%2F", StringComparison.Ordinal), Cancellation));
        foreach (var prefix in (string?[])[null, "", "receipts/", $"receipts/{amy.Tokens.Sub}", $"receipts/{ben.Tokens.Sub}/", "uploads/"])
        {
            await RefusedAsync(s3, "s3:ListBucket", client => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = prefix }, Cancellation));
        }

        // Its own are there to read: orders alone writes them, and orders alone may not read them.
        await RefusedAsync(s3, "s3:PutObject", client => client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = "{}" }, Cancellation));
        await RefusedAsync(s3, "s3:DeleteObject", client => client.DeleteObjectAsync(bucket, key, Cancellation));
        using var orders = KeptShop.S3(aws, aws.SessionOf("OrdersFunctionRole"));
        await RefusedAsync(orders, "s3:GetObject", client => client.GetObjectAsync(bucket, key, Cancellation));
        await RefusedAsync(orders, "s3:PutObject", client => client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = $"uploads/{amy.IdentityId}/a", ContentBody = "{}" }, Cancellation));
        Assert.Contains(aws.Decisions.All, one => one is { Action: "s3:PutObject", IsAllowed: true, Statement: "KeepReceipts", Policy: "KeepItsOwnData" } && one.Resource.EndsWith(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Are_no_guests_and_no_strangers()
    {
        var key = $"receipts/{amy.Tokens.Sub}/{(string)(await KeptShop.PlaceAsync(aws, amy)).Body["orderId"]!}.json";
        using var guest = KeptShop.S3(aws, await KeptShop.GuestAsync(aws));
        foreach (var who in (AmazonS3Client[])[guest, KeptShop.S3(aws, aws.SessionOf("StorefrontRole")), KeptShop.S3(aws, aws.SessionOf("AuditorRole"))])
        {
            await RefusedAsync(who, "s3:GetObject", client => client.GetObjectAsync(bucket, key, Cancellation));
            await RefusedAsync(who, "s3:ListBucket", client => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = $"receipts/{amy.Tokens.Sub}/" }, Cancellation));
            await RefusedAsync(who, "s3:PutObject", client => client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = $"uploads/{amy.IdentityId}/a", ContentBody = "a" }, Cancellation));
        }

        using var http = new HttpClient();
        using var anonymous = await http.GetAsync(new Uri(aws.EndpointUrl, $"/{bucket}/{key}"), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, anonymous.StatusCode);
    }

    /// <summary>Whoever has the URL may do with it what its signer may do, and that one thing alone. Amazon S3 User Guide, "Working with presigned URLs".</summary>
    [Fact]
    public async Task Take_uploads_by_a_URL_that_can_do_what_its_signer_can()
    {
        using var s3 = KeptShop.S3(aws, amy.Credentials);
        var own = $"uploads/{amy.IdentityId}/cup.txt";
        Assert.Equal(HttpStatusCode.OK, await PutAsync(UrlOf(s3, own)));
        using var sent = await s3.GetObjectAsync(bucket, own, Cancellation);
        Assert.Equal("broken", await new StreamReader(sent.ResponseStream).ReadToEndAsync(Cancellation));

        foreach (var key in (string[])[$"uploads/{ben.IdentityId}/cup.txt", $"uploads/{amy.IdentityId}", "uploads/cup.txt", $"receipts/{amy.Tokens.Sub}/ord_1.json"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(UrlOf(s3, key)));
            Assert.Contains(aws.Decisions.All, one => one is { Action: "s3:PutObject", IsAllowed: false, Statement: null } && one.Resource == $"arn:aws:s3:::{bucket}/{key}");
        }

        // Nor does it open another key, or another method.
        var url = UrlOf(s3, own);
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(url.Replace("cup.txt", "cat.txt", StringComparison.Ordinal)));
        using var http = new HttpClient();
        using var read = await http.GetAsync(new Uri(url), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
    }

    private string UrlOf(AmazonS3Client s3, string key) =>
        s3.GetPreSignedURL(new GetPreSignedUrlRequest { BucketName = bucket, Key = key, Verb = HttpVerb.PUT, Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5), Protocol = Protocol.HTTP });

    private static async Task<HttpStatusCode> PutAsync(string url)
    {
        using var http = new HttpClient();
        using var content = new StringContent("broken");
        content.Headers.ContentType = null;
        using var response = await http.PutAsync(new Uri(url), content, Cancellation);
        return response.StatusCode;
    }

    private static async Task RefusedAsync<T>(AmazonS3Client s3, string action, Func<AmazonS3Client, Task<T>> call)
    {
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => call(s3));
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), (refused.StatusCode, refused.ErrorCode));
        Assert.Contains($"is not authorized to perform: {action} on resource: ", refused.Message, StringComparison.Ordinal);
    }
}
