using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orders.Charging;
using Orders.Storage;
using Orders.Tests.Fakes;
using ServiceDefaults;

namespace Orders.Tests;

/// <summary>Orders before a billing that tests script, with a data folder of its own or that of an earlier one: a restart.</summary>
internal sealed class OrdersApp(string? folder = null, FakeBilling? billing = null) : WebApplicationFactory<Program>
{
    public const string Tea = """{"customerId":"cust-1","currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}]}""";

    /// <summary>The same order in the words of its own customer.</summary>
    public const string OwnTea = """{"currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}]}""";

    public string Folder { get; } = folder ?? Directory.CreateTempSubdirectory("orders-").FullName;

    public FakeBilling Billing { get; } = billing ?? new();

    public FakeTimeProvider Time { get; init; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>Stands between orders and its store.</summary>
    public Func<IOrderStore, IOrderStore> Store { get; init; } = store => store;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("LOCALAWS_DATA", Folder);
        builder.UseSetting("BILLING_URL", "http://127.0.0.1:1/prod");
        builder.UseSetting("Billing:RetryDelay", "00:00:00");
        builder.UseSetting("Customers:Origin", "https://shop.example.com");
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton<IStartupFilter, GatewayInFront>();
            services.AddHttpClient<BillingClient>().ConfigurePrimaryHttpMessageHandler(() => Billing);
            services.AddSingleton(_ => Store(new SqliteOrderStore(SqliteFile.In(Folder, "orders.db"))));
        });
    }

    /// <summary>The process after this one, on the same data and the same billing.</summary>
    /// <param name="store">Stands between it and its store.</param>
    public OrdersApp Restarted(Func<IOrderStore, IOrderStore>? store = null) =>
        new(Folder, Billing) { Time = new(Time.GetUtcNow() + TimeSpan.FromMinutes(1)), Store = store ?? (static same => same) };

    public Task<Answer> PlaceAsync(string? key = null, string body = Tea, string? callerArn = null) => PostAsync("/orders", body, key, callerArn);

    /// <summary>What a signed-in customer sends; <paramref name="sub"/> null is nobody.</summary>
    public Task<Answer> PlaceOwnAsync(string? sub, string? key = null, string body = OwnTea) =>
        SendAsync(Signed(Post("/me/orders", body, key), sub));

    public Task<Answer> GetAsAsync(string? sub, string path) => SendAsync(Signed(new HttpRequestMessage(HttpMethod.Get, path), sub));

    /// <summary>With credentials of an identity pool, of this type and by these providers.</summary>
    public Task<Answer> GetOnMobileAsync(string path, string type, string? provider)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(GatewayInFront.IdentityHeader, $"{type} {provider}");
        return SendAsync(request);
    }

    /// <summary>With the claims of a token that API Gateway accepted, as JSON.</summary>
    public Task<Answer> GetWithClaimsAsync(string path, string claims)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(GatewayInFront.ClaimsHeader, claims);
        return SendAsync(request);
    }

    public async Task<string> PlacedAsync(string? key = null, string body = Tea) => (await PlaceAsync(key, body))["orderId"];

    public Task<Answer> CancelAsync(string orderId) => PostAsync($"/orders/{orderId}/cancel", "", key: null, callerArn: null);

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

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
            request.Headers.Add(GatewayInFront.Header, callerArn);
        }

        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var client = CreateClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Headers.Location?.ToString(), text);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (folder is null)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static HttpRequestMessage Post(string path, string body, string? key, string contentType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return request;
    }

    private static HttpRequestMessage Signed(HttpRequestMessage request, string? sub)
    {
        if (sub is not null)
        {
            request.Headers.Add(GatewayInFront.ClaimsHeader, $$"""{"sub":"{{sub}}","token_use":"id"}""");
        }

        return request;
    }

    /// <summary>Says who calls, as the Lambda host does from the gateway's event.</summary>
    private sealed class GatewayInFront : IStartupFilter
    {
        public const string Header = "Test-Caller-Arn";
        public const string ClaimsHeader = "Test-Claims";
        public const string IdentityHeader = "Test-Identity";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                if (context.Request.Headers[Header] is [{ } arn])
                {
                    context.Features.Set(new GatewayCaller { UserArn = arn, RequestId = "request-1" });
                }

                if (context.Request.Headers[ClaimsHeader] is [{ } claims])
                {
                    context.Features.Set(new GatewayCaller { Claims = JsonSerializer.Deserialize<Dictionary<string, string>>(claims)! });
                }

                if (context.Request.Headers[IdentityHeader] is [{ } identity])
                {
                    context.Features.Set(new GatewayCaller
                    {
                        UserArn = "arn:aws:sts::111122223333:assumed-role/MobileCustomerRole/CognitoIdentityCredentials",
                        CognitoIdentityId = "us-east-1:0f8fad5b-0000-0000-0000-000000000000",
                        CognitoAuthenticationType = identity.Split(' ')[0],
                        CognitoAuthenticationProvider = identity.Split(' ')[1] is { Length: > 0 } provider ? provider : null,
                    });
                }

                return following(context);
            });
            next(app);
        };
    }
}
