using System.Text.Json.Nodes;
using Iam;

namespace Emulation.Tests.Gateway.Authorizers;

public sealed class A_user_pools_token_on_a_rest_api : IDisposable
{
    private readonly Gate gate = new();

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    public async Task Passes_with_or_without_bearer(string prefix) => Assert.Null((await gate.RestAsync(Gate.Cognito(), prefix + gate.Pool.Token())).Refusal);

    [Fact]
    public async Task Counts_in_its_own_header_only()
    {
        var authorizer = Gate.Cognito() with { Header = "X-Token" };
        Assert.Null((await gate.RestAsync(authorizer, gate.Pool.Token(), "X-Token")).Refusal);
        Assert.Equal(401, (await gate.RestAsync(authorizer, gate.Pool.Token())).Refusal?.StatusCode);
    }

    [Fact]
    public async Task Must_be_an_id_token_where_the_method_has_no_scopes()
    {
        var decision = await gate.RestAsync(Gate.Cognito(), Access("read"));
        Assert.Equal("The token's token_use is 'access'; a method without scopes takes id tokens.", decision.Reason);
        Assert.Equal((401, "UnauthorizedException", "Unauthorized"), (decision.Refusal?.StatusCode, decision.Refusal?.ErrorType, decision.Refusal?.Message));
    }

    [Fact]
    public async Task Must_be_an_access_token_with_a_scope_of_the_method()
    {
        Assert.Null((await gate.RestAsync(Gate.Cognito("write", "read"), Access("openid read"))).Refusal);
        Assert.Equal(401, (await gate.RestAsync(Gate.Cognito("write"), Access("openid read"))).Refusal?.StatusCode);
        Assert.Equal(401, (await gate.RestAsync(Gate.Cognito("read"), gate.Pool.Token(("scope", "read")))).Refusal?.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("refresh")]
    [InlineData("ID")]
    public async Task Must_say_its_use(string? use) =>
        Assert.Equal(401, (await gate.RestAsync(Gate.Cognito(), use is null ? gate.Pool.Without("token_use") : gate.Pool.Token(("token_use", use)))).Refusal?.StatusCode);

    [Fact]
    public async Task May_be_of_any_of_the_pools()
    {
        var both = Gate.Cognito() with { UserPoolArns = [Gate.PoolArn, Gate.OtherPoolArn] };
        Assert.Null((await gate.RestAsync(both, gate.OtherPool.Token())).Refusal);
        Assert.Equal(401, (await gate.RestAsync(both, gate.OtherPool.Token(("iss", gate.Pool.Issuer)))).Refusal?.StatusCode);
    }

    [Fact]
    public async Task Is_refused_when_the_pool_is_not_here() =>
        Assert.Equal(401, (await gate.RestAsync(Gate.Cognito() with { UserPoolArns = ["arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_Nowhere00"] }, gate.Pool.Token())).Refusal?.StatusCode);

    [Theory]
    [InlineData("client-[0-9]", true)]
    [InlineData("client", false)]
    [InlineData("(", false)]
    public async Task Must_have_an_audience_that_fits_the_expression(string expression, bool passes) =>
        Assert.Equal(passes, (await gate.RestAsync(Gate.Cognito() with { ValidationExpression = expression }, gate.Pool.Token())).Refusal is null);

    [Theory]
    [InlineData("Allow", "*/GET/orders/*", null)]
    [InlineData("Allow", "*/GET/admin", "because no resource-based policy allows the execute-api:Invoke action")]
    [InlineData("Deny", "*/GET/orders/*", "with an explicit deny in a resource-based policy")]
    public async Task Is_not_enough_for_a_resource_policy_that_does_not_allow(string effect, string resource, string? refusal)
    {
        gate.ResourcePolicy = Policies.Resource(effect, resource);
        var decision = await gate.RestAsync(Gate.Cognito(), gate.Pool.Token());
        Assert.Equal(refusal is null ? null : 403, decision.Refusal?.StatusCode);
        Assert.EndsWith(refusal ?? "", decision.Refusal?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(decision.Refusal is null ? Verdict.Allow : decision.Subject!.Explain().Decision.Verdict, decision.Subject!.Explain().Decision.Verdict);
    }

    [Fact]
    public async Task Gives_the_function_all_claims_as_text()
    {
        var decision = await gate.RestAsync(Gate.Cognito(), gate.Pool.Token(("cognito:groups", new JsonArray("admins", "users")), ("email_verified", true)));
        var claims = Gate.EventOf(gate.Rest(Gate.Cognito()), decision.Context)["requestContext"]!["authorizer"]!["claims"]!;
        Assert.Equal("admins,users", (string?)claims["cognito:groups"]);
        Assert.Equal("true", (string?)claims["email_verified"]);
        Assert.Equal("Tue Nov 24 13:00:00 UTC 2026", (string?)claims["exp"]);
        Assert.Equal("user-1 of http://127.0.0.1:4566/us-east-1_Pool00001", decision.Principal);
    }

    public void Dispose() => gate.Dispose();

    private string Access(string scope)
    {
        var claims = gate.Pool.Claims(("token_use", "access"), ("client_id", "client-1"), ("scope", scope));
        claims.Remove("aud");
        return gate.Pool.Sign(claims);
    }
}
