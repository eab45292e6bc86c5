using Amazon.Runtime;
using Amazon.Runtime.Signing;

namespace SigV4.Http.Tests.Signers;

/// <summary>AWSSDK.Core's own signer and handler, whose requests our verifier must accept, and whose signatures ours must equal.</summary>
public class Aws_sdk
{
    private static readonly SessionAWSCredentials Credentials = new(
        WireServer.Credentials.AccessKeyId, WireServer.Credentials.SecretAccessKey, WireServer.Credentials.SessionToken);

    [Theory]
    [InlineData("/orders?b=2&a=1")]
    [InlineData("/orders/a%20b?q=%C3%A4")]
    [InlineData("/orders?a=1&A=2&&")]
    public async Task Handler_is_accepted_over_a_socket(string target)
    {
        await using var server = new WireServer();
        using var client = new HttpClient(new Amazon.Runtime.Signing.SigV4SigningHandler(Credentials, Amazon.RegionEndpoint.USEast1, "execute-api", new SocketsHttpHandler()));
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(server.Url, target), content, TestContext.Current.CancellationToken);
        Assert.True(server.Requests.Single().Failure is null, server.Requests.Single().Failure?.Message);
    }

    [Theory]
    [InlineData("GET", "/", "")]
    [InlineData("POST", "/prod/charges", "{\"amountMinor\":900}")]
    [InlineData("PUT", "/a/b?x=1&y=2&x=0", "body")]
    [InlineData("DELETE", "/a%20b/c?q=a%2Fb", "")]
    public void Signer_makes_the_same_signature(string method, string target, string body)
    {
        var now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        var request = new AWSSigningRequest { HttpMethod = new HttpMethod(method), RequestUri = new Uri("https://api.example.com" + target), Content = bytes };
        var theirs = AWSSigV4Signer.Sign(request, new AWSSigV4Parameters
        {
            Credentials = Credentials,
            Region = Amazon.RegionEndpoint.USEast1,
            Service = "execute-api",
            SignedAt = now.UtcDateTime,
            SignPayload = true,
        });
        var sent = theirs.Headers.Select(static header => new HeaderField(header.Key, header.Value)).Append(new HeaderField("host", "api.example.com"))
            .DistinctBy(static header => header.Name.ToUpperInvariant()).ToArray();

        var verified = new SigV4Verifier(new SigV4VerifierOptions()).Verify(new IncomingRequest(method, target, sent, bytes), new WireServerCredentials(), now);
        Assert.True(verified.IsValid, verified.Failure?.Message);

        var authorization = sent.Single(static header => header.Name.Equals("authorization", StringComparison.OrdinalIgnoreCase)).Value;
        var signed = authorization.Split("SignedHeaders=")[1].Split(',')[0].Split(';')
            .Where(static name => name is not ("x-amz-date" or "x-amz-security-token" or "x-amz-content-sha256"));
        var sendsHash = sent.Any(static header => header.Name.Equals("x-amz-content-sha256", StringComparison.OrdinalIgnoreCase));
        var ours = new SigV4Signer("us-east-1", "execute-api", new SigV4SignerOptions { SendContentSha256 = sendsHash }).Sign(
            method, target, sent.Where(header => signed.Contains(header.Name.ToLowerInvariant())).ToArray(), PayloadHash.Of(bytes), WireServer.Credentials, now);
        Assert.Equal(authorization, ours.Authorization);
    }

    private sealed class WireServerCredentials : ICredentialSource
    {
        public CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken) => CredentialLookup.Found(WireServer.Credentials.SecretAccessKey);
    }
}
