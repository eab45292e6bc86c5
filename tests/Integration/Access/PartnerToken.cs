using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Harness.Targets;
using SigV4;
using SigV4.Http;

namespace Integration.Access;

/// <summary>Makes partners' legacy tokens, with the secret that Secrets Manager has for them.</summary>
internal static class PartnerToken
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The value of <c>Authorization</c>, valid for an hour.</summary>
    public static async Task<string> OfAsync(IAwsTarget aws, string partner) => For(partner, await SecretOfAsync(aws, partner), TimeProvider.System.GetUtcNow().AddHours(1));

    /// <summary>The value of <c>Authorization</c>.</summary>
    public static string For(string partner, string secret, DateTimeOffset expires)
    {
        var expiry = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{partner}.{expiry}"));
        return $"Bearer legacy.{partner}.{expiry}.{Base64Url.EncodeToString(mac)}";
    }

    /// <summary>What a partner makes its tokens with, as the administrator reads it.</summary>
    public static async Task<string> SecretOfAsync(IAwsTarget aws, string partner)
    {
        var signing = new SigV4SigningOptions { Service = "secretsmanager", Region = aws.Region, Credentials = ForSdk(aws.Administrator()) };
        using var http = new HttpClient(new SigV4SigningHandler(signing));
        using var request = new HttpRequestMessage(HttpMethod.Post, EndpointOf(aws, "secretsmanager"))
        {
            Content = new StringContent(new JsonObject { ["SecretId"] = (await OutputsOfAsync(aws))["PartnerSecretArn"] }.ToJsonString(), MediaTypeHeaderValue.Parse("application/x-amz-json-1.1")),
        };
        request.Headers.Add("X-Amz-Target", "secretsmanager.GetSecretValue");
        using var response = await http.SendAsync(request, Cancellation);
        var answer = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, answer);
        return (string)JsonNode.Parse((string)JsonNode.Parse(answer)!["SecretString"]!)![partner]!;
    }

    private static async Task<StackOutputs> OutputsOfAsync(IAwsTarget aws) => Environment.GetEnvironmentVariable("LOCALAWS_OUTPUTS") is { Length: > 0 } file
        ? StackOutputs.Read(file)
        : await StackOutputs.DescribeAsync(
            EndpointOf(aws, "cloudformation"), aws.Region, Environment.GetEnvironmentVariable("LOCALAWS_STACK") ?? "local", aws.Administrator(), Cancellation);

    /// <summary>One for all services, or on AWS one for each.</summary>
    private static Uri EndpointOf(IAwsTarget aws, string service) =>
        aws.EndpointUrl.Host.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? new Uri($"https://{service}.{aws.Region}.amazonaws.com") : aws.EndpointUrl;

    private static Amazon.Runtime.AWSCredentials ForSdk(AwsCredentials credentials) => credentials.SessionToken is null
        ? new Amazon.Runtime.BasicAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey)
        : new Amazon.Runtime.SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken);
}
