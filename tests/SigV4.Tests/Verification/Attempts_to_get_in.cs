using CsCheck;

namespace SigV4.Tests.Verification;

public class Attempts_to_get_in
{
    [Fact]
    public void With_any_one_character_of_the_signature_altered()
    {
        var good = SignedRequest.ByHeader().Authorization;
        for (var i = good.IndexOf("Signature=", StringComparison.Ordinal) + 10; i < good.Length; i++)
        {
            var request = SignedRequest.ByHeader();
            request.Authorization = good[..i] + (good[i] == '0' ? '1' : '0') + good[(i + 1)..];
            Assert.Equal(VerificationError.SignatureMismatch, request.Refusal().Error);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    public void With_a_truncated_signature(int by)
    {
        var request = SignedRequest.ByHeader();
        request.Authorization = request.Authorization[..^by];
        Assert.Equal(VerificationError.SignatureMismatch, request.Refusal().Error);
    }

    [Fact]
    public void With_a_signature_in_upper_case()
    {
        var request = SignedRequest.ByHeader();
        var signature = request.Authorization[^64..];
        request.Authorization = request.Authorization[..^64] + signature.ToUpperInvariant();
        Assert.Equal(VerificationError.SignatureMismatch, request.Refusal().Error);
    }

    [Fact]
    public void With_the_body_of_another_request()
    {
        var request = SignedRequest.ByHeader();
        request.Body = "{\"a\":2}"u8.ToArray();
        Assert.Equal(VerificationError.SignatureMismatch, request.Refusal().Error);
    }

    [Fact]
    public void With_the_body_declared_unsigned()
    {
        var request = SignedRequest.ByHeader();
        var signed = new SigV4Signer("us-east-1", "execute-api", new SigV4SignerOptions { SendContentSha256 = true })
            .Sign(request.Method, request.Target, [new("host", "api.example.com")], PayloadHash.NotSigned, SignedRequest.Credentials, SignedRequest.Noon);
        request.Authorization = signed.Authorization;
        request["x-amz-content-sha256"] = signed.ContentSha256!;
        Assert.Equal(VerificationError.SignatureMismatch, request.Refusal().Error);
    }

    [Fact]
    public void With_the_token_of_another_session()
    {
        var request = SignedRequest.ByHeader();
        request["x-amz-security-token"] = "token2";
        Assert.Equal(VerificationError.UnknownCredentials, request.Refusal().Error);
    }

    [Fact]
    public void Without_the_token()
    {
        var request = SignedRequest.ByHeader();
        request.Remove("x-amz-security-token");
        Assert.Equal(VerificationError.UnknownCredentials, request.Refusal().Error);
    }

    [Fact]
    public void With_a_second_value_of_a_signed_header()
    {
        var request = SignedRequest.ByHeader();
        request.Headers.Add(new HeaderField("Content-Type", "text/plain"));
        Assert.Equal(VerificationError.SignatureMismatch, request.Refusal().Error);
    }

    [Fact]
    public void With_a_list_of_signed_headers_that_takes_long_to_read()
    {
        var request = SignedRequest.ByHeader();
        request.Authorization = request.Authorization.Replace("SignedHeaders=", "SignedHeaders=" + string.Concat(Enumerable.Repeat("a;", 10_000)), StringComparison.Ordinal);
        Assert.Equal("SignedHeaders lists more than 200 headers.", request.Refusal().Message);
    }

    [Fact]
    public void With_anything_at_all_as_authorization() => Gen
        .OneOf(Gen.String, Gen.Char["=,; /AWS4-HMACSH256CredentialSignedHeadersSignature"].Array[0, 60].Select(static letters => new string(letters)))
        .Sample(
            static text =>
            {
                var request = SignedRequest.ByHeader();
                request.Authorization = text;
                return !request.Verify().IsValid;
            },
            iter: 20_000);

    [Fact]
    public void With_anything_at_all_as_target() => Gen.Select(Gen.Char["/?&=%+.~aX-mz 2fFä\uD83D"].Array[0, 40], Gen.Bool).Sample(
        static (letters, presigned) =>
        {
            var request = presigned ? SignedRequest.ByQuery() : SignedRequest.ByHeader();
            request.Target = "/other" + new string(letters) + (presigned ? request.Target[request.Target.IndexOf('?', StringComparison.Ordinal)..] : "");
            return !request.Verify().IsValid;
        },
        iter: 20_000);
}
