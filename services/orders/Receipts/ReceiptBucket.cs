using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Orders.Receipts;

/// <summary>
/// Receipts as objects of a bucket, <c>receipts/{customerId}/{orderId}.json</c>. The customer comes first, since that is what policies hold the customers' own credentials to: an
/// id has no slash, so nobody's begins with another's.
/// </summary>
internal sealed class ReceiptBucket(IAmazonS3 client, string bucket) : IReceiptStore
{
    /// <summary>
    /// Settings of AWS's client: two tries of 3 seconds, since billing may have taken 20 of a function's 29. Region, endpoint and credentials are those of the environment. An
    /// endpoint of one's own has no name for each bucket, so there the bucket is in the path. AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
    /// </summary>
    public static AmazonS3Config Settings(IConfiguration configuration) => new()
    {
        RetryMode = RequestRetryMode.Standard,
        MaxErrorRetry = 1,
        Timeout = TimeSpan.FromSeconds(3),
        ForcePathStyle = !string.IsNullOrEmpty(configuration["AWS_ENDPOINT_URL_S3"]) || !string.IsNullOrEmpty(configuration["AWS_ENDPOINT_URL"]),
    };

    public static string KeyOf(Receipt receipt) => $"receipts/{receipt.CustomerId}/{receipt.OrderId}.json";

    public async Task KeepAsync(Receipt receipt, CancellationToken cancellation)
    {
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(receipt, ReceiptJson.Default.Receipt));
        await client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = KeyOf(receipt), ContentType = "application/json", InputStream = content }, cancellation);
    }
}
