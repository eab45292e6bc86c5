using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orders.Ordering;

namespace Orders.Charging;

/// <summary>Asks billing. Every request carries a key made from the order's id, so that any of them may be repeated.</summary>
internal sealed class BillingClient(HttpClient http, ILogger<BillingClient> log)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public Task<BillingAnswer> ChargeAsync(Order order, CancellationToken cancellation) => AskAsync(
        "charges", order.OrderId, order.OrderId,
        new ChargeRequest(order.OrderId, order.TotalMinor, order.Currency), BillingJson.Default.ChargeRequest,
        body => JsonSerializer.Deserialize(body, BillingJson.Default.ChargeResponse)?.ChargeId is { Length: > 0 } chargeId
            ? new BillingAnswer.Captured(chargeId)
            : throw new JsonException("The charge has no chargeId."),
        cancellation);

    public Task<BillingAnswer> RefundAsync(Order order, string chargeId, CancellationToken cancellation) => AskAsync(
        $"charges/{Uri.EscapeDataString(chargeId)}/refunds", order.OrderId, $"cancel-{order.OrderId}",
        new RefundRequest(order.TotalMinor), BillingJson.Default.RefundRequest,
        _ => new BillingAnswer.Refunded(), cancellation);

    private async Task<BillingAnswer> AskAsync<T>(
        string path, string orderId, string key, T body, JsonTypeInfo<T> type, Func<byte[], BillingAnswer> read, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type)) { Headers = { ContentType = Json } },
        };
        request.Headers.Add("Idempotency-Key", key);

        try
        {
            using var response = await http.SendAsync(request, cancellation);
            return Answer(orderId, response, await response.Content.ReadAsByteArrayAsync(cancellation), read);
        }
        catch (Exception unreached) when (!cancellation.IsCancellationRequested)
        {
            // The network, a timeout, credentials that could not be had: whatever it was, billing's answer is not known.
            Log.OutOfReach(log, unreached, orderId, path);
            return new BillingAnswer.OutOfReach();
        }
    }

    private BillingAnswer Answer(string orderId, HttpResponseMessage response, byte[] body, Func<byte[], BillingAnswer> read)
    {
        var status = response.StatusCode;
        try
        {
            switch (status)
            {
                case HttpStatusCode.OK or HttpStatusCode.Created:
                    return read(body);
                case HttpStatusCode.PaymentRequired:
                    return new BillingAnswer.Declined(Excerpt.Of(JsonSerializer.Deserialize(body, BillingJson.Default.ProblemDetails)?.Detail ?? "Billing declined the charge."));
                case >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout:
                    Log.Failing(log, orderId, (int)status);
                    return new BillingAnswer.OutOfReach();
            }
        }
        catch (JsonException)
        {
            // Something that is not billing answered in its place.
        }

        Log.Refused(log, orderId, (int)status, Excerpt.Of(body));
        return new BillingAnswer.Refused();
    }
}
