using System.Security.Cryptography;
using System.Text;

namespace SigV4.Tests.Verification;

/// <summary>
/// A body in chunks, each with its own signature. The figures are AWS's: Amazon S3 API Reference, "Signature calculations for the authorization header: transferring payload in multiple
/// chunks" and "Signature calculations for trailing headers".
/// </summary>
public class Chunks_of_a_body
{
    private const string Signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private const string SignedWithTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    private static readonly AwsCredentials Example = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset At = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] First = Hash(new string('a', 65536));
    private static readonly byte[] Second = Hash(new string('a', 1024));
    private static readonly byte[] Nothing = Hash("");

    [Fact]
    public void Are_proven_one_after_the_other()
    {
        var chunks = Verified(Signed, "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9").Chunks!;
        Assert.True(chunks.Prove(First, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"));
        Assert.True(chunks.Prove(Second, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"));
        Assert.True(chunks.Prove(Nothing, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"));
    }

    [Fact]
    public void Are_proven_with_their_trailer()
    {
        var chunks = Verified(SignedWithTrailer, "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e").Chunks!;
        Assert.True(chunks.Prove(First, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2"));
        Assert.True(chunks.Prove(Second, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7"));
        Assert.True(chunks.Prove(Nothing, "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992"));
        Assert.True(chunks.ProveTrailer(Hash("x-amz-checksum-crc32c:sOO8/Q==\n"), "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435"));
    }

    [Fact]
    public void Are_not_proven_in_another_order_or_again()
    {
        var chunks = Verified(Signed, "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9").Chunks!;
        Assert.False(chunks.Prove(Second, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"));

        // After one that is wrong, none is right.
        Assert.False(chunks.Prove(First, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"));
        Assert.False(chunks.Prove(Nothing, ""));
    }

    [Fact]
    public void Are_not_proven_with_other_data()
    {
        var chunks = Verified(Signed, "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9").Chunks!;
        Assert.False(chunks.Prove(Second, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"));
    }

    [Theory]
    [InlineData("UNSIGNED-PAYLOAD")]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")]
    public void Are_none_where_the_hash_says_all(string declared)
    {
        var payload = Request(declared).Verify().Payload!;
        Assert.Equal(declared, payload.Hash.ToString());
        Assert.Equal(SignedRequest.Noon, payload.SignedAt);
        Assert.Null(payload.Chunks);
    }

    /// <summary>What is declared is signed, so it cannot be changed on the way.</summary>
    [Theory]
    [InlineData("UNSIGNED-PAYLOAD")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")]
    [InlineData("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD")]
    [InlineData("44CE7DD67C959E0D3524FFAC1771DFBBA87D2B6B4B4E99E42034A8B803F8B072")]
    [InlineData("whatever")]
    public void Do_not_take_the_place_of_a_hash(string declared)
    {
        var request = Request("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");
        request["x-amz-content-sha256"] = declared;
        Assert.Equal(VerificationError.SignatureMismatch, request.Verify().Failure?.Error);
    }

    [Fact]
    public void Are_not_told_of_where_the_body_is_there()
    {
        var result = SignedRequest.ByHeader().Verify();
        Assert.True(result.IsValid);
        Assert.Null(result.Payload);
    }

    [Fact]
    public void Show_the_canonical_request_of_a_signature_that_is_another()
    {
        var request = Request("UNSIGNED-PAYLOAD");
        request.Method = "DELETE";
        var failure = request.Verify().Failure!;
        Assert.StartsWith("DELETE\n/bucket/key\n", failure.CanonicalRequest, StringComparison.Ordinal);
        Assert.StartsWith("AWS4-HMAC-SHA256\n20261123T120000Z\n", failure.StringToSign, StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_a_token_that_is_none_from_a_key_that_nobody_has()
    {
        Assert.True(SignedRequest.ByHeader().Verify(new KnownCredentials(SignedRequest.Credentials with { SessionToken = "other" })).Failure!.IsOfToken);
        Assert.False(SignedRequest.ByHeader().Verify(new KnownCredentials(new("AKIAOTHER", "secret"))).Failure!.IsOfToken);
    }

    private static SignedPayload Verified(string declared, string seed)
    {
        HeaderField[] headers = declared == Signed
            ?
            [
                new("host", "s3.amazonaws.com"), new("x-amz-date", "20130524T000000Z"), new("x-amz-storage-class", "REDUCED_REDUNDANCY"), new("x-amz-content-sha256", declared),
                new("content-encoding", "aws-chunked"), new("x-amz-decoded-content-length", "66560"), new("content-length", "66824"),
            ]
            :
            [
                new("host", "s3.amazonaws.com"), new("x-amz-date", "20130524T000000Z"), new("x-amz-storage-class", "REDUCED_REDUNDANCY"), new("x-amz-content-sha256", declared),
                new("content-encoding", "aws-chunked"), new("x-amz-decoded-content-length", "66560"), new("x-amz-trailer", "x-amz-checksum-crc32c"),
            ];
        var names = string.Join(';', headers.Select(static header => header.Name).Order(StringComparer.Ordinal));
        var authorization = $"AWS4-HMAC-SHA256 Credential={Example.AccessKeyId}/20130524/us-east-1/s3/aws4_request,SignedHeaders={names},Signature={seed}";
        var result = new SigV4Verifier(new SigV4VerifierOptions { Region = "us-east-1", Service = "s3", TrustDeclaredPayload = true }).Verify(
            new IncomingRequest("PUT", "/examplebucket/chunkObject.txt", [.. headers, new("authorization", authorization)], []), new KnownCredentials(Example), At);
        Assert.True(result.IsValid, result.Failure?.Message);
        return result.Payload!;
    }

    private static TrustingRequest Request(string declared)
    {
        HeaderField[] headers = [new("host", "s3.example.com")];
        Assert.True(PayloadHash.TryParse(declared, out var payload));
        var signed = new SigV4Signer("us-east-1", "s3").Sign("PUT", "/bucket/key", headers, payload, Example, SignedRequest.Noon);
        return new TrustingRequest([.. headers, new("x-amz-date", signed.Date), new("x-amz-content-sha256", signed.ContentSha256!), new("authorization", signed.Authorization)]);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.ASCII.GetBytes(text));

    private sealed class TrustingRequest(List<HeaderField> headers)
    {
        public string Method { get; set; } = "PUT";

        public string this[string name]
        {
            set
            {
                headers.RemoveAll(header => header.Name == name);
                headers.Add(new HeaderField(name, value));
            }
        }

        public VerificationResult Verify() => new SigV4Verifier(new SigV4VerifierOptions { Region = "us-east-1", Service = "s3", TrustDeclaredPayload = true })
            .Verify(new IncomingRequest(Method, "/bucket/key", headers.ToArray(), []), new KnownCredentials(Example), SignedRequest.Noon);
    }
}
