using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Billing.Tests;

/// <summary>Billing with a data folder of its own, or that of an earlier one: a restart.</summary>
internal sealed class BillingApp(string? folder = null, long? chargeLimitMinor = null) : WebApplicationFactory<Program>
{
    public string Folder { get; } = folder ?? Directory.CreateTempSubdirectory("billing-").FullName;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public Action<IServiceCollection>? Replace { get; init; }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("LOCALAWS_DATA", Folder);
        if (chargeLimitMinor is not null)
        {
            builder.UseSetting("Billing:ChargeLimitMinor", $"{chargeLimitMinor}");
        }

        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton<IStartupFilter, GatewayInFront>();
            Replace?.Invoke(services);
        });
    }

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
        var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/payment") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (partner is not null)
        {
            request.Headers.Add(GatewayInFront.Header, partner);
        }

        return SendAsync(request);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Answer> PostAsync(string path, string body, string? key, string contentType = "application/json") =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), key, contentType);

    public Task<Answer> PostAsync(string path, byte[] body, string? key, string? contentType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return SendAsync(request);
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

    /// <summary>Says whom a Lambda authorizer let through, as the Lambda host does from the gateway's event.</summary>
    private sealed class GatewayInFront : IStartupFilter
    {
        public const string Header = "Test-Partner";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                if (context.Request.Headers[Header] is [{ } partner])
                {
                    context.Features.Set(new GatewayCaller
                    {
                        Authorizer = new Dictionary<string, string> { ["principalId"] = partner, ["partner"] = partner },
                    });
                }

                return following(context);
            });
            next(app);
        };
    }
}

/// <summary>An answer as a client sees it.</summary>
internal sealed record Answer(int Status, string? ContentType, string? Location, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string this[string field] => Json[field]!.ToString();

    public IReadOnlyList<string> ErrorPaths => [.. Json["errors"]!.AsObject().Select(error => error.Key)];

    public void IsProblem(int status)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(status, (int)Json["status"]!);
        Assert.NotNull(Json["title"]);
        Assert.NotNull(Json["type"]);
    }
}
