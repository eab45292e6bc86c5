using System.Net;
using System.Text;
using System.Text.Json;
using Harness;
using Microsoft.Extensions.Time.Testing;
using SigV4;

namespace Integration.Access;

/// <summary>Requests of somebody who may not, made of pieces of requests of somebody who may.</summary>
public class Attempts_to_get_in(StackFixture stack)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AwsCredentials Auditor => stack.Aws.SessionOf("AuditorRole");

    [Fact]
    public async Task With_a_wrong_secret() => await ExpectAsync(
        await GetChargesAsync(Auditor with { SecretAccessKey = "wrong" }), "InvalidSignatureException", "The request signature we calculated does not match the signature you provided.");

    [Fact]
    public async Task With_an_unknown_key() => await ExpectAsync(
        await GetChargesAsync(new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")), "UnrecognizedClientException", "The security token included in the request is invalid.");

    [Fact]
    public async Task With_a_session_that_has_lost_its_token() => await ExpectAsync(
        await GetChargesAsync(Auditor with { SessionToken = null }), "UnrecognizedClientException", "The security token included in the request is invalid.");

    [Fact]
    public async Task With_a_tampered_session_token()
    {
        var auditor = Auditor;
        var token = Convert.FromBase64String(auditor.SessionToken!);
        foreach (var place in new[] { 0, 5, 20, token.Length / 2, token.Length - 1 })
        {
            var altered = token.ToArray();
            altered[place] ^= 1;
            await ExpectAsync(await GetChargesAsync(auditor with { SessionToken = Convert.ToBase64String(altered) }), "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
    }

    [Fact]
    public async Task With_the_token_of_another_session() => await ExpectAsync(
        await GetChargesAsync(stack.Aws.SessionOf("StorefrontRole") with { SessionToken = Auditor.SessionToken }), "UnrecognizedClientException", "The security token included in the request is invalid.");

    [Fact]
    public async Task Signed_for_another_region() => await ExpectAsync(
        await GetChargesAsync(Auditor, region: "eu-west-1"), "InvalidSignatureException", "Credential should be scoped to a valid region.");

    [Fact]
    public async Task Signed_for_another_service() => await ExpectAsync(
        await GetChargesAsync(Auditor, service: "sts"), "InvalidSignatureException", "Credential should be scoped to correct service: 'execute-api'.");

    [Fact]
    public async Task Signed_ten_minutes_ago()
    {
        var auditor = Auditor;
        await ExpectAsync(await SendRawAsync("GET", "charges", auditor, TimeProvider.System.GetUtcNow().AddMinutes(-10), signedBody: "", sentBody: ""), "InvalidSignatureException", "Signature expired: ");
        await ExpectAsync(await SendRawAsync("GET", "charges", auditor, TimeProvider.System.GetUtcNow().AddMinutes(10), signedBody: "", sentBody: ""), "InvalidSignatureException", "Signature not yet current: ");
    }

    [Fact]
    public async Task Replaying_a_signature_with_another_body() => await ExpectAsync(
        await SendRawAsync("POST", "charges", stack.Aws.SessionOf("OrdersServiceRole"), TimeProvider.System.GetUtcNow(), """{"amountMinor":1}""", """{"amountMinor":2}"""),
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided.");

    [Fact]
    public async Task Replaying_a_signature_on_another_route()
    {
        var auditor = Auditor;
        await ExpectAsync(await SendRawAsync("GET", "charges", auditor, TimeProvider.System.GetUtcNow(), "", "", sentPath: "charges/ch_1"), "InvalidSignatureException", "The request signature");
    }

    [Theory]
    [InlineData("charges/../charges")]
    [InlineData("./charges")]
    [InlineData("/charges")]
    [InlineData("charges/ch_1/..")]
    [InlineData("charges/.")]
    [InlineData("charges/ch_1/more")]
    public async Task Around_the_route(string path)
    {
        var response = await SendRawAsync("GET", path, stack.Aws.SessionOf("StorefrontRole"), TimeProvider.System.GetUtcNow(), "", "");
        Assert.Equal(HttpStatusCode.Forbidden, response.Status);
    }

    [Theory]
    [InlineData("%63harges")]
    [InlineData("charges%2F")]
    public async Task With_an_encoded_path(string path) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await SendRawAsync("GET", path, stack.Aws.SessionOf("StorefrontRole"), TimeProvider.System.GetUtcNow(), "", "")).Status);

    [Fact]
    public async Task After_the_session_has_ended()
    {
        stack.InProcessOnly("moves the clock of a LocalAws of its own");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var aws = await LocalAws.StartAsync(new LocalAwsOptions { Time = time }, Cancellation);
        var auditor = await aws.AssumeAsync("AuditorRole", change: static request => request.DurationSeconds = 900);
        time.Advance(TimeSpan.FromSeconds(901));
        await ExpectAsync(
            await SendRawAsync("GET", "charges", auditor, time.GetUtcNow(), "", "", api: aws.UrlOf("BillingApi")), "ExpiredTokenException", "The security token included in the request is expired");
    }

    [Fact]
    public async Task With_a_session_of_another_LocalAws()
    {
        await using var other = await LocalAws.StartAsync(cancellation: Cancellation);
        await ExpectAsync(await GetChargesAsync(other.SessionOf("AuditorRole")), "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    [Fact]
    public async Task Leave_no_secret_in_the_log()
    {
        var auditor = stack.Aws.SessionOf("AuditorRole");
        var forged = auditor with { SecretAccessKey = "forged-secret-access-key" };
        await GetChargesAsync(forged);
        using var sts = stack.Aws.StsClient(forged);
        await Assert.ThrowsAnyAsync<Amazon.SecurityToken.AmazonSecurityTokenServiceException>(() => sts.GetCallerIdentityAsync(new(), Cancellation));
        var log = await stack.LogWithAsync(static line => line.Contains("sts:GetCallerIdentity", StringComparison.Ordinal) && line.Contains("SignatureMismatch", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line =>
            line.Contains(auditor.SessionToken!, StringComparison.Ordinal) || line.Contains(auditor.SecretAccessKey, StringComparison.Ordinal) || line.Contains(forged.SecretAccessKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_eleven_megabytes()
    {
        using var client = stack.Aws.Client("BillingApi", stack.Aws.SessionOf("OrdersServiceRole"));
        using var content = new ByteArrayContent(new byte[11 * 1024 * 1024]);
        using var response = await client.PostAsync(new Uri("charges", UriKind.Relative), content, Cancellation);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("""{"message":"Request Too Long"}""", await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static Task ExpectAsync(Answer answer, string type, string messageStart)
    {
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(type, answer.ErrorType);
        using var body = JsonDocument.Parse(answer.Body);
        Assert.StartsWith(messageStart, body.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private async Task<Answer> GetChargesAsync(AwsCredentials credentials, string service = "execute-api", string? region = null)
    {
        using var client = stack.Aws.Client("BillingApi", credentials, service, region);
        using var response = await client.GetAsync(new Uri("charges", UriKind.Relative), Cancellation);
        return new Answer(response.StatusCode, response.Headers.GetValues("x-amzn-ErrorType").Single(), await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>Sends over a socket of its own exactly what it is told, since HttpClient would tidy the path.</summary>
    private async Task<Answer> SendRawAsync(string method, string path, AwsCredentials credentials, DateTimeOffset at, string signedBody, string sentBody, string? sentPath = null, Uri? api = null)
    {
        var url = api ?? stack.LocalAws.UrlOf("BillingApi");
        var target = $"{url.AbsolutePath}/{path}";
        var signed = new SigV4Signer("us-east-1", "execute-api").Sign(method, target, [new("host", url.Authority)], PayloadHash.Of(Encoding.UTF8.GetBytes(signedBody)), credentials, at);
        var lines = $"{method} {url.AbsolutePath}/{sentPath ?? path} HTTP/1.1\r\nHost: {url.Authority}\r\nX-Amz-Date: {signed.Date}\r\nX-Amz-Security-Token: {signed.SecurityToken}\r\n"
            + $"Authorization: {signed.Authorization}\r\nContent-Length: {sentBody.Length}\r\nConnection: close\r\n\r\n{sentBody}";
        return await RawHttp.SendAsync(url, lines, Cancellation);
    }
}
