using System.Text.Json;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.Upstreams;
using Emulation.Wire;
using SigV4;

namespace Emulation.DynamoDb;

/// <summary>The DynamoDB-compatible server, as every server behind LocalAws is spoken to.</summary>
/// <param name="endpoint">Where it is, and whom it knows.</param>
/// <param name="region">The region in which its tables are.</param>
/// <param name="time">The time of signatures.</param>
internal sealed class DynamoDbUpstream(UpstreamEndpoint endpoint, string region, TimeProvider time) : IDisposable
{
    private static readonly HeaderField JsonType = new("content-type", "application/x-amz-json-1.0");

    // DynamoDB Local has a database for each access key id: all accounts of LocalAws share one, whose tables have different names.
    private readonly UpstreamServer server = new(DynamoDbService.Name, endpoint with { HasOwnCredentials = true }, time);

    public Uri Url => server.Url;

    /// <summary>Sends a request with the client's own <paramref name="acceptEncoding"/>, and returns as soon as the answer's head is there.</summary>
    /// <exception cref="DynamoDbException">The server is out of reach, or silent.</exception>
    public async Task<HttpResponseMessage> SendAsync(string operation, ReadOnlyMemory<byte> body, string? acceptEncoding, CancellationToken cancellation)
    {
        HeaderField target = new("x-amz-target", $"{DynamoDbOperations.Target}.{operation}");
        var request = new UpstreamRequest(
            "POST", "/", acceptEncoding is null ? [JsonType, target] : [JsonType, target, new HeaderField("accept-encoding", acceptEncoding)], JsonBytes.WithoutAmpersands(body));
        try
        {
            return await server.SendAsync(request, region, "", cancellation).ConfigureAwait(false);
        }
        catch (OutOfReachException e)
        {
            throw DynamoDbException.InternalServerError(e.Refusal.Message);
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
                    $"What answers at {Url} is no DynamoDB-compatible server: {operation} got {(int)response.StatusCode} and no JSON.")
                : (null, $"{(int)response.StatusCode}");
        }
    }

    public void Dispose() => server.Dispose();
}
