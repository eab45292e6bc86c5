using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Integration.Telemetry;

/// <summary>Takes what exporters send by OTLP over HTTP, as a collector does. OpenTelemetry Protocol Specification, "OTLP/HTTP".</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<ReceivedSpan> spans = [];
    private readonly HashSet<string> metrics = [];
    private readonly List<byte[]> everything = [];
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpReceiver(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    /// <summary>All that was sent, of every signal, as the bytes are.</summary>
    public IReadOnlyList<byte[]> Everything
    {
        get
        {
            lock (gate)
            {
                return [.. everything];
            }
        }
    }

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/{signal}", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until the spans that have arrived are enough, and returns them.</summary>
    public Task<List<ReceivedSpan>> SpansAsync(Func<List<ReceivedSpan>, bool> areEnough) => WaitAsync(() => areEnough(spans), () => spans.ToList());

    /// <summary>Waits until a metric of this name has arrived.</summary>
    public Task MetricAsync(string name) => WaitAsync(() => metrics.Contains(name), () => name);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<T> WaitAsync<T>(Func<bool> isThere, Func<T> result)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (isThere())
                {
                    return result();
                }

                next = arrived.Task;
            }

            try
            {
                await next.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"What was waited for has not come. There are: {string.Join(", ", spans.Select(static one => $"{one.Service}: {one.Name}"))}; {string.Join(", ", metrics)}.");
            }
        }
    }

    private async Task<IResult> TakeAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        lock (gate)
        {
            everything.Add(body.ToArray());
            if (signal == "traces")
            {
                spans.AddRange(ReceivedSpan.AllOf(body.ToArray()));
            }
            else if (signal == "metrics")
            {
                metrics.UnionWith(ReceivedSpan.MetricsOf(body.ToArray()));
            }

            arrived.SetResult();
            arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Results.Bytes([], "application/x-protobuf");
    }
}
