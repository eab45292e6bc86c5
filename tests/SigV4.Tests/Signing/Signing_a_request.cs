using CsCheck;
using SigV4.Tests.Verification;

namespace SigV4.Tests.Signing;

public class Signing_a_request
{
    private static readonly HeaderField Host = new("Host", "api.example.com");
    private static readonly SigV4Signer Signer = new("us-east-1", "execute-api");

    [Fact]
    public void Is_proven_whatever_the_request() => Gen.Select(
        Gen.OneOf(Gen.Const("GET"), Gen.Const("POST"), Gen.Const("X")),
        Gen.Char["/?&=%+.~*aB2f:@ä"].Array[0, 30],
        Gen.Select(Gen.Char["abcX-_"].Array[1, 6], Gen.Char["a b\t,\"ä="].Array[0, 12]).Array[0, 6],
        Gen.Byte.Array[0, 100])
        .Sample(
            static (method, target, headers, body) =>
            {
                HeaderField[] fields = [Host, .. headers.Select(static header => new HeaderField("h" + new string(header.Item1), new string(header.Item2)))];
                var path = "/" + new string(target);
                var signed = Signer.Sign(method, path, fields, PayloadHash.Of(body), SignedRequest.Credentials, SignedRequest.Noon);
                HeaderField[] sent = [.. fields, new("x-amz-date", signed.Date), new("x-amz-security-token", signed.SecurityToken!), new("authorization", signed.Authorization)];
                return new SigV4Verifier(new SigV4VerifierOptions())
                    .Verify(new IncomingRequest(method, path, sent, body), new KnownCredentials(SignedRequest.Credentials), SignedRequest.Noon).IsValid;
            },
            iter: 20_000);

    [Fact]
    public void Asks_for_the_host()
    {
        var error = Assert.Throws<ArgumentException>(static () =>
            Signer.Sign("GET", "/", [new("accept", "*/*")], PayloadHash.Empty, SignedRequest.Credentials, SignedRequest.Noon));
        Assert.StartsWith("Host is not among the headers to sign. Add it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Amz-Date")]
    [InlineData("x-amz-security-token")]
    [InlineData("X-Amz-Content-Sha256")]
    public void Leaves_its_own_headers_to_itself(string name) => Assert.Throws<ArgumentException>(() =>
        Signer.Sign("GET", "/", [Host, new(name, "x")], PayloadHash.Empty, SignedRequest.Credentials, SignedRequest.Noon));

    [Theory]
    [InlineData(0)]
    [InlineData(604_801)]
    public void By_query_is_valid_for_a_second_to_a_week(int seconds) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        Signer.Presign("GET", "/", [Host], SignedRequest.Credentials, SignedRequest.Noon, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Shows_no_secret_as_text()
    {
        var signed = Signer.Sign("GET", "/", [Host], PayloadHash.Empty, SignedRequest.Credentials, SignedRequest.Noon);
        Assert.Equal("20261123T120000Z", signed.ToString());
        Assert.Equal("ASIAEXAMPLE", SignedRequest.Credentials.ToString());
        Assert.Equal("Found", CredentialLookup.Found("secret").ToString());
    }

    [Fact]
    public void Allocates_its_headers_only()
    {
        HeaderField[] headers = [Host, new("Content-Type", "application/json")];
        var body = PayloadHash.Of(new byte[1024]);
        var result = Sign();
        var strings = Allocated(() => new string('x', result.Authorization.Length).Length + new string('x', result.Date.Length).Length);
        Assert.Equal(strings, Allocated(() => Sign().Date.Length));

        SignatureHeaders Sign() => Signer.Sign("POST", "/prod/orders?b=2", headers, body, SignedRequest.Credentials, SignedRequest.Noon);
    }

    [Fact]
    public async Task Hashes_a_stream_as_the_bytes_it_has()
    {
        using var stream = new MemoryStream(new byte[100_000]);
        Assert.Equal(PayloadHash.Of(new byte[100_000]).ToString(), (await PayloadHash.OfAsync(stream, TestContext.Current.CancellationToken)).ToString());
    }

    private static long Allocated(Func<int> action)
    {
        for (var i = 0; i < 100; i++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
