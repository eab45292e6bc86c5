using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lambda.Tests;

/// <summary>What a function reported: to which path, with which error type, and the document.</summary>
public sealed record Report(string Path, string? ErrorType, string Body);

/// <summary>The host's side of the Runtime API, on a port of its own, in the hands of a test.</summary>
public sealed class FakeRuntimeApi : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly Channel<(string Id, string Payload, DateTimeOffset Deadline, string? TraceId)> invocations = Channel.CreateUnbounded<(string, string, DateTimeOffset, string?)>();
    private readonly Channel<Report> reports = Channel.CreateUnbounded<Report>();

    private FakeRuntimeApi(WebApplication web) => this.web = web;

    /// <summary>What the Runtime API says to an answer.</summary>
    public int AnswerStatus { get; set; } = 202;

    public ConcurrentQueue<int> Exits { get; } = [];

    public string HostAndPort => new Uri(web.Urls.First()).Authority;

    public LambdaRuntimeOptions Options => new() { RuntimeApi = HostAndPort, Exit = Exits.Enqueue, Logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance };

    public static async Task<FakeRuntimeApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        var api = new FakeRuntimeApi(web);
        web.MapGet("/2018-06-01/runtime/invocation/next", api.NextAsync);
        web.MapPost("/2018-06-01/runtime/{**path}", api.TakeAsync);
        await web.StartAsync();
        return api;
    }

    public void Invoke(string id, string payload, DateTimeOffset? deadline = null, string? traceId = null) =>
        invocations.Writer.TryWrite((id, payload, deadline ?? TimeProvider.System.GetUtcNow().AddMinutes(1), traceId));

    /// <summary>The next report of the function.</summary>
    public ValueTask<Report> ReportAsync() => reports.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => web.DisposeAsync();

    /// <summary>Goes away in the middle, as a killed host does.</summary>
    public async Task VanishAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await web.StopAsync(now.Token);
    }

    private async Task NextAsync(HttpContext http)
    {
        var next = await invocations.Reader.ReadAsync(http.RequestAborted);
        http.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = next.Id;
        http.Response.Headers["Lambda-Runtime-Deadline-Ms"] = next.Deadline.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-1:111122223333:function:f";
        http.Response.Headers["Lambda-Runtime-Trace-Id"] = next.TraceId;
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(next.Payload));
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new StreamReader(http.Request.Body);
        await reports.Writer.WriteAsync(new Report(http.Request.Path.Value!["/2018-06-01/runtime/".Length..], http.Request.Headers["Lambda-Runtime-Function-Error-Type"], await body.ReadToEndAsync()));
        http.Response.StatusCode = AnswerStatus;
    }
}
