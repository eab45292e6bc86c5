using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace DynamoServers;

/// <summary>What may happen to a request between AWS's client and the server.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The server never sees it.</summary>
    NotSent,

    /// <summary>The server does it, and nobody learns that.</summary>
    AnswerLost,

    /// <summary>DynamoDB refuses it for now: too many requests.</summary>
    Throttled,

    /// <summary>DynamoDB refuses it for now: another transaction is at one of its items.</summary>
    Conflicting,

    /// <summary>IAM refuses it.</summary>
    Denied,
}

/// <summary>A network that fails as told, and remembers what was sent.</summary>
public sealed class FaultyNetwork : HttpClientFactory
{
    private readonly ConcurrentQueue<Fault> faults = new();
    private readonly ConcurrentQueue<SentRequest> sent = new();

    /// <summary>Every request of AWS's client in order, its repeats included.</summary>
    public IReadOnlyCollection<SentRequest> Sent => sent;

    /// <summary>Does this to the next requests, one each.</summary>
    public void Then(params IEnumerable<Fault> next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }
    }

    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private sealed class Handler(FaultyNetwork network) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = await SentRequest.ReadAsync(request, cancellationToken).ConfigureAwait(false);
            network.sent.Enqueue(sent);
            network.faults.TryDequeue(out var fault);
            switch (fault)
            {
                case Fault.None:
                    return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                case Fault.AnswerLost:
                    (await base.SendAsync(request, cancellationToken).ConfigureAwait(false)).Dispose();
                    throw new HttpRequestException("The answer was lost.");
                case Fault.NotSent:
                    throw new HttpRequestException("The request was lost.");
                case Fault.Throttled:
                    return Refusal("ProvisionedThroughputExceededException");
                case Fault.Conflicting when sent.Operation == "TransactWriteItems":
                    return Refusal("TransactionCanceledException", new JsonArray(
                        [new JsonObject { ["Code"] = "TransactionConflict" }, .. sent.Actions.Skip(1).Select(static _ => new JsonObject { ["Code"] = "None" })]));
                case Fault.Conflicting:
                    return Refusal("TransactionConflictException");
                default:
                    return Refusal("AccessDeniedException");
            }
        }

        private static HttpResponseMessage Refusal(string type, JsonArray? reasons = null)
        {
            var body = new JsonObject { ["__type"] = $"com.amazonaws.dynamodb.v20120810#{type}", ["message"] = $"The network says {type}." };
            if (reasons is not null)
            {
                body["CancellationReasons"] = reasons;
            }

            return new(HttpStatusCode.BadRequest) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.0") };
        }
    }
}
