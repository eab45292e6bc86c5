using System.Net;
using Amazon.S3;
using Harness;
using Integration.Access;
using SigV4;

namespace Integration.Receipts;

/// <summary>What everybody does with the stack, each thing once: the routes, and the customer's own bucket.</summary>
internal sealed class CustomersDay(KeptShop shop, LocalAws aws, Customer customer)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The HTTP status of each step.</summary>
    public async Task<IReadOnlyDictionary<string, int>> EveryStepAsync()
    {
        var bucket = aws.OutputOf("ReceiptsBucketName");
        using var s3 = KeptShop.S3(aws, customer.Credentials);
        var partner = await PartnerToken.OfAsync(aws, "acme");
        return new Dictionary<string, int>
        {
            ["list receipts"] = await StatusAsync(() => s3.ListObjectsV2Async(new() { BucketName = bucket, Prefix = $"receipts/{customer.Tokens.Sub}/" }, Cancellation)),
            ["read a receipt"] = await StatusAsync(() => s3.GetObjectAsync(bucket, shop.Receipt, Cancellation)),
            ["send an upload"] = await StatusAsync(() => s3.PutObjectAsync(new() { BucketName = bucket, Key = $"uploads/{customer.IdentityId}/cup.txt", ContentBody = "broken" }, Cancellation)),
            ["POST /me/orders"] = (await KeptShop.PlaceAsync(aws, customer)).Status,
            ["POST /webhooks/payment"] = await CallAsync("BillingApi", HttpMethod.Post, "webhooks/payment", null, partner, Told),
            ["GET /me/orders"] = await CallAsync("OrdersApi", HttpMethod.Get, "me/orders", null, customer.Tokens.IdToken),
            ["GET /mobile/orders"] = await CallAsync("OrdersApi", HttpMethod.Get, "mobile/orders", customer.Credentials),
            ["GET /orders"] = await CallAsync("OrdersApi", HttpMethod.Get, "orders", aws.SessionOf("AuditorRole")),
            ["GET /charges/{id}"] = await CallAsync("BillingApi", HttpMethod.Get, $"charges/{shop.ChargeId}", aws.SessionOf("AuditorRole")),
            ["GET /protected"] = await CallAsync("ProtectedApi", HttpMethod.Get, "protected", null, $"Bearer {customer.Tokens.IdToken}"),
        };
    }

    private string Told => $$"""{"eventId":"evt_{{Guid.CreateVersion7():N}}","chargeId":"{{shop.ChargeId}}","type":"charge.settled","occurredAt":"2026-01-02T03:04:05Z"}""";

    private static async Task<int> StatusAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return (int)HttpStatusCode.OK;
        }
        catch (AmazonS3Exception refused)
        {
            return (int)refused.StatusCode;
        }
    }

    private async Task<int> CallAsync(string api, HttpMethod method, string path, AwsCredentials? credentials, string? token = null, string? body = null)
    {
        using var client = aws.Client(api, credentials);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, null, "application/json") };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        using var response = await client.SendAsync(request, Cancellation);
        return (int)response.StatusCode;
    }
}
