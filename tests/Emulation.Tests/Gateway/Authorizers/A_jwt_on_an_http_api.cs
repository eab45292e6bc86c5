using System.Text;
using System.Text.Json.Nodes;
using Emulation.Gateway;
using Sam;

namespace Emulation.Tests.Gateway.Authorizers;

public sealed class A_jwt_on_an_http_api : IDisposable
{
    private readonly Gate gate = new();

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    public async Task Passes_with_or_without_bearer(string prefix) => Assert.Null((await gate.HttpAsync(Gate.Jwt(), prefix + gate.Pool.Token())).Refusal);

    [Fact]
    public async Task Is_missed_with_a_bare_challenge()
    {
        var decision = await gate.HttpAsync(Gate.Jwt(), null);
        Assert.Equal((401, "Bearer", null), (decision.Refusal?.StatusCode, decision.Refusal?.Challenge, decision.Refusal?.ErrorType));
        Assert.Equal("There is no token at $request.header.Authorization.", decision.Reason);
    }

    [Fact]
    public async Task Counts_in_its_own_place_only() => Assert.Equal("Bearer", (await gate.HttpAsync(Gate.Jwt(), gate.Pool.Token(), "X-Token")).Refusal?.Challenge);

    [Fact]
    public async Task Is_found_in_the_query()
    {
        var api = Gate.Http(Gate.Jwt() with { IdentitySource = "$request.querystring.token" });
        Assert.Null((await gate.DecideAsync(api, [], query: $"?token={gate.Pool.Token()}")).Refusal);
    }

    [Fact]
    public async Task Names_the_audience_that_it_has()
    {
        var decision = await gate.HttpAsync(Gate.Jwt(), gate.Pool.Token(("aud", "client-2")));
        Assert.Equal("Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token does not have a valid audience\"", decision.Refusal?.Challenge);
        Assert.Equal("The token's aud 'client-2' is none of client-1.", decision.Reason);
    }

    [Fact]
    public async Task May_have_several_audiences() => Assert.Null((await gate.HttpAsync(Gate.Jwt(), gate.Pool.Token(("aud", new JsonArray("x", "client-1"))))).Refusal);

    [Fact]
    public async Task May_name_its_client_in_place_of_an_audience()
    {
        var claims = gate.Pool.Claims(("client_id", "client-1"));
        claims.Remove("aud");
        Assert.Null((await gate.HttpAsync(Gate.Jwt(), gate.Pool.Sign(claims))).Refusal);
    }

    [Theory]
    [InlineData("\"client-2\"")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("7")]
    public async Task Does_not_get_in_by_its_client_when_it_has_an_audience(string audience) =>
        Assert.Equal(401, (await gate.HttpAsync(Gate.Jwt(), gate.Pool.Token(("aud", JsonNode.Parse(audience)), ("client_id", "client-1")))).Refusal?.StatusCode);

    [Fact]
    public async Task Is_refused_when_the_authorizer_names_no_audience()
    {
        var authorizer = Gate.Jwt() with { Issuers = [new JwtIssuer(Gate.AwsIssuer, [], ["RS256"], [])] };
        Assert.Equal(401, (await gate.HttpAsync(authorizer, gate.Pool.Token())).Refusal?.StatusCode);
    }

    [Theory]
    [InlineData("scope", "\"orders/read orders/write\"")]
    [InlineData("scp", "\"orders/write\"")]
    [InlineData("scp", "[\"x\",\"orders/write\"]")]
    public async Task Needs_one_of_the_scopes(string claim, string value) =>
        Assert.Null((await gate.HttpAsync(Gate.Jwt("orders/write", "orders/admin"), gate.Pool.Token((claim, JsonNode.Parse(value))))).Refusal);

    [Theory]
    [InlineData(null)]
    [InlineData("orders")]
    [InlineData("orders/writer")]
    [InlineData("ORDERS/WRITE")]
    public async Task Is_forbidden_without_the_scope(string? scope)
    {
        var decision = await gate.HttpAsync(Gate.Jwt("orders/write"), scope is null ? gate.Pool.Token() : gate.Pool.Token(("scope", scope)));
        Assert.Equal((403, """{"message":"Forbidden"}"""), (decision.Refusal?.StatusCode, Encoding.UTF8.GetString(decision.Refusal!.Body())));
        Assert.StartsWith("Bearer scope=\"orders/write\" error=\"insufficient_scope\" error_description=\"", decision.Refusal.Challenge, StringComparison.Ordinal);
        Assert.Equal(scope is null, decision.Refusal.Challenge!.EndsWith("error_description=\"expected scopes within the token\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Passes_until_its_last_second_and_no_longer()
    {
        var token = gate.Pool.Token(("exp", TokenMaker.Now.ToUnixTimeSeconds() + 60));
        Assert.Null((await gate.HttpAsync(Gate.Jwt(), token)).Refusal);
        gate.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Null((await gate.HttpAsync(Gate.Jwt(), token)).Refusal);
        gate.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await gate.HttpAsync(Gate.Jwt(), token)).Refusal?.StatusCode);
    }

    [Fact]
    public async Task That_passed_one_route_still_needs_the_scope_of_another()
    {
        var token = gate.Pool.Token(("scope", "read"));
        Assert.Null((await gate.HttpAsync(Gate.Jwt("read"), token)).Refusal);
        Assert.Equal(403, (await gate.HttpAsync(Gate.Jwt("write"), token)).Refusal?.StatusCode);
    }

    [Fact]
    public async Task That_passed_one_authorizer_is_still_nothing_to_another()
    {
        var token = gate.Pool.Token();
        Assert.Null((await gate.HttpAsync(Gate.Jwt(), token)).Refusal);
        Assert.Equal(401, (await gate.HttpAsync(Gate.JwtOf(gate.OtherPool.Issuer), token)).Refusal?.StatusCode);
    }

    [Fact]
    public async Task Gives_the_function_claims_as_text_and_scopes()
    {
        var token = gate.Pool.Token(("cognito:groups", new JsonArray("admins", "users")), ("email_verified", true), ("scope", "read write"));
        var decision = await gate.HttpAsync(Gate.Jwt("read"), token);
        var jwt = EventOf(decision)["requestContext"]!["authorizer"]!["jwt"]!;
        Assert.Equal("[admins users]", (string?)jwt["claims"]!["cognito:groups"]);
        Assert.Equal("true", (string?)jwt["claims"]!["email_verified"]);
        Assert.Equal($"{TokenMaker.Now.ToUnixTimeSeconds() + 3600}", (string?)jwt["claims"]!["exp"]);
        Assert.Equal("""["read","write"]""", jwt["scopes"]!.ToJsonString());
    }

    [Fact]
    public async Task Gives_no_scopes_where_the_route_has_none() =>
        Assert.Equal("null", EventOf(await gate.HttpAsync(Gate.Jwt(), gate.Pool.Token(("scope", "read"))))["requestContext"]!["authorizer"]!["jwt"]!["scopes"]?.ToJsonString() ?? "null");

    public void Dispose() => gate.Dispose();

    private static JsonNode EventOf(GatewayDecision decision) => Gate.EventOf(Gate.Http(Gate.Jwt()), decision.Context);
}
