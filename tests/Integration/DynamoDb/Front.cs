using System.Text;
using System.Text.Json;
using Harness;
using SigV4;

namespace Integration.DynamoDb;

/// <summary>LocalAws in front of a server, with the template of this folder, and a client that sends exactly what a test writes.</summary>
public sealed class Front : IAsyncDisposable
{
    public const string TableArn = "arn:aws:dynamodb:us-east-1:111122223333:table/scores";
    private const string JsonType = "application/x-amz-json-1.0";
    private readonly HttpClient http = new();

    private Front(LocalAws aws) => Aws = aws;

    public LocalAws Aws { get; }

    public static async Task<Front> StartAsync(Uri server, TimeProvider? time = null, string? dataFolder = null) => new(await LocalAws.StartAsync(new LocalAwsOptions
    {
        Template = FileOf("front.yaml"),
        FurtherTemplates = [$"{FileOf("partner.yaml")}@{StackFixture.PartnerAccount}"],
        Upstreams = new Dictionary<string, Uri> { ["dynamodb"] = server },
        DataFolder = dataFolder,
        Time = time ?? TimeProvider.System,
    }));

    /// <summary>An answer of the front.</summary>
    public sealed record Answer(int Status, JsonElement Body, byte[] Bytes, HttpResponseMessage Response)
    {
        /// <summary>The refusal's type without its namespace; null when it is none.</summary>
        public string? Type => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("__type", out var type) ? type.GetString()!.Split('#')[1] : null;

        public string? Message => Body.TryGetProperty(nameof(Message), out var capital) ? capital.GetString() : Body.TryGetProperty("message", out var small) ? small.GetString() : null;

        public string Header(string name) => Response.Headers.GetValues(name).Single();
    }

    /// <summary>Calls as a role; as the administrator for null.</summary>
    public Task<Answer> CallAsync(string? role, string operation, string body, Action<HttpRequestMessage>? change = null) =>
        CallAsync(role is null ? Aws.Administrator() : Aws.SessionOf(role), operation, body, change);

    public Task<Answer> CallAsync(AwsCredentials? credentials, string operation, string body, Action<HttpRequestMessage>? change = null, string region = "us-east-1", string service = "dynamodb", DateTimeOffset? at = null) =>
        SendAsync(SignedRequest(credentials, operation, Encoding.UTF8.GetBytes(body), region, service, at ?? TimeProvider.System.GetUtcNow()), change);

    public async Task<Answer> SendAsync(HttpRequestMessage request, Action<HttpRequestMessage>? change = null)
    {
        change?.Invoke(request);
        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, bytes.Length == 0 ? default : JsonDocument.Parse(bytes).RootElement.Clone(), bytes, response);
    }

    public HttpRequestMessage SignedRequest(AwsCredentials? credentials, string operation, byte[] body, string region, string service, DateTimeOffset at)
    {
        var target = $"DynamoDB_20120810.{operation}";
        var request = new HttpRequestMessage(HttpMethod.Post, Aws.EndpointUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", JsonType);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        if (credentials is not null)
        {
            var signed = new SigV4Signer(region, service).Sign(
                "POST", "/", [new("host", Aws.EndpointUrl.Authority), new("content-type", JsonType), new("x-amz-target", target)], PayloadHash.Of(body), credentials, at);
            request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
            request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
            if (signed.SecurityToken is { } token)
            {
                request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", token);
            }
        }

        return request;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Aws.DisposeAsync();
    }

    private static string FileOf(string name) => Path.Combine(StackFixture.Root, "tests", "Integration", "DynamoDb", name);
}
