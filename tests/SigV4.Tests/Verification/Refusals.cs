namespace SigV4.Tests.Verification;

public class Refusals
{
    private const string Incomplete = "IncompleteSignatureException";
    private const string Invalid = "InvalidSignatureException";

    [Fact]
    public void Do_not_meet_a_good_request()
    {
        var result = SignedRequest.ByHeader().Verify();
        Assert.True(result.IsValid);
        Assert.Equal("ASIAEXAMPLE", result.AccessKeyId);
        Assert.Equal("somebody", result.Identity);
        Assert.Equal("20261123/us-east-1/execute-api/aws4_request", result.Scope.ToString());
        Assert.True(SignedRequest.ByQuery().Verify().IsValid);
    }

    [Fact]
    public void Of_an_unsigned_request()
    {
        var request = SignedRequest.ByHeader();
        request.Remove("authorization");
        Expect(request, VerificationError.MissingSignature, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    [Fact]
    public void Of_two_signatures()
    {
        var request = SignedRequest.ByQuery();
        request.Authorization = SignedRequest.ByHeader().Authorization;
        Assert.Equal(VerificationError.TwoSignatures, request.Refusal().Error);

        var twice = SignedRequest.ByHeader();
        twice.Headers.Add(new HeaderField("Authorization", twice.Authorization));
        Assert.Equal(VerificationError.TwoSignatures, twice.Refusal().Error);
    }

    [Theory]
    [InlineData(
        "Bearer abc",
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'iTtA9PXnVWKUgzk3OHL5WkcX/DVIsoFhxr6ZkFUuIqM='.")]
    [InlineData(
        "AWS4-HMAC-SHA256",
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
        + "Authorization header requires 'SignedHeaders' parameter. "
        + "(Hashed with SHA-256 and encoded with Base64) Authorization=7WCcLBS+8+WYOSTk+BUm+1Ycg4htUJSxjFEz2oGkUSI=")]
    public void Of_another_scheme(string authorization, string message)
    {
        var request = SignedRequest.ByHeader();
        request.Authorization = authorization;
        var refusal = request.Refusal();
        Assert.Equal(Incomplete, refusal.ErrorType);
        Assert.Equal(VerificationError.IncompleteSignature, refusal.Error);
        Assert.Equal(message[..60], refusal.Message[..60]);
        Assert.DoesNotContain("abc", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_signature_without_a_date()
    {
        var request = SignedRequest.ByHeader();
        request.Remove("x-amz-date");
        Assert.StartsWith("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ", request.Refusal().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Amz-Algorithm")]
    [InlineData("X-Amz-Credential")]
    [InlineData("X-Amz-Signature")]
    [InlineData("X-Amz-SignedHeaders")]
    [InlineData("X-Amz-Date")]
    [InlineData("X-Amz-Expires")]
    public void Of_an_address_that_lacks_a_parameter(string parameter)
    {
        var request = SignedRequest.ByQuery();
        request.Target = string.Join('&', request.Target.Split('&').Where(pair => !pair.StartsWith(parameter, StringComparison.Ordinal)));
        Expect(request, VerificationError.IncompleteSignature, Incomplete, $"AWS query-string parameters must include '{parameter}'. Re-examine the query-string parameters.");
    }

    [Theory]
    [InlineData("2026-11-23T12:00:00Z")]
    [InlineData("20261123")]
    [InlineData("20261323T120000Z")]
    [InlineData("20261123T120000Z0")]
    public void Of_a_date_in_another_format(string date)
    {
        var request = SignedRequest.ByHeader();
        request["x-amz-date"] = date;
        Expect(request, VerificationError.MalformedDate, Incomplete, $"Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void Begin_five_minutes_from_the_signature(int seconds, bool valid)
    {
        var request = SignedRequest.ByHeader();
        request.Now = SignedRequest.Noon.AddSeconds(seconds).AddMilliseconds(400);
        Assert.Equal(valid, request.Verify().IsValid);
    }

    [Fact]
    public void Of_an_old_signature()
    {
        var request = SignedRequest.ByHeader();
        request.Now = SignedRequest.Noon.AddMinutes(6);
        Expect(request, VerificationError.SignatureExpired, Invalid, "Signature expired: 20261123T120000Z is now earlier than 20261123T120100Z (20261123T120600Z - 5 min.)");
    }

    [Fact]
    public void Of_a_signature_from_the_future()
    {
        var request = SignedRequest.ByHeader();
        request.Now = SignedRequest.Noon.AddMinutes(-6);
        Expect(
            request, VerificationError.SignatureNotYetCurrent, Invalid,
            "Signature not yet current: 20261123T120000Z is still later than 20261123T115900Z (20261123T115400Z + 5 min.)");
    }

    [Theory]
    [InlineData(3600, true)]
    [InlineData(3601, false)]
    [InlineData(-301, false)]
    public void Of_an_address_begin_when_it_expires(int seconds, bool valid)
    {
        var request = SignedRequest.ByQuery(TimeSpan.FromHours(1));
        request.Now = SignedRequest.Noon.AddSeconds(seconds);
        Assert.Equal(valid, request.Verify().IsValid);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("604801")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public void Of_a_validity_that_nobody_may_ask_for(string expires)
    {
        var request = SignedRequest.ByQuery();
        request.Target = request.Target.Replace("X-Amz-Expires=3600", $"X-Amz-Expires={expires}", StringComparison.Ordinal);
        Assert.Equal(VerificationError.MalformedExpiry, request.Refusal().Error);
    }

    [Fact]
    public void Of_a_prolonged_address()
    {
        var request = SignedRequest.ByQuery();
        request.Target = request.Target.Replace("X-Amz-Expires=3600", "X-Amz-Expires=604800", StringComparison.Ordinal);
        Assert.Equal(VerificationError.SignatureMismatch, request.Refusal().Error);
    }

    [Fact]
    public void Of_an_unsigned_host()
    {
        var request = SignedRequest.ByHeader();
        request.Authorization = request.Authorization.Replace("host;", "", StringComparison.Ordinal);
        Expect(request, VerificationError.HostNotSigned, Invalid, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }

    /// <summary>HTTP/2 calls it so: in another request a name alone is no host.</summary>
    [Fact]
    public void Of_a_host_that_is_signed_under_a_name_that_was_not_sent()
    {
        var request = SignedRequest.ByHeader();
        request.Authorization = request.Authorization.Replace("host;", ":authority;", StringComparison.Ordinal);
        Expect(request, VerificationError.HostNotSigned, Invalid, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }

    [Fact]
    public void Of_an_added_amz_header()
    {
        var request = SignedRequest.ByHeader();
        request["X-Amz-Target"] = "Other.Action";
        Expect(request, VerificationError.HeaderNotSigned, Invalid, "There were headers present in the request which were not signed: 'X-Amz-Target'.");
    }

    [Fact]
    public void Of_another_algorithm()
    {
        var request = SignedRequest.ByHeader();
        request.Authorization = request.Authorization.Replace("SHA256", "SHA1", StringComparison.Ordinal);
        Expect(request, VerificationError.UnsupportedAlgorithm, Incomplete, "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.");
    }

    [Theory]
    [InlineData("ASIAEXAMPLE/20261123/us-east-1/execute-api")]
    [InlineData("ASIAEXAMPLE/20261123/us-east-1/execute-api/aws4_request/more")]
    [InlineData("ASIAEXAMPLE")]
    public void Of_a_credential_without_its_five_parts(string credential)
    {
        var request = SignedRequest.ByHeader();
        request.Authorization = request.Authorization.Replace("ASIAEXAMPLE/20261123/us-east-1/execute-api/aws4_request", credential, StringComparison.Ordinal);
        Expect(
            request, VerificationError.MalformedCredential, Incomplete,
            $"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'");
    }

    [Fact]
    public void Of_another_region() =>
        Expect(SignedRequest.ByHeader(region: "eu-west-1"), VerificationError.WrongScope, Invalid, "Credential should be scoped to a valid region.");

    [Fact]
    public void Of_another_service() =>
        Expect(SignedRequest.ByHeader(service: "sts"), VerificationError.WrongScope, Invalid, "Credential should be scoped to correct service: 'execute-api'.");

    [Fact]
    public void Of_a_scope_name_all_that_is_wrong()
    {
        var request = SignedRequest.ByHeader();
        request.Authorization = request.Authorization.Replace("20261123/us-east-1/execute-api/aws4_request", "20261122/x/y/z", StringComparison.Ordinal);
        Expect(
            request,
            VerificationError.WrongScope,
            Invalid,
            "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'execute-api'. "
            + "Credential should be scoped with a valid terminator: 'aws4_request', not 'z'. "
            + "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261122' != '20261123', from '20261123T120000Z'.");
    }

    [Fact]
    public void Of_an_unknown_key() => Expect(
        SignedRequest.ByHeader(), VerificationError.UnknownCredentials, "UnrecognizedClientException",
        "The security token included in the request is invalid.", new KnownCredentials(new AwsCredentials("AKIAOTHER", "secret")));

    [Fact]
    public void Of_an_expired_session() => Expect(
        SignedRequest.ByHeader(), VerificationError.ExpiredToken, "ExpiredTokenException", "The security token included in the request is expired", new Over());

    [Fact]
    public void Of_a_mismatch_show_what_should_have_been_signed()
    {
        var request = SignedRequest.ByHeader();
        request.Body = [];
        Expect(
            request,
            VerificationError.SignatureMismatch,
            Invalid,
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. "
            + "Consult the service documentation for details.\n\n"
            + "The Canonical String for this request should have been\n'POST\n/prod/orders\na=1&b=2\ncontent-type:application/json\n"
            + "host:api.example.com\nx-amz-date:20261123T120000Z\nx-amz-security-token:token\n\n"
            + "content-type;host;x-amz-date;x-amz-security-token\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'\n\n"
            + "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20261123T120000Z\n20261123/us-east-1/execute-api/aws4_request\n"
            + "acd5e0119ed625ee47ce425354a3b3bd14acc508f619c5c2ec3fa4477eb2c11d'\n");
    }

    private static void Expect(SignedRequest request, VerificationError error, string type, string message, ICredentialSource? source = null)
    {
        var refusal = request.Refusal(source);
        Assert.Equal(error, refusal.Error);
        Assert.Equal(type, refusal.ErrorType);
        Assert.Equal(message, refusal.Message);
    }

    private sealed class Over : ICredentialSource
    {
        public CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken) => CredentialLookup.Expired;
    }
}
