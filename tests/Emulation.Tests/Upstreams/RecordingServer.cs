using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.Upstreams;

/// <summary>A server behind LocalAws that keeps what reached it, and answers what it is told to.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private RecordingServer(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = null!;

    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>What it answers, by the request.</summary>
    public Func<Received, (int Status, string ContentType, string Body)> Answer { get; set; } = static _ => (200, "application/json", "{}");

    /// <summary>The headers of its answers beside the usual, by the request.</summary>
    public Func<Received, (string Name, string Value)[]> Headers { get; set; } = static _ => [];

    /// <summary>Answers in its own way where it is told to.</summary>
    public Func<HttpContext, Task>? Answering { get; set; }

    /// <summary>Starts one.</summary>
    /// <param name="certificate">What it proves itself by; null where it speaks plain HTTP.</param>
    /// <param name="port">Where; by default on a port that is free.</param>
    public static async Task<RecordingServer> StartAsync(X509Certificate2? certificate = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        var server = new RecordingServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        server.Url = new Uri(app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var received = new Received(
            http.Request.Method,
            http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            http.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        Requests.Enqueue(received);
        if (Answering is { } answering)
        {
            await answering(http);
            return;
        }

        var (status, type, body) = Answer(received);
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        foreach (var (name, value) in Headers(received))
        {
            http.Response.Headers[name] = value;
        }

        await http.Response.WriteAsync(body);
    }

    internal sealed record Received(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
}
