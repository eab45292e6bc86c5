namespace SigV4.Tests.Verification;

/// <summary>
/// API Gateway decodes a query as a form and then signs it by the book: its "should have been" shows <c>%20</c> where the wire had a plus. The signatures
/// here are from a signer of its own, written in Python from AWS's page.
/// </summary>
public class A_plus_in_the_query
{
    private const string Target = "/x+y?q=1%2B1&a=b+c";
    private const string SpaceToApiGateway = "1c14be2e9590836fcb0365880a6c53d9d168a71d2a71da79c76278d5c9685893";
    private const string PlusToApiGateway = "69ce58e10534b6a310cf5e535699ebae61cfce7b3b15018abc2c21ebacb5ce1e";
    private const string SpaceToSts = "d6454a89010f7e9226d02050a21dff35020d3567453f0570b384ec2c90e88a8b";
    private const string PlusToSts = "ed58c9076c64fc05db7772bac67cee34f39a64af298a1efaf7a7d93e88d2e616";
    private const string SpaceToLambda = "18b9881655528ca0ee09c5a9c87b309cd8e3bb7910fc2d65e033c60af4b48ff7";
    private const string PlusToLambda = "1b89ef572a9609756b62ae30bedfd695d6faadd2cebdb8f86bd773814fab2e01";
    private const string SpaceToS3 = "d61da02ed7177bd954f393aa7185653a7044fcec2a05513f824d46a577262476";
    private const string PlusToS3 = "9307d637ba95250e524c801439c620f604ba18b2b1318ce4e41be4eabb090ac5";

    [Theory]
    [InlineData("execute-api", SpaceToApiGateway)]
    [InlineData("sts", SpaceToSts)]
    [InlineData("lambda", SpaceToLambda)]
    [InlineData("s3", PlusToS3)]
    public void Is_signed_and_proven_as_the_service_reads_it(string service, string signature)
    {
        Assert.EndsWith($", Signature={signature}", Signed(service, Target).Authorization, StringComparison.Ordinal);
        Assert.True(Verify(service, Target, signature).IsValid);
    }

    [Theory]
    [InlineData("execute-api", PlusToApiGateway, "a=b%20c&q=1%2B1")]
    [InlineData("sts", PlusToSts, "a=b%20c&q=1%2B1")]
    [InlineData("lambda", PlusToLambda, "a=b%20c&q=1%2B1")]
    [InlineData("s3", SpaceToS3, "a=b%2Bc&q=1%2B1")]
    public void Is_refused_in_the_other_reading(string service, string signature, string query)
    {
        var refusal = Verify(service, Target, signature).Failure!;
        Assert.Equal(VerificationError.SignatureMismatch, refusal.Error);
        Assert.Contains($"should have been\n'GET\n/x%2By\n{query}\n", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3", true)]
    [InlineData("s3express", true)]
    [InlineData("s3-outposts", true)]
    [InlineData("s3-object-lambda", true)]
    [InlineData("s3tables", false)]
    [InlineData("execute-api", false)]
    public void Is_a_plus_to_the_services_of_s3_only(string service, bool isPlus)
    {
        Assert.Equal(Signed(service, isPlus ? "/?a=b%2Bc" : "/?a=b%20c").Authorization, Signed(service, "/?a=b+c").Authorization);
        Assert.NotEqual(Signed(service, isPlus ? "/?a=b%20c" : "/?a=b%2Bc").Authorization, Signed(service, "/?a=b+c").Authorization);
    }

    [Theory]
    [InlineData("execute-api", "a%20name=b%20%20c&a%20name=%2B", "a+name=b++c&a+name=%2B")]
    [InlineData("s3", "a%2Bname=b%2B%2Bc&a%2Bname=%20", "a+name=b++c&a+name=%20")]
    public void Counts_likewise_in_names_and_in_presigned_requests(string service, string spelt, string wire)
    {
        Assert.Equal(SignatureOf(Presigned(service, $"/?{spelt}")), SignatureOf(Presigned(service, $"/?{wire}")));
        Assert.Contains($"?{wire}&", Presigned(service, $"/?{wire}"), StringComparison.Ordinal);
        Assert.True(Verify(service, Presigned(service, $"/?{wire}")).IsValid);
    }

    [Fact]
    public void Sorts_as_what_it_stands_for() =>
        Assert.Equal(Signed("execute-api", "/?a=%20b&a=!&a=%2B").Authorization, Signed("execute-api", "/?a=!&a=%2B&a=+b").Authorization);

    // One view: what the signature covers is what is looked up.
    [Fact]
    public void In_a_presigned_session_token_is_a_space_too()
    {
        var credentials = SignedRequest.Credentials with { SessionToken = "to+ken" };
        var target = new SigV4Signer("us-east-1", "execute-api").Presign("GET", "/", [new("host", "api.example.com")], credentials, SignedRequest.Noon, TimeSpan.FromMinutes(1));
        Assert.True(Verify("execute-api", target, source: new KnownCredentials(credentials)).IsValid);
        var raw = target.Replace("to%2Bken", "to+ken", StringComparison.Ordinal);
        Assert.Equal(VerificationError.UnknownCredentials, Verify("execute-api", raw, source: new KnownCredentials(credentials)).Failure!.Error);
    }

    private static SignatureHeaders Signed(string service, string target) => new SigV4Signer("us-east-1", service, new SigV4SignerOptions { SendContentSha256 = false })
        .Sign("GET", target, [new("host", "api.example.com")], PayloadHash.Empty, SignedRequest.Credentials, SignedRequest.Noon);

    private static string Presigned(string service, string target) =>
        new SigV4Signer("us-east-1", service).Presign("GET", target, [new("host", "api.example.com")], SignedRequest.Credentials, SignedRequest.Noon, TimeSpan.FromMinutes(1));

    private static string SignatureOf(string target) => target[^64..];

    private static VerificationResult Verify(string service, string target, string? signature = null, ICredentialSource? source = null)
    {
        List<HeaderField> headers = [new("host", "api.example.com")];
        if (signature is not null)
        {
            headers.Add(new HeaderField("x-amz-date", "20261123T120000Z"));
            headers.Add(new HeaderField("x-amz-security-token", SignedRequest.Credentials.SessionToken!));
            headers.Add(new HeaderField(
                "authorization",
                $"AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20261123/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature={signature}"));
        }

        return new SigV4Verifier(new SigV4VerifierOptions { Region = "us-east-1", Service = service, AllowUnsignedPayload = service == "s3" })
            .Verify(new IncomingRequest("GET", target, headers.ToArray(), default), source ?? new KnownCredentials(SignedRequest.Credentials), SignedRequest.Noon);
    }
}
