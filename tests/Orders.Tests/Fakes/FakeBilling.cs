using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Orders.Tests.Fakes;

/// <summary>A billing that keeps its promise of one charge for each key, behind a network that tests make fail.</summary>
internal sealed class FakeBilling : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, string> done = new();
    private readonly ConcurrentQueue<Fault> faults = new();
    private readonly ConcurrentQueue<(string Path, string Key)> requests = new();
    private readonly TaskCompletionSource hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public enum Fault
    {
        /// <summary>The request never arrives.</summary>
        NoConnection,

        /// <summary>Billing does what it is asked, and its answer never arrives.</summary>
        AnswerLost,

        /// <summary>Billing does what it is asked, and its answer never comes.</summary>
        AnswerNeverComes,

        /// <summary>The answer breaks off.</summary>
        AnswerBroken,
        Failing,
        Throttled,
        Forbidden,
        Malformed,
    }

    /// <summary>Requests as they arrived, with those that were repeated.</summary>
    public IReadOnlyList<(string Path, string Key)> Requests => [.. requests];

    public int Charges => done.Keys.Count(key => key.StartsWith("/prod/charges ", StringComparison.Ordinal));

    public int Refunds => done.Count - Charges;

    public long LimitMinor { get; set; } = 1_000_000;

    public string DeclinesBecause { get; set; } = "Over the limit.";

    /// <summary>Completes when an answer does not come.</summary>
    public Task Hanging => hanging.Task;

    public FakeBilling Then(params ReadOnlySpan<Fault> next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }

        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var key = request.Headers.GetValues("Idempotency-Key").Single();
        requests.Enqueue((path, key));
        if (!faults.TryDequeue(out var fault))
        {
            return await DoAsync(request, path, key);
        }

        switch (fault)
        {
            case Fault.NoConnection:
                throw new HttpRequestException("No connection.");
            case Fault.AnswerLost:
                await DoAsync(request, path, key);
                throw new HttpRequestException("The connection was closed.");
            case Fault.AnswerNeverComes:
                await DoAsync(request, path, key);
                hanging.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException("Nobody waits that long.");
            case Fault.AnswerBroken:
                await DoAsync(request, path, key);
                return new(HttpStatusCode.Created) { Content = new StringContent("""{"chargeId":"ch_""") };
            case Fault.Failing:
                return new(HttpStatusCode.BadGateway);
            case Fault.Throttled:
                return new(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "3600" } } };
            case Fault.Forbidden:
                return new(HttpStatusCode.Forbidden) { Content = new StringContent("""{"Message":"User is not authorized"}""") };
            default:
                return new(HttpStatusCode.OK) { Content = new StringContent("<html>") };
        }
    }

    private async Task<HttpResponseMessage> DoAsync(HttpRequestMessage request, string path, string key)
    {
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!;
        if ((long)body["amountMinor"]! > LimitMinor)
        {
            return Json(HttpStatusCode.PaymentRequired, $$"""{"title":"Declined","detail":"{{DeclinesBecause}}"}""");
        }

        var id = done.GetOrAdd($"{path} {key}", _ => $"ch_{Guid.NewGuid():N}");
        return Json(HttpStatusCode.Created, $$"""{"chargeId":"{{id}}","amountMinor":{{body["amountMinor"]}}}""");
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
