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
        Assert.Equal(("PublicPolicyException", "You can not attach a resource policy that grants Public access to your secret."), (refused.Refusal.Type, refused.Refusal.Message));
    }

    /// <summary>AWS validates such a policy with LockOutCheck: captured.</summary>
    [Theory]
    [InlineData("PutResourcePolicy", Verdict.ExplicitDeny)]
    [InlineData("GetSecretValue", Verdict.Allow)]
    public async Task Have_to_let_their_author_put_another(string denied, Verdict verdict)
    {
        var plan = await PutAsync($$"""{"Statement":[{"Effect":"Deny","Principal":"*","Action":"secretsmanager:{{denied}}","Resource":"*"}]}""");
        var again = plan.Asks[1];
        Assert.Equal(verdict, AskedCall.Decide("111122223333", again.Action, again.Resource, again.ResourcePolicy));
        Assert.Equal(
            new Emulation.Calls.ServiceRefusal(400, "MalformedPolicyDocumentException", "This resource policy will not allow you to manage this secret in the future."), again.Refusal);
        Assert.Null(plan.Asks[0].ResourcePolicy);
    }

    /// <summary>Captured: who may manage a secret by its tags may not change those.</summary>
    [Theory]
    [InlineData("TagResource", ",\"Tags\":[{\"Key\":\"scope\",\"Value\":\"blocked\"}]", false)]
    [InlineData("TagResource", ",\"Tags\":[{\"Key\":\"note\",\"Value\":\"inert\"}]", true)]
    [InlineData("UntagResource", ",\"TagKeys\":[\"scope\"]", false)]
    [InlineData("UntagResource", ",\"TagKeys\":[\"note\"]", true)]
    public async Task And_tags_do_not_take_their_authors_leave_away(string operation, string members, bool isLeft)
    {
        call.Known["DescribeSecret"] = $$$"""{"ARN":"{{{S}}}","Tags":[{"Key":"scope","Value":"allowed"}]}""";
        var plan = await call.PlanAsync(new SecretsManagerService(), operation, $$"""{"SecretId":"key"{{members}}}""");
        Assert.Equal([Verdict.Allow, isLeft ? Verdict.Allow : Verdict.ImplicitDeny], plan.Asks.Select(ByTag));
        Assert.Null(plan.Asks[0].Refusal);
        Assert.Equal(("AccessDeniedException", "This resource policy will not allow you to manage this secret in the future."), (plan.Asks[1].Refusal!.Type, plan.Asks[1].Refusal!.Message));

        static Verdict ByTag(Emulation.Calls.Ask ask)
        {
            var caller = new IamUser(AccountId.Parse("111122223333"), "/", "may", "AIDA");
            var context = new ConditionContext(caller);
            foreach (var key in ask.Keys)
            {
                key.AddTo(context);
            }

            var own = Policy.Parse(
                """{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/scope":"allowed"}}}]}""", PolicyKind.Identity, new PolicyOrigin("p")).Policy!;
            return Authorizer.Decide(new AccessRequest(caller, ask.Action, ask.Resource, AccountId.Parse("111122223333"), context), new PrincipalPolicies([own]), ask.ResourcePolicy).Verdict;
        }
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
