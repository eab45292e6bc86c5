using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LambdaHost.Tests;

/// <summary>What a function sent: to which path, with which headers and trailers, and the document.</summary>
public sealed record Sent(string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>The Runtime API, on a port of its own, in the hands of a test.</summary>
public sealed class FakeApi : IAsyncDisposable
{
    private const string Root = "/2018-06-01/runtime/";
    private readonly WebApplication web;
    private readonly Channel<(string Id, string Event)> events = Channel.CreateUnbounded<(string, string)>();
    private readonly ConcurrentQueue<Sent> sent = [];

    private FakeApi(WebApplication web) => this.web = web;

    public string HostAndPort => new Uri(web.Urls.First()).Authority;

    public IReadOnlyList<Sent> All => [.. sent];

    public static async Task<FakeApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        var api = new FakeApi(web);
        web.MapGet($"{Root}invocation/next", api.NextAsync);
        web.MapPost($"{Root}{{**path}}", api.TakeAsync);
        await web.StartAsync();
        return api;
    }

    public void Invoke(string id, string input) => events.Writer.TryWrite((id, input));

    /// <summary>The connection ends once all events are taken, as when LocalAws goes.</summary>
    public void End() => events.Writer.Complete();

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private async Task NextAsync(HttpContext http)
    {
        if (!await events.Reader.WaitToReadAsync(http.RequestAborted) || !events.Reader.TryRead(out var next))
        {
            http.Abort();
            return;
        }

        http.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = next.Id;
        http.Response.Headers["Lambda-Runtime-Deadline-Ms"] = "9999999999999";
        http.Response.Headers["Lambda-Runtime-Trace-Id"] = $"Root=1-{next.Id}";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(next.Event));
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = http.Request.Headers.ToDictionary(static one => one.Key, static one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        foreach (var trailer in http.Features.GetRequiredFeature<IHttpRequestTrailersFeature>().Trailers)
        {
            headers[trailer.Key] = trailer.Value.ToString();
        }

        sent.Enqueue(new Sent(http.Request.Path.Value![Root.Length..], headers, body));
        http.Response.StatusCode = 202;
    }
}
