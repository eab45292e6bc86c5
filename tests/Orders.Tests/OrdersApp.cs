using System.Text.Json;
using Lambda;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orders.Charging;
using Orders.Ordering;
using Orders.Receipts;
using Orders.Storage;
using Orders.Tests.Fakes;
using ServiceDefaults;

namespace Orders.Tests;

/// <summary>Orders before a billing that tests script, with a data folder of its own or that of an earlier one: a restart.</summary>
internal sealed class OrdersApp(string? folder = null, FakeBilling? billing = null, FakeReceipts? receipts = null) : ServiceApp<Program>(folder)
{
    private const string ArnHeader = "Test-Caller-Arn";
    private const string ClaimsHeader = "Test-Claims";
    private const string IdentityHeader = "Test-Identity";

    public const string Tea = """{"customerId":"cust-1","currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}]}""";

    /// <summary>The same order in the words of its own customer.</summary>
    public const string OwnTea = """{"currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}]}""";

    public FakeBilling Billing { get; } = billing ?? new();

    public FakeReceipts Receipts { get; } = receipts ?? new();

    /// <summary>Stands between orders and its store.</summary>
    public Func<IOrderStore, IOrderStore> Store { get; init; } = store => store;

    /// <summary>The process after this one, on the same data, the same billing and the same receipts.</summary>
    /// <param name="store">Stands between it and its store.</param>
    public OrdersApp Restarted(Func<IOrderStore, IOrderStore>? store = null) =>
        new(Folder, Billing, Receipts) { Time = new(Time.GetUtcNow() + TimeSpan.FromMinutes(1)), Store = store ?? (static same => same) };

    public Task<Answer> PlaceAsync(string? key = null, string body = Tea, string? callerArn = null) => PostAsync("/orders", body, key, callerArn);

    /// <summary>What a signed-in customer sends; <paramref name="sub"/> null is nobody.</summary>
    public Task<Answer> PlaceOwnAsync(string? sub, string? key = null, string body = OwnTea) =>
        SendAsync(Signed(Post("/me/orders", body, key), sub));

    public Task<Answer> GetAsAsync(string? sub, string path) => SendAsync(Signed(new HttpRequestMessage(HttpMethod.Get, path), sub));

    /// <summary>With credentials of an identity pool, of this type and by these providers.</summary>
    public Task<Answer> GetOnMobileAsync(string path, string type, string? provider)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(IdentityHeader, $"{type} {provider}");
        return SendAsync(request);
    }

    /// <summary>With the claims of a token that API Gateway accepted, as JSON.</summary>
    public Task<Answer> GetWithClaimsAsync(string path, string claims)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(ClaimsHeader, claims);
        return SendAsync(request);
    }

    public async Task<string> PlacedAsync(string? key = null, string body = Tea) => (await PlaceAsync(key, body))["orderId"];

    public Task<Answer> CancelAsync(string orderId) => PostAsync($"/orders/{orderId}/cancel", "", key: null, callerArn: null);

    public async Task<string> StatusOfAsync(string orderId) => (await GetAsync($"/orders/{orderId}"))["status"];

    public async Task<int> CountAsync() => (await GetAsync("/orders?limit=100")).Json["items"]!.AsArray().Count;

    /// <summary>Returns once no order waits for billing any more; the test's own timeout is the bound.</summary>
    public async Task FinishedAsync()
    {
        while ((await GetAsync("/orders?limit=100")).Json["items"]!.AsArray().Any(order => (string?)order!["status"] is "Pending" or "Cancelling"))
        {
            await Task.Yield();
        }
    }

    public async Task<Answer> PostAsync(string path, string body, string? key, string? callerArn, string contentType = "application/json")
    {
        var request = Post(path, body, key, contentType);
        if (callerArn is not null)
        {
            request.Headers.Add(ArnHeader, callerArn);
        }

        return await SendAsync(request);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("BILLING_URL", "http://127.0.0.1:1/prod");
        builder.UseSetting("Billing:RetryDelay", "00:00:00");
        builder.UseSetting("RECEIPTS_BUCKET", "receipts");
        builder.UseSetting("Customers:Origin", "https://shop.example.com");
        builder.ConfigureServices(services =>
        {
            services.AddHttpClient<BillingClient>().ConfigurePrimaryHttpMessageHandler(() => Billing);
            services.AddSingleton<IReceiptStore>(Receipts);
            services.AddSingleton(_ => Store(new SqliteOrderStore(SqliteFile.In(Folder, "orders.db"))));
        });
    }

    protected override GatewayCaller? CallerOf(IHeaderDictionary headers)
    {
        if (headers[IdentityHeader] is [{ } identity])
        {
            return new GatewayCaller
            {
                UserArn = "arn:aws:sts::111122223333:assumed-role/MobileCustomerRole/CognitoIdentityCredentials",
                CognitoIdentityId = "us-east-1:0f8fad5b-0000-0000-0000-000000000000",
                CognitoAuthenticationType = identity.Split(' ')[0],
                CognitoAuthenticationProvider = identity.Split(' ')[1] is { Length: > 0 } provider ? provider : null,
            };
        }

        if (headers[ClaimsHeader] is [{ } claims])
        {
            return new GatewayCaller { Claims = JsonSerializer.Deserialize<Dictionary<string, string>>(claims)! };
        }

        return headers[ArnHeader] is [{ } arn] ? new GatewayCaller { UserArn = arn, RequestId = "request-1" } : null;
    }

    private static HttpRequestMessage Signed(HttpRequestMessage request, string? sub)
    {
        if (sub is not null)
        {
            request.Headers.Add(ClaimsHeader, $$"""{"sub":"{{sub}}","token_use":"id"}""");
        }

        return request;
    }
}
