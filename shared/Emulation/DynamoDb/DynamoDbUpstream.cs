using System.Net.Http.Headers;
using System.Text.Json;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.Upstreams;
using Emulation.Wire;
using SigV4;

namespace Emulation.DynamoDb;

/// <summary>The DynamoDB-compatible server: sends it signed requests over kept-alive connections.</summary>
/// <remarks>Hot path: a request costs the HTTP client's objects, one signature, and no copy of a body.</remarks>
internal sealed class DynamoDbUpstream : IDisposable
{
    private const string JsonType = "application/x-amz-json-1.0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly MediaTypeHeaderValue ContentType = new(JsonType);
    private readonly UpstreamEndpoint endpoint;
    private readonly SigV4Signer signer;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker client;

    public DynamoDbUpstream(UpstreamEndpoint endpoint, string region, TimeProvider time)
    {
        this.endpoint = endpoint;
        this.time = time;
        signer = new SigV4Signer(region, "dynamodb");
        client = new HttpMessageInvoker(UpstreamServer.SocketsOf(endpoint));
    }

    public Uri Url => endpoint.Url;

    /// <summary>Sends a request with the client's own <paramref name="acceptEncoding"/>, and returns as soon as the answer's head is there.</summary>
    /// <exception cref="DynamoDbException">The server is out of reach, or silent for a minute.</exception>
    public async Task<HttpResponseMessage> SendAsync(string operation, ReadOnlyMemory<byte> body, string? acceptEncoding, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await client.SendAsync(Signed(operation, body, acceptEncoding), patience.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw DynamoDbException.InternalServerError(UpstreamServer.WhyNot(endpoint, DynamoDbService.Name, e));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw DynamoDbException.InternalServerError($"The DynamoDB-compatible server at {endpoint.Url} did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>Asks for LocalAws itself.</summary>
    /// <returns>Null when the server refuses; the refusal's <c>__type</c> is beside it.</returns>
    /// <exception cref="DynamoDbException">The server is out of reach.</exception>
    public async Task<(JsonDocument? Answer, string? Refusal)> AskAsync(string operation, byte[] body, CancellationToken cancellation)
    {
        using var response = await SendAsync(operation, body, null, cancellation).ConfigureAwait(false);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        try
        {
            var answer = JsonDocument.Parse(bytes);
            if (response.IsSuccessStatusCode)
            {
                return (answer, null);
            }

            using (answer)
            {
                return (null, answer.RootElement.TryGetProperty("__type", out var type) ? type.GetString() ?? "" : "");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return response.IsSuccessStatusCode
                ? throw DynamoDbException.InternalServerError(
                    $"What answers at {endpoint.Url} is no DynamoDB-compatible server: {operation} got {(int)response.StatusCode} and no JSON.")
                : (null, $"{(int)response.StatusCode}");
        }
    }

    public void Dispose() => client.Dispose();

    private HttpRequestMessage Signed(string operation, ReadOnlyMemory<byte> body, string? acceptEncoding)
    {
        var target = $"{DynamoDbOperations.Target}.{operation}";
        body = JsonBytes.WithoutAmpersands(body);
        var signed = signer.Sign(
            "POST", "/", [new("host", endpoint.Url.Authority), new("content-type", JsonType), new("x-amz-target", target)],
            PayloadHash.Of(body.Span), endpoint.Credentials, time.GetUtcNow());
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = ContentType;
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = content };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        if (acceptEncoding is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        }

        return request;
    }
}
