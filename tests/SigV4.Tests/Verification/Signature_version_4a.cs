namespace SigV4.Tests.Verification;

/// <summary>SigV4A signs with a key pair, and its scope names no region. It is refused for its algorithm, by what it asked for, not as unsigned or forged.</summary>
public class Signature_version_4a
{
    private const string Asymmetric = "AWS4-ECDSA-P256-SHA256";
    private const string Ecdsa = "3045022100c3f2a1d07c3c1a6a7b1e0f5a5fd3e9d1b6f3a1f7a9e4a2cbb19f8d4a6f52e3b90220107f3f5f2b1a7c1f6b3f6a3d6f1f2b7f8a9b0c1d2e3f405162738495a6b7c8d9";

    [Fact]
    public void By_header_is_refused_for_its_algorithm() => ExpectUnsupported(ByHeader());

    [Fact]
    public void By_query_is_refused_for_its_algorithm() => ExpectUnsupported(ByQuery());

    // Whoever renames the algorithm of a good signature gets no further.
    [Fact]
    public void With_the_scope_of_version_4_is_refused_too()
    {
        var header = SignedRequest.ByHeader();
        header.Authorization = header.Authorization.Replace("AWS4-HMAC-SHA256", Asymmetric, StringComparison.Ordinal);
        ExpectUnsupported(header);
        var query = SignedRequest.ByQuery();
        query.Target = query.Target.Replace("AWS4-HMAC-SHA256", Asymmetric, StringComparison.Ordinal);
        ExpectUnsupported(query);
    }

    [Fact]
    public void Tells_its_service_to_whoever_routes_by_it()
    {
        foreach (var request in new[] { ByHeader(), ByQuery() })
        {
            Assert.True(SigV4Verifier.TryReadScope(new IncomingRequest(request.Method, request.Target, request.Headers.ToArray(), request.Body), out var scope));
            Assert.Equal(new CredentialScope(new DateOnly(2026, 11, 23), CredentialScope.AnyRegion, "execute-api"), scope);
        }
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256", "ASIAEXAMPLE/20261123/execute-api/aws4_request")]
    [InlineData(Asymmetric, "ASIAEXAMPLE/20261123/execute-api")]
    [InlineData(Asymmetric, "ASIAEXAMPLE/20261123//aws4_request")]
    [InlineData(Asymmetric, "ASIAEXAMPLE/20261323/execute-api/aws4_request")]
    [InlineData(Asymmetric, "ASIAEXAMPLE/20261123/execute-api/aws5_request")]
    [InlineData(Asymmetric, "/20261123/execute-api/aws4_request")]
    public void Tells_nothing_where_it_is_no_such_scope(string algorithm, string credential)
    {
        var request = SignedRequest.ByHeader();
        request.Authorization = $"{algorithm} Credential={credential}, SignedHeaders=host;x-amz-date, Signature={Ecdsa}";
        Assert.False(SigV4Verifier.TryReadScope(new IncomingRequest(request.Method, request.Target, request.Headers.ToArray(), request.Body), out _));
    }

    private static SignedRequest ByHeader()
    {
        var request = SignedRequest.ByHeader();
        request["x-amz-region-set"] = "us-east-1,eu-west-1";
        request.Authorization =
            $"{Asymmetric} Credential=ASIAEXAMPLE/20261123/execute-api/aws4_request, "
            + $"SignedHeaders=content-type;host;x-amz-date;x-amz-region-set;x-amz-security-token, Signature={Ecdsa}";
        return request;
    }

    private static SignedRequest ByQuery()
    {
        var request = SignedRequest.ByQuery();
        request.Target = $"/prod/orders?X-Amz-Algorithm={Asymmetric}&X-Amz-Credential=ASIAEXAMPLE%2F20261123%2Fexecute-api%2Faws4_request"
            + "&X-Amz-Date=20261123T120000Z&X-Amz-Expires=3600"
            + $"&X-Amz-Region-Set=%2A&X-Amz-Security-Token=token&X-Amz-SignedHeaders=host&X-Amz-Signature={Ecdsa}";
        return request;
    }

    private static void ExpectUnsupported(SignedRequest request)
    {
        var refusal = request.Refusal();
        Assert.Equal(VerificationError.UnsupportedAlgorithm, refusal.Error);
        Assert.Equal(("IncompleteSignatureException", "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'."), (refusal.ErrorType, refusal.Message));
    }
}
