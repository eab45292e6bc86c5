using Emulation.Calls;
using Emulation.Fronts.Secrets;
using Emulation.Tests.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Secrets;

/// <summary>AWS Secrets Manager User Guide, "Attach a permissions policy to a secret".</summary>
public sealed class Policies_of_secrets : IDisposable
{
    private const string S = "arn:aws:secretsmanager:us-east-1:111122223333:secret:key-AbCdEf";
    private readonly AskedCall call = new();

    public Policies_of_secrets() => call.Known["DescribeSecret"] = $$"""{"ARN":"{{S}}"}""";

    public void Dispose() => call.Dispose();

    [Fact]
    public async Task Are_kept_once_the_server_has_taken_them_and_are_gone_when_they_are_deleted()
    {
        var plan = await PutAsync(Allow("\"arn:aws:iam::444455556666:root\""));
        Assert.Null(call.Policies.Of(S));

        plan.Done!();
        Assert.Equal(Verdict.Allow, Decide("444455556666"));
        Assert.Equal(Verdict.ImplicitDeny, Decide("777788889999"));

        (await call.PlanAsync(new SecretsManagerService(), "DeleteResourcePolicy", """{"SecretId":"key"}""")).Done!();
        Assert.Null(call.Policies.Of(S));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(",\"ForceDeleteWithoutRecovery\":true", false)]
    public async Task Stay_as_long_as_a_secret_can_be_restored(string how, bool stays)
    {
        (await PutAsync(Allow("\"arn:aws:iam::444455556666:root\""))).Done!();
        (await call.PlanAsync(new SecretsManagerService(), "DeleteSecret", $$"""{"SecretId":"key"{{how}}}""")).Done?.Invoke();
        Assert.Equal(stays, call.Policies.Of(S) is not null);
    }

    [Fact]
    public async Task That_are_none_are_refused() => await Assert.ThrowsAsync<RefusedException>(() => PutAsync("{"));

    [Fact]
    public async Task For_everybody_are_refused_where_they_are_blocked()
    {
        Assert.NotNull((await PutAsync(Allow("\"*\""), "false")).Done);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => PutAsync(Allow("\"*\""), "true"));
        Assert.Equal("PublicPolicyException", refused.Refusal.Type);
    }

    private static string Allow(string principal) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":{{principal}}},"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}""";

    private Task<Emulation.Upstreams.FrontPlan> PutAsync(string policy, string block = "false") => call.PlanAsync(
        new SecretsManagerService(), "PutResourcePolicy", $$"""{"SecretId":"key","BlockPublicPolicy":{{block}},"ResourcePolicy":{{System.Text.Json.JsonSerializer.Serialize(policy)}}}""");

    private Verdict Decide(string account)
    {
        var caller = new IamUser(AccountId.Parse(account), "/", "partner", "AIDA");
        var request = new AccessRequest(caller, "secretsmanager:GetSecretValue", S, AccountId.Parse("111122223333"), new ConditionContext(caller));
        return Authorizer.Decide(request, new PrincipalPolicies([Policy.Parse("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, new PolicyOrigin("p")).Policy!]), call.Policies.Of(S)).Verdict;
    }
}
