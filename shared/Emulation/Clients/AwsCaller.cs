using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SigV4;

namespace Emulation.Clients;

/// <summary>What came back.</summary>
internal readonly record struct AwsAnswer(HttpStatusCode Status, string Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The body, where it is a JSON object.</summary>
    public JsonObject? Json
    {
        get
        {
            try
            {
                return JsonNode.Parse(Body) as JsonObject;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}

/// <summary>Calls a LocalAws as any client does: over HTTP, signed where it must be.</summary>
internal sealed class AwsCaller(Uri endpoint, string region, TimeProvider time) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>An operation of <c>cognito-idp</c>.</summary>
    public Task<AwsAnswer> CognitoAsync(string operation, JsonObject body, AwsCredentials? credentials, CancellationToken cancellation) =>
        SendAsync(
            HttpMethod.Post, endpoint, "cognito-idp", body.ToJsonString(), credentials,
            [new("Content-Type", "application/x-amz-json-1.1"), new("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}")], cancellation);

    /// <summary>An operation of a service with a REST protocol.</summary>
    public Task<AwsAnswer> RestAsync(HttpMethod method, string path, string service, JsonObject? body, AwsCredentials credentials, CancellationToken cancellation) =>
        SendAsync(method, new Uri(endpoint, path), service, body?.ToJsonString() ?? "", credentials, [new("Content-Type", "application/json")], cancellation);

    /// <summary>A session of a role; null when STS refuses.</summary>
    public async Task<AwsCredentials?> AssumeAsync(string roleArn, string sessionName, AwsCredentials credentials, CancellationToken cancellation)
    {
        var form = $"Action=AssumeRole&Version=2011-06-15&RoleArn={Uri.EscapeDataString(roleArn)}&RoleSessionName={Uri.EscapeDataString(sessionName)}";
        var answer = await SendAsync(
            HttpMethod.Post, endpoint, "sts", form, credentials, [new("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            cancellation).ConfigureAwait(false);
        return answer.IsSuccess ? new AwsCredentials(Element(answer.Body, "AccessKeyId"), Element(answer.Body, "SecretAccessKey"), Element(answer.Body, "SessionToken")) : null;
    }

    /// <summary>A request to an API; unsigned without credentials.</summary>
    public Task<AwsAnswer> ApiAsync(HttpMethod method, Uri url, string body, AwsCredentials? credentials, string? token, CancellationToken cancellation)
    {
        List<HeaderField> headers = [];
        if (body.Length > 0)
        {
            headers.Add(new("Content-Type", "application/json"));
        }

        if (token is not null)
        {
            headers.Add(new("Authorization", $"Bearer {token}"));
        }

        return SendAsync(method, url, "execute-api", body, credentials, headers, cancellation);
    }

    public void Dispose() => http.Dispose();

    private async Task<AwsAnswer> SendAsync(
        HttpMethod method,
        Uri url,
        string service,
        string body,
        AwsCredentials? credentials,
        List<HeaderField> headers,
        CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, url);
        var bytes = Encoding.UTF8.GetBytes(body);
        if (bytes.Length > 0)
        {
            request.Content = new ByteArrayContent(bytes);
        }

        foreach (var header in credentials is null ? headers : Signed(headers, method, url, service, bytes, credentials))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Name, header.Value))
            {
                request.Content?.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }
        }

        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        return new AwsAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
    }

    private IEnumerable<HeaderField> Signed(List<HeaderField> headers, HttpMethod method, Uri url, string service, byte[] body, AwsCredentials credentials)
    {
        // A header of a body goes with a body only.
        headers.RemoveAll(header => body.Length == 0 && header.Name == "Content-Type");
        return RequestSigning.Signed(new SigV4Signer(region, service), (method.Method, url.Authority, url.PathAndQuery), headers, body, credentials, time.GetUtcNow());
    }

    private static string Element(string xml, string name) => System.Xml.Linq.XDocument.Parse(xml).Descendants().First(element => element.Name.LocalName == name).Value;
}
