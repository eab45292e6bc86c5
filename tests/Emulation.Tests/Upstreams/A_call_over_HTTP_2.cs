using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Emulation.Tests.Upstreams;

/// <summary>Amazon Kinesis is called so by AWS's SDK for JavaScript, which signs the host by its name in HTTP/2.</summary>
[Collection("One server behind LocalAws")]
public sealed class A_call_over_HTTP_2(FrontedLocalAws aws) : IDisposable
{
    private readonly HttpClient http = new();

    public void Dispose() => http.Dispose();

    [Theory]
    [InlineData(FrontedLocalAws.May, 200)]
    [InlineData(FrontedLocalAws.MayNot, 400)]
    public async Task Is_decided_as_any_other(string user, int status)
    {
        using var answer = await http.SendAsync(Call(user, aws.Authority), TestContext.Current.CancellationToken);
        Assert.Equal((status, HttpVersion.Version20), ((int)answer.StatusCode, answer.Version));
        Assert.Equal(status == 400, (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("AccessDeniedException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_refused_where_another_host_was_signed()
    {
        using var answer = await http.SendAsync(Call(FrontedLocalAws.May, "kinesis.us-east-1.amazonaws.com"), TestContext.Current.CancellationToken);
        Assert.Contains("InvalidSignatureException", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private HttpRequestMessage Call(string user, string host)
    {
        const string Body = """{"StreamName":"clicks"}""";
        const string Type = "application/x-amz-json-1.1";
        const string Target = "Kinesis_20131202.DescribeStreamSummary";
        const string Names = ":authority;content-type;x-amz-date;x-amz-target";
        var keys = aws.KeysOf(user);
        var time = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/us-east-1/kinesis/aws4_request";
        var canonical = $"POST\n/\n\n:authority:{host}\ncontent-type:{Type}\nx-amz-date:{time}\nx-amz-target:{Target}\n\n{Names}\n{Hash(Body)}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{keys.SecretAccessKey}"), static (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(canonical)}")));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{aws.Authority}/"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(Body, new MediaTypeHeaderValue(Type)),
        };
        request.Headers.TryAddWithoutValidation("x-amz-target", Target);
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        request.Headers.TryAddWithoutValidation("authorization", $"AWS4-HMAC-SHA256 Credential={keys.AccessKeyId}/{scope}, SignedHeaders={Names}, Signature={signature}");
        return request;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
