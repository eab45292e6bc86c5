namespace SigV4.Tests.Vectors;

public class Requests_signed_by_botocore
{
    [Fact]
    public void Are_several_thousand_of_both_forms()
    {
        Assert.True(BotocoreVector.All.Count >= 3000);
        Assert.True(BotocoreVector.All.Count(static vector => vector.Expires is not null) > 500);
        Assert.True(BotocoreVector.All.Count(static vector => vector.Service == "s3") > 200);
    }

    [Fact]
    public void Are_proven() => Assert.All(BotocoreVector.All, static vector =>
    {
        var result = Verify(vector, vector.ToRequest());
        Assert.True(result.IsValid, result.Failure?.Message);
        Assert.Equal(vector.AccessKeyId, result.AccessKeyId);
        Assert.Equal(vector.Expires is not null, result.Presigned);
    });

    [Fact]
    public void Have_the_signature_that_ours_would_have_made() => Assert.All(BotocoreVector.All.Where(static vector => vector.Expires is null), static vector =>
    {
        var declared = vector.Fields.FirstOrDefault(static header => header.Name.Equals("x-amz-content-sha256", StringComparison.OrdinalIgnoreCase)).Value;
        var payload = declared == "UNSIGNED-PAYLOAD" ? PayloadHash.NotSigned : PayloadHash.Of(vector.Body);
        var signed = new SigV4Signer(vector.Region, vector.Service).Sign(vector.Method, vector.Target, vector.UnsignedFields, payload, vector.Credentials, vector.At);

        Assert.Equal(vector.Header("Authorization"), signed.Authorization);
        Assert.Equal(vector.Header("X-Amz-Date"), signed.Date);
        Assert.Equal(declared, signed.ContentSha256);
    });

    [Fact]
    public void Have_the_query_that_ours_would_have_made() => Assert.All(
        BotocoreVector.All.Where(static vector => vector.Expires is not null && !vector.UnsignedTarget.Contains('?', StringComparison.Ordinal)),
        static vector =>
        {
            var ours = new SigV4Signer(vector.Region, vector.Service).Presign(
                vector.Method, vector.UnsignedTarget, vector.Fields, vector.Credentials, vector.At, TimeSpan.FromSeconds(vector.Expires!.Value));
            Assert.Equal(Parameters(vector.Target), Parameters(ours));
        });

    [Fact]
    public void Are_refused_with_another_body() => Assert.All(BotocoreVector.All.Where(static vector => vector.Service != "s3"), static vector =>
        Refused(vector, new IncomingRequest(vector.Method, vector.Target, vector.Fields, [.. vector.Body, 0])));

    [Fact]
    public void Are_refused_with_another_method() => Assert.All(BotocoreVector.All, static vector =>
        Refused(vector, new IncomingRequest(vector.Method + "X", vector.Target, vector.Fields, vector.Body)));

    [Fact]
    public void Are_refused_with_another_path() => Assert.All(BotocoreVector.All, static vector =>
        Refused(vector, new IncomingRequest(vector.Method, "/s/n/e/a/k/e/d" + vector.Target, vector.Fields, vector.Body)));

    [Fact]
    public void Are_refused_with_one_more_parameter() => Assert.All(BotocoreVector.All, static vector =>
    {
        var separator = vector.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        Refused(vector, new IncomingRequest(vector.Method, $"{vector.Target}{separator}sneaked", vector.Fields, vector.Body));
    });

    [Fact]
    public void Are_refused_with_another_secret() => Assert.All(BotocoreVector.All, static vector =>
        Refused(vector with { SecretAccessKey = vector.SecretAccessKey + "x" }, vector.ToRequest()));

    private static void Refused(BotocoreVector vector, IncomingRequest request)
    {
        var result = Verify(vector, request);
        Assert.False(result.IsValid);
        Assert.Equal(VerificationError.SignatureMismatch, result.Failure!.Error);
        Assert.Null(result.Identity);
    }

    private static VerificationResult Verify(BotocoreVector vector, IncomingRequest request)
    {
        var verifier = new SigV4Verifier(new SigV4VerifierOptions { Region = vector.Region, Service = vector.Service, AllowUnsignedPayload = vector.Service == "s3" });
        return verifier.Verify(request, new KnownCredentials(vector.Credentials), vector.At);
    }

    private static string[] Parameters(string target) => [.. target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Order(StringComparer.Ordinal)];
}
