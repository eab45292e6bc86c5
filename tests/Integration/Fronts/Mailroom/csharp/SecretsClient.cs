using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using SigV4.Http;

namespace Mailroom.Csharp;

/// <summary>
/// Secrets Manager over the signing client, since not every registry has AWS's package of it. It speaks AWS's JSON 1.1 and fails as AWS's clients do.
/// AWS Secrets Manager API Reference, "GetSecretValue", "DescribeSecret", "Common Errors".
/// </summary>
internal sealed class SecretsClient : IDisposable
{
    private readonly HttpClient client = Client();

    /// <summary>Asks for a secret.</summary>
    /// <exception cref="AmazonServiceException">It was refused.</exception>
    public async Task<JsonElement> AskAsync(string operation, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = JsonContent.Create(new { SecretId = secret }, new MediaTypeHeaderValue("application/x-amz-json-1.1"), JsonSerializerOptions.Default) };
        request.Headers.Add("X-Amz-Target", $"secretsmanager.{operation}");
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return response.IsSuccessStatusCode ? body : throw new AmazonServiceException(
            (body.TryGetProperty("message", out var message) ? message : body.GetProperty("Message")).GetString(), null, ErrorType.Sender,
            body.GetProperty("__type").GetString()!.Split('#')[^1], response.Headers.GetValues("x-amzn-RequestId").First(), response.StatusCode);
    }

    public void Dispose() => client.Dispose();

    private static HttpClient Client()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("secrets", static client => client.BaseAddress = new Uri(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL")!))
            .AddSigV4(static options => options.Service = "secretsmanager");
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("secrets");
    }
}
