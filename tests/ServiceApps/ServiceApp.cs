using System.Net.Http.Headers;
using System.Text;
using Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ServiceApps;

/// <summary>A service in the test's process, with a data folder of its own or that of an earlier one: a restart.</summary>
internal abstract class ServiceApp<TProgram>(string? folder) : WebApplicationFactory<TProgram>
    where TProgram : class
{
    public string Folder { get; } = folder ?? Directory.CreateTempSubdirectory("service-").FullName;

    public FakeTimeProvider Time { get; init; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var client = CreateClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
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

    protected static HttpRequestMessage Post(string path, string body, string? key, string? contentType = "application/json") =>
        Post(path, Encoding.UTF8.GetBytes(body), key, contentType);

    protected static HttpRequestMessage Post(string path, byte[] body, string? key, string? contentType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return request;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("LOCALAWS_DATA", Folder);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureServices(services => services
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IStartupFilter>(new GatewayInFront(CallerOf)));
    }

    /// <summary>Who calls by the headers that this service's tests give a request; null is nobody.</summary>
    protected abstract GatewayCaller? CallerOf(IHeaderDictionary headers);

    /// <summary>Says who calls, as the Lambda host does from the gateway's event.</summary>
    private sealed class GatewayInFront(Func<IHeaderDictionary, GatewayCaller?> callerOf) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                if (callerOf(context.Request.Headers) is { } caller)
                {
                    context.Features.Set(caller);
                }

                return following(context);
            });
            next(app);
        };
    }
}
