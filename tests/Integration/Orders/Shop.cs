using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Harness.Targets;

namespace Integration.Orders;

/// <summary>The storefront's and the auditor's view of a running stack.</summary>
public sealed class Shop(IAwsTarget aws) : IDisposable
{
    /// <summary>A crashed function is back within seconds, also on a busy machine.</summary>
    private static readonly TimeSpan LongestTrial = TimeSpan.FromSeconds(30);

    private readonly HttpClient orders = aws.Client("OrdersApi", aws.SessionOf("StorefrontRole"));
    private readonly HttpClient charges = aws.Client("BillingApi", aws.SessionOf("AuditorRole"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> PlaceAsync(string idempotencyKey, long unitPriceMinor = 450) => PlaceAsync(orders, idempotencyKey, unitPriceMinor);

    public static async Task<HttpResponseMessage> PlaceAsync(HttpClient orders, string idempotencyKey, long unitPriceMinor = 450)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "orders");
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        request.Content = JsonContent.Create(new { customerId = "cust-1", currency = "EUR", items = new[] { new { sku = "tea-250g", quantity = 2, unitPriceMinor } } });
        return await orders.SendAsync(request, Cancellation);
    }

    /// <summary>Repeats until the order is placed, as a client does whose answer was lost; not for ever, since what is broken for good has to be told.</summary>
    public async Task<JsonElement> PlaceAtLastAsync(string idempotencyKey)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            using var response = await PlaceAsync(idempotencyKey);
            if (response.StatusCode == HttpStatusCode.Created)
            {
                return await JsonAsync(response);
            }

            Assert.True(
                (int)response.StatusCode >= 500 && Stopwatch.GetElapsedTime(started) < LongestTrial,
                $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(Cancellation)}");
        }
    }

    public Task<HttpResponseMessage> CancelAsync(string orderId) => orders.PostAsync(new Uri($"orders/{orderId}/cancel", UriKind.Relative), content: null, Cancellation);

    public async Task<JsonElement> OrderAsync(string orderId)
    {
        using var response = await orders.GetAsync(new Uri($"orders/{orderId}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonAsync(response);
    }

    public async Task<JsonElement[]> ChargesOfAsync(string orderId)
    {
        using var response = await charges.GetAsync(new Uri($"charges?orderId={orderId}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await JsonAsync(response)).GetProperty("items").EnumerateArray()];
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        (await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(Cancellation), cancellationToken: Cancellation)).RootElement;

    public void Dispose()
    {
        orders.Dispose();
        charges.Dispose();
    }
}
