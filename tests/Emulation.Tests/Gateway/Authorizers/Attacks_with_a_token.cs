using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SigV4;

namespace Emulation.Tests.Gateway.Authorizers;

/// <summary>Each attack against the JWT authorizers of an HTTP API and of a REST API, and against a Cognito authorizer; beside them the token that passes.</summary>
public sealed class Attacks_with_a_token : IDisposable
{
    private static readonly long Now = TokenMaker.Now.ToUnixTimeSeconds();

    private static readonly Dictionary<string, (Func<Gate, string> Token, string Description)> Attacks = new(StringComparer.Ordinal)
    {
        ["alg none with a signature"] = (g => g.Pool.Sign(g.Pool.Claims(), "none"), "signing method none is invalid"),
        ["alg none without a signature"] = (g => g.Pool.Sign(g.Pool.Claims(), "none", sign: static _ => []), "signing method none is invalid"),
        ["HS256 with the public key's PEM"] = (g => g.Pool.Sign(g.Pool.Claims(), "HS256", sign: b => HMACSHA256.HashData(Encoding.ASCII.GetBytes(g.Pool.Rsa.ExportSubjectPublicKeyInfoPem()), b)), "signing method HS256 is invalid"),
        ["HS256 with the modulus"] = (g => g.Pool.Sign(g.Pool.Claims(), "HS256", sign: b => HMACSHA256.HashData(g.Pool.Rsa.ExportParameters(false).Modulus!, b)), "signing method HS256 is invalid"),
        ["HS256's signature under the name of RS256"] = (g => g.Pool.Sign(g.Pool.Claims(), sign: b => HMACSHA256.HashData(g.Pool.Rsa.ExportParameters(false).Modulus!, b)), "the token's signature is invalid"),
        ["RS512, which the issuer does not use"] = (g => g.Pool.Sign(g.Pool.Claims(), "RS512", sign: b => g.Pool.Rsa.SignData(b, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)), "signing method RS512 is invalid"),
        ["another pool's token"] = (g => g.OtherPool.Token(), "issuer does not match"),
        ["another pool's key under this pool's name"] = (g => g.OtherPool.Token(("iss", g.Pool.Issuer)), "the token's signature is invalid"),
        ["AWS's name for the pool"] = (g => g.Pool.Token(("iss", Gate.AwsIssuer)), "issuer does not match"),
        ["the issuer with a slash"] = (g => g.Pool.Token(("iss", g.Pool.Issuer + "/")), "issuer does not match"),
        ["no issuer"] = (g => g.Pool.Without("iss"), "issuer does not match"),
        ["a changed payload"] = (g => Changed(g.Pool), "the token's signature is invalid"),
        ["no signature"] = (g => g.Pool.Token()[..(g.Pool.Token().LastIndexOf('.') + 1)], "the token's signature is invalid"),
        ["expired now"] = (g => g.Pool.Token(("exp", Now)), "the token has expired"),
        ["expired by a second"] = (g => g.Pool.Token(("exp", Now - 1)), "the token has expired"),
        ["no expiry"] = (g => g.Pool.Without("exp"), "the token has no expiration"),
        ["an expiry that is text"] = (g => g.Pool.Token(("exp", "9999999999")), "the token has no expiration"),
        ["not yet valid"] = (g => g.Pool.Token(("nbf", Now + 1)), "the token is not valid yet"),
        ["issued in the future"] = (g => g.Pool.Token(("iat", Now + 1)), "the token was issued in the future"),
        ["unknown kid"] = (g => g.Pool.Sign(g.Pool.Claims(), keyId: "key-3"), "unable to find the signing key"),
        ["the access tokens' key under the kid of the ID tokens'"] = (g => g.AccessKey.Sign(g.Pool.Claims(), keyId: g.Pool.KeyId), "the token's signature is invalid"),
        ["the ID tokens' key under the kid of the access tokens'"] = (g => g.Pool.Sign(g.Pool.Claims(), keyId: g.AccessKey.KeyId), "the token's signature is invalid"),
        ["no kid"] = (g => g.Pool.Sign(g.Pool.Claims(), keyId: null), "the token has no kid"),
        ["too long"] = (g => g.Pool.Token(("x", new string('x', 20_000))), "the token is too long"),
        ["two segments"] = (g => g.Pool.Token()[..g.Pool.Token().LastIndexOf('.')], "token contains an invalid number of segments"),
        ["five segments"] = (g => g.Pool.Token() + ".a.b", "token contains an invalid number of segments"),
        ["a claim twice"] = (g => Twice(g.Pool), "the token is malformed"),
        ["a critical header"] = (g => Critical(g.Pool), "the token has critical headers"),
        ["a header that is no object"] = (_ => "W10.e30.AA", "the token is malformed"),
        ["padding behind the signature"] = (g => g.Pool.Token() + "==", "the token's signature is invalid"),
        ["white space in the signature"] = (g => g.Pool.Token()[..^5] + " " + g.Pool.Token()[^5..], "the token's signature is invalid"),
        ["bits behind the signature's last byte"] = (g => g.Pool.Token()[..^1] + (char)(g.Pool.Token()[^1] + 1), "the token's signature is invalid"),
        ["padding behind the header"] = (g => g.Pool.Token().Replace(".", "=.", StringComparison.Ordinal), "the token is malformed"),
        ["white space in the payload"] = (g => g.Pool.Token().Insert(g.Pool.Token().IndexOf('.') + 9, " "), "the token is malformed"),
        ["not base64"] = (_ => "a$.b$.c$", "the token is malformed"),
    };

    private readonly Gate gate = new();

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Fact]
    public async Task Pass_when_they_are_none()
    {
        foreach (var token in (string[])[gate.Pool.Token(), gate.AccessKey.Token()])
        {
            Assert.Null((await gate.HttpAsync(Gate.Jwt(), token)).Refusal);
            Assert.Null((await gate.RestAsync(Gate.Jwt(), token)).Refusal);
            Assert.Null((await gate.RestAsync(Gate.Cognito(), token)).Refusal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Are_refused_by_a_jwt_authorizer(string name)
    {
        var (token, description) = Attacks[name];
        var decision = await gate.HttpAsync(Gate.Jwt(), token(gate));
        Assert.Equal((401, """{"message":"Unauthorized"}"""), (decision.Refusal?.StatusCode, Encoding.UTF8.GetString(decision.Refusal!.Body())));
        Assert.Equal($"Bearer scope=\"\" error=\"invalid_token\" error_description=\"{description}\"", decision.Refusal.Challenge);
        Assert.Null(decision.Context);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Are_refused_by_a_jwt_authorizer_of_a_rest_api(string name)
    {
        var decision = await gate.RestAsync(Gate.Jwt(), Attacks[name].Token(gate));
        Assert.Equal(("UnauthorizedException", 401, "Unauthorized"), (decision.Refusal?.ErrorType, decision.Refusal?.StatusCode, decision.Refusal?.Message));
        Assert.Null(decision.Context);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Are_refused_by_a_cognito_authorizer(string name)
    {
        var (token, description) = Attacks[name];
        var decision = await gate.RestAsync(Gate.Cognito(), token(gate));
        Assert.Equal(("UnauthorizedException", 401, description == "the token has expired" ? "The incoming token has expired" : "Unauthorized"), (decision.Refusal?.ErrorType, decision.Refusal?.StatusCode, decision.Refusal?.Message));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Never_put_the_token_into_the_reason(string name)
    {
        var token = Attacks[name].Token(gate);
        Assert.DoesNotContain(token.Split('.')[1], (await gate.HttpAsync(Gate.Jwt(), token)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_two_tokens_of_which_one_is_good()
    {
        foreach (var second in (string[])["forged", gate.Pool.Token(), ""])
        {
            HeaderField[] headers = [new("Authorization", gate.Pool.Token()), new("authorization", second)];
            Assert.Equal(401, (await gate.DecideAsync(Gate.Http(Gate.Jwt()), headers)).Refusal?.StatusCode);
            Assert.Equal(401, (await gate.DecideAsync(gate.Rest(Gate.Jwt()), headers)).Refusal?.StatusCode);
            Assert.Equal(401, (await gate.DecideAsync(gate.Rest(Gate.Cognito()), headers)).Refusal?.StatusCode);
        }
    }

    public void Dispose() => gate.Dispose();

    private static string Changed(TokenMaker maker)
    {
        var parts = maker.Token().Split('.');
        var other = maker.Token(("sub", "admin")).Split('.');
        return $"{parts[0]}.{other[1]}.{parts[2]}";
    }

    private static string Critical(TokenMaker maker)
    {
        var signed = $"{System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"RS256","kid":"key-1","crit":["b64"],"b64":false}"""u8)}.{maker.Token().Split('.')[1]}";
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(maker.Rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Twice(TokenMaker maker)
    {
        var parts = maker.Token().Split('.');
        var payload = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]))!.ToJsonString();
        var signed = $"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload[..^1] + ",\"sub\":\"admin\"}"))}";
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(maker.Rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}
