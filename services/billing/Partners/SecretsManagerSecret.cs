using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using SigV4.Http;

namespace Billing.Partners;

/// <summary>
/// A secret of AWS Secrets Manager, read with this function's own role. AWS Secrets Manager API Reference, GetSecretValue. One operation needs no client of its own: the request
/// is signed by the handler that signs calls of APIs.
/// </summary>
internal sealed class SecretsManagerSecret(HttpClient http, string arn) : IPartnerSecret
{
    private const string Arn = "PARTNER_SECRET";
    private const string Service = "secretsmanager";

    // API Gateway waits ten seconds for an authorizer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly MediaTypeHeaderValue Json = new("application/x-amz-json-1.1");

    /// <summary>The one that <c>PARTNER_SECRET</c> names, at the endpoint of the environment, as AWS's own clients find it.</summary>
    /// <exception cref="InvalidOperationException">The variable is not there.</exception>
    public static SecretsManagerSecret Of(IConfiguration configuration)
    {
        if (configuration[Arn] is not { Length: > 0 } arn)
        {
            throw new InvalidOperationException($"The partners' secret is not known. Set {Arn} to the ARN of a secret that this function may read.");
        }

        var signing = new SigV4SigningOptions { Service = Service };
        var handler = new SigV4SigningHandler(signing, new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        return new(new HttpClient(handler) { BaseAddress = EndpointOf(configuration, signing.Region), Timeout = Patience }, arn);
    }

    /// <summary>AWS SDKs and Tools Reference Guide, "Service-specific endpoints".</summary>
    public static Uri EndpointOf(IConfiguration configuration, string region) =>
        Own(configuration["AWS_ENDPOINT_URL_SECRETS_MANAGER"]) ?? Own(configuration["AWS_ENDPOINT_URL"])
        ?? new Uri($"https://{Service}.{region}.{(region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com")}");

    public async Task<string> ReadAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new(arn), SecretJson.Default.SecretQuestion)) { Headers = { ContentType = Json } },
        };
        request.Headers.Add("X-Amz-Target", $"{Service}.GetSecretValue");
        using var response = await http.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"Secrets Manager refuses {arn} with status {(int)response.StatusCode}: {WhyOf(body)}");
        }

        return JsonSerializer.Deserialize(body, SecretJson.Default.SecretAnswer)?.SecretString
            ?? throw new InvalidOperationException($"{arn} has no text. Put a JSON object with a member for each partner into it.");
    }

    private static Uri? Own(string? endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var url) ? url : null;

    /// <summary>A refusal has no secret in it.</summary>
    private static string WhyOf(byte[] body)
    {
        try
        {
            var refusal = JsonSerializer.Deserialize(body, SecretJson.Default.SecretRefusal);
            return $"{refusal?.Type} {refusal?.Message}".Trim();
        }
        catch (JsonException)
        {
            return "what answers there is not Secrets Manager.";
        }
    }
}

internal sealed record SecretQuestion([property: JsonPropertyName("SecretId")] string SecretId);

/// <summary>No record: nothing prints it.</summary>
internal sealed class SecretAnswer
{
    [JsonPropertyName("SecretString")]
    public string? SecretString { get; init; }
}

internal sealed record SecretRefusal([property: JsonPropertyName("__type")] string? Type, string? Message);

/// <summary>What is said to Secrets Manager, and what it says. Refusals have their message under <c>message</c> or <c>Message</c>.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(SecretQuestion))]
[JsonSerializable(typeof(SecretAnswer))]
[JsonSerializable(typeof(SecretRefusal))]
internal sealed partial class SecretJson : JsonSerializerContext;
