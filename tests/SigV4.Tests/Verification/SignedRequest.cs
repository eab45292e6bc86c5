namespace SigV4.Tests.Verification;

/// <summary>A request signed at noon, that a test alters before it is verified.</summary>
public sealed class SignedRequest
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly AwsCredentials Credentials = new("ASIAEXAMPLE", "secret", "token");

    private SignedRequest(string target, List<HeaderField> headers)
    {
        Target = target;
        Headers = headers;
    }

    public string Method { get; set; } = "POST";

    public string Target { get; set; }

    public List<HeaderField> Headers { get; }

    public byte[] Body { get; set; } = "{\"a\":1}"u8.ToArray();

    public DateTimeOffset Now { get; set; } = Noon;

    public string Authorization
    {
        get => Headers.Single(static header => header.Name == "authorization").Value;
        set => this["authorization"] = value;
    }

    public string this[string name]
    {
        set
        {
            Headers.RemoveAll(header => header.Name == name);
            Headers.Add(new HeaderField(name, value));
        }
    }

    public static SignedRequest ByHeader(string region = "us-east-1", string service = "execute-api", DateTimeOffset? at = null, params ReadOnlySpan<HeaderField> more)
    {
        HeaderField[] headers = [new("host", "api.example.com"), new("content-type", "application/json"), .. more];
        var request = new SignedRequest("/prod/orders?b=2&a=1", [.. headers]);
        var signed = new SigV4Signer(region, service).Sign(request.Method, request.Target, headers, PayloadHash.Of(request.Body), Credentials, at ?? Noon);
        request.Authorization = signed.Authorization;
        request["x-amz-date"] = signed.Date;
        request["x-amz-security-token"] = signed.SecurityToken!;
        return request;
    }

    public static SignedRequest ByQuery(TimeSpan? expires = null, AwsCredentials? credentials = null)
    {
        HeaderField[] headers = [new("host", "api.example.com")];
        var signer = new SigV4Signer("us-east-1", "execute-api");
        var target = signer.Presign("GET", "/prod/orders?b=2&a=1", headers, credentials ?? Credentials, Noon, expires ?? TimeSpan.FromHours(1));
        return new SignedRequest(target, [.. headers]) { Method = "GET", Body = [] };
    }

    public void Remove(string header) => Headers.RemoveAll(field => field.Name == header);

    public VerificationResult Verify(ICredentialSource? source = null, SigV4VerifierOptions? options = null) =>
        new SigV4Verifier(options ?? new SigV4VerifierOptions { Region = "us-east-1", Service = "execute-api" })
            .Verify(new IncomingRequest(Method, Target, Headers.ToArray(), Body), source ?? new KnownCredentials(Credentials), Now);

    public VerificationFailure Refusal(ICredentialSource? source = null)
    {
        var result = Verify(source);
        Assert.False(result.IsValid);
        Assert.Null(result.AccessKeyId);
        Assert.Null(result.Identity);
        Assert.Equal(403, result.Failure!.StatusCode);
        return result.Failure;
    }
}
