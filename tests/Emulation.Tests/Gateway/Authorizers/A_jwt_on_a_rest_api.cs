using System.Security.Cryptography;
using Sam;

namespace Emulation.Tests.Gateway.Authorizers;

public sealed class A_jwt_on_a_rest_api : IDisposable
{
    private readonly Gate gate = new();

    [Fact]
    public async Task May_be_of_any_of_the_issuers_with_the_audience_of_its_own()
    {
        var authorizer = Authorizer(new JwtIssuer(gate.OtherPool.Issuer, ["client-2"], ["RS256"], []), new JwtIssuer(Gate.AwsIssuer, ["client-1"], ["RS256"], []));
        Assert.Null((await gate.RestAsync(authorizer, gate.Pool.Token())).Refusal);
        Assert.Null((await gate.RestAsync(authorizer, gate.OtherPool.Token(("aud", "client-2")))).Refusal);
        Assert.Equal(401, (await gate.RestAsync(authorizer, gate.OtherPool.Token())).Refusal?.StatusCode);
    }

    [Fact]
    public async Task Does_not_get_in_by_its_client_when_it_has_an_audience()
    {
        var byClient = gate.Pool.Claims(("client_id", "client-1"));
        Assert.Equal(401, (await gate.RestAsync(Gate.Jwt(), gate.Pool.Sign(gate.Pool.Claims(("client_id", "client-1"), ("aud", "client-2"))))).Refusal?.StatusCode);
        byClient.Remove("aud");
        Assert.Null((await gate.RestAsync(Gate.Jwt(), gate.Pool.Sign(byClient))).Refusal);
    }

    [Theory]
    [InlineData("RS512", true)]
    [InlineData("RS256", false)]
    public async Task Uses_the_algorithms_of_its_issuer(string allowed, bool passes)
    {
        var token = gate.Pool.Sign(gate.Pool.Claims(), "RS512", sign: b => gate.Pool.Rsa.SignData(b, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
        Assert.Equal(passes, (await gate.RestAsync(Authorizer(new JwtIssuer(Gate.AwsIssuer, ["client-1"], [allowed], [])), token)).Refusal is null);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("none")]
    public async Task Never_uses_an_algorithm_without_a_public_key(string algorithm)
    {
        var modulus = gate.Pool.Rsa.ExportParameters(false).Modulus!;
        var token = gate.Pool.Sign(gate.Pool.Claims(), algorithm, sign: b => algorithm == "none" ? [] : HMACSHA256.HashData(modulus, b));
        var decision = await gate.RestAsync(Authorizer(new JwtIssuer(Gate.AwsIssuer, ["client-1"], [algorithm, "RS256"], [])), token);
        Assert.Equal((401, $"The token's alg is '{algorithm}'; RS256 may be used."), (decision.Refusal?.StatusCode, decision.Reason));
    }

    [Fact]
    public async Task That_passed_by_one_algorithm_is_refused_where_another_is_asked_for()
    {
        var token = gate.Pool.Token();
        Assert.Null((await gate.RestAsync(Authorizer(new JwtIssuer(Gate.AwsIssuer, ["client-1"], ["RS256"], [])), token)).Refusal);
        Assert.Equal(401, (await gate.RestAsync(Authorizer(new JwtIssuer(Gate.AwsIssuer, ["client-1"], ["RS512"], [])), token)).Refusal?.StatusCode);
    }

    [Theory]
    [InlineData("blue", true)]
    [InlineData("red", false)]
    [InlineData(null, false)]
    public async Task Needs_the_required_claims(string? team, bool passes)
    {
        var authorizer = Authorizer(new JwtIssuer(Gate.AwsIssuer, ["client-1"], ["RS256"], [new RequiredClaim("team", ["green", "blue"]), new RequiredClaim("sub", [])]));
        Assert.Equal(passes, (await gate.RestAsync(authorizer, team is null ? gate.Pool.Token() : gate.Pool.Token(("team", team)))).Refusal is null);
    }

    [Fact]
    public async Task Is_refused_in_the_words_of_rest_apis()
    {
        var refusal = (await gate.RestAsync(Authorizer(new JwtIssuer(Gate.AwsIssuer, ["client-2"], ["RS256"], [])), gate.Pool.Token())).Refusal!;
        Assert.Equal((401, "UnauthorizedException", "Unauthorized", null), (refusal.StatusCode, refusal.ErrorType, refusal.Message, refusal.Challenge));
    }

    public void Dispose() => gate.Dispose();

    private static JwtAuthorizer Authorizer(params JwtIssuer[] issuers) => new("jwt", "method.request.header.Authorization", [.. issuers], []);
}
