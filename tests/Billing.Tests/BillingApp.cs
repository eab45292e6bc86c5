using Lambda;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Tests;

/// <summary>Billing with a data folder of its own, or that of an earlier one: a restart.</summary>
internal sealed class BillingApp(string? folder = null, long? chargeLimitMinor = null) : ServiceApp<Program>(folder)
{
    private const string PartnerHeader = "Test-Partner";

    public Action<IServiceCollection>? Replace { get; init; }

    public Task<Answer> ChargeAsync(string key, string body = """{"orderId":"ord-1","amountMinor":900,"currency":"EUR"}""") =>
        PostAsync("/charges", body, key);

    public async Task<string> ChargedAsync(string key, long amountMinor = 900, string orderId = "ord-1")
    {
        var answer = await ChargeAsync(key, $$"""{"orderId":"{{orderId}}","amountMinor":{{amountMinor}},"currency":"EUR"}""");
        return answer["chargeId"];
    }

    public Task<Answer> RefundAsync(string chargeId, long amountMinor, string? key = null) =>
        PostAsync($"/charges/{chargeId}/refunds", $$"""{"amountMinor":{{amountMinor}}}""", key);

    /// <summary>What a partner sends whom the authorizer named; null is nobody.</summary>
    public Task<Answer> TellAsync(string? partner, string body)
    {
        var request = Post("/webhooks/payment", body, key: null, "application/json; charset=utf-8");
        if (partner is not null)
        {
            request.Headers.Add(PartnerHeader, partner);
        }

        return SendAsync(request);
    }

    public Task<Answer> PostAsync(string path, string body, string? key, string contentType = "application/json") =>
        SendAsync(Post(path, body, key, contentType));

    public Task<Answer> PostAsync(string path, byte[] body, string? key, string? contentType = "application/json") =>
        SendAsync(Post(path, body, key, contentType));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        if (chargeLimitMinor is not null)
        {
            builder.UseSetting("Billing:ChargeLimitMinor", $"{chargeLimitMinor}");
        }

        builder.ConfigureServices(services => Replace?.Invoke(services));
    }

    // Whom a Lambda authorizer let through.
    protected override GatewayCaller? CallerOf(IHeaderDictionary headers) => headers[PartnerHeader] is [{ } partner]
        ? new GatewayCaller { Authorizer = new Dictionary<string, string> { ["principalId"] = partner, ["partner"] = partner } }
        : null;
}
