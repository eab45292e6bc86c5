namespace Emulation.Tests.Cognito.SignIn;

/// <summary>The ways to sign in that a client's <c>ExplicitAuthFlows</c> leave out, each beside a client that has it.</summary>
public sealed class A_flow : IDisposable
{
    private readonly TestPool pool = new();

    [Theory]
    [InlineData("InitiateAuth", "USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client")]
    [InlineData("InitiateAuth", "USER_SRP_AUTH", "USER_SRP_AUTH flow not enabled for this client")]
    [InlineData("InitiateAuth", "USER_AUTH", "USER_AUTH flow not enabled for this client")]
    [InlineData("InitiateAuth", "CUSTOM_AUTH", "CUSTOM_AUTH flow not enabled for this client")]
    [InlineData("InitiateAuth", "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN_AUTH flow not enabled for this client")]
    [InlineData("InitiateAuth", "REFRESH_TOKEN", "REFRESH_TOKEN_AUTH flow not enabled for this client")]
    [InlineData("AdminInitiateAuth", "ADMIN_USER_PASSWORD_AUTH", "Auth flow not enabled for this client")]
    [InlineData("AdminInitiateAuth", "ADMIN_NO_SRP_AUTH", "Auth flow not enabled for this client")]
    [InlineData("AdminInitiateAuth", "USER_SRP_AUTH", "USER_SRP_AUTH flow not enabled for this client")]
    public async Task That_the_client_does_not_have_is_refused_whatever_comes_with_it(string operation, string flow, string refusal)
    {
        await pool.AddUserAsync("ann");
        var refresh = (await pool.TokensAsync("ann")).Refresh;
        var open = $$$"""{"AuthFlow":"{{{flow}}}","AuthParameters":{"USERNAME":"ann","PASSWORD":"{{{TestPool.Password}}}","SRP_A":"{{{new SrpClient().A}}}","REFRESH_TOKEN":"{{{refresh}}}"}}""";
        var without = pool.AddClient($$"""{"ExplicitAuthFlows":["{{(flow.Contains("SRP_AUTH", StringComparison.Ordinal) && !flow.StartsWith("ADMIN", StringComparison.Ordinal) ? "ALLOW_CUSTOM_AUTH" : "ALLOW_USER_SRP_AUTH")}}"]}""").Id;
        Assert.Equal($"InvalidParameterException: {refusal}", await pool.RefusalAsync(operation, open.Insert(1, $"\"ClientId\":\"{without}\",")));
        Assert.DoesNotContain("not enabled", await pool.RefusalAsync(operation, open), StringComparison.Ordinal);
    }

    public void Dispose() => pool.Dispose();
}
