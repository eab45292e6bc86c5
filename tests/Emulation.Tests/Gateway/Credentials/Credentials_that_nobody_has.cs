using Emulation.Tests.Gateway.Authorizers;
using Iam;
using Sam;

namespace Emulation.Tests.Gateway.Credentials;

/// <summary>What a template cannot say may come to be while LocalAws runs: the function is called with nothing else instead.</summary>
public sealed class Credentials_that_nobody_has : IDisposable
{
    private readonly Gate gate = new();

    public void Dispose() => gate.Dispose();

    [Fact]
    public async Task Are_those_of_a_role_that_is_gone()
    {
        var decision = await gate.DecideAsync(gate.Rest(NoAuthorizer.Instance, IntegrationCredentials.Of(Arn.Parse("arn:aws:iam::111122223333:role/gone"))), []);

        Assert.Equal((500, "There is no role arn:aws:iam::111122223333:role/gone, as which the function is called."), (decision.Refusal?.StatusCode, decision.Reason));
    }

    [Fact]
    public async Task Are_the_callers_where_nobody_signs()
    {
        var decision = await gate.DecideAsync(gate.Rest(NoAuthorizer.Instance, IntegrationCredentials.Caller), []);

        Assert.Equal((500, "The function is called with its caller's own credentials, and nobody signed."), (decision.Refusal?.StatusCode, decision.Reason));
        Assert.Null((await gate.DecideAsync(gate.Rest(NoAuthorizer.Instance), [])).Refusal);
    }

    [Fact]
    public async Task Are_those_of_an_authorizers_role_that_is_gone()
    {
        var guard = new LambdaAuthorizer
        {
            Name = "guard", FunctionLogicalId = "Guard", IdentitySources = ["method.request.header.x-who"], CredentialsArn = Arn.Parse("arn:aws:iam::111122223333:role/gone"),
        };
        var decision = await gate.RestAsync(guard, "somebody", "x-who");

        Assert.Equal((500, "Authorizer guard may not call its function. There is no role arn:aws:iam::111122223333:role/gone, as which the function is called."), (decision.Refusal?.StatusCode, decision.Reason));
        Assert.Empty(gate.Events);
    }
}
