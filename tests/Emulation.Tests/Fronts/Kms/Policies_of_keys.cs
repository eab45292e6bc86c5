using Emulation.Calls;
using Emulation.Fronts.Kms;
using Iam;

namespace Emulation.Tests.Fronts.Kms;

/// <summary>AWS KMS Developer Guide, "Key policies in AWS KMS": the key's policy always has a say.</summary>
public sealed class Policies_of_keys : IDisposable
{
    private const string K = "\"KeyId\":\"" + KeyCase.Id + "\"";
    private const string Encrypt = "{ " + K + ",\"Plaintext\":\"AA==\"}";
    private const string Locked = """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/admin"},"Action":"kms:*","Resource":"*"}]}""";
    private readonly KeyCase key = new();

    public void Dispose() => key.Dispose();

    [Fact]
    public async Task Leave_it_to_the_account_by_default()
    {
        Assert.Equal(Verdict.Allow, await key.DecideAsync("Encrypt", Encrypt, KeyCase.Everything));
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", Encrypt));
    }

    [Fact]
    public async Task Decide_without_the_account_where_they_do_not_name_it()
    {
        key.Put(Locked);
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", Encrypt, KeyCase.Everything));
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", Encrypt, KeyCase.Everything, new AccountRoot(AccountId.Parse("111122223333"))));
    }

    [Fact]
    public async Task Suffice_where_they_name_the_caller()
    {
        key.Put(Locked.Replace("admin", "worker", StringComparison.Ordinal));
        Assert.Equal(Verdict.Allow, await key.DecideAsync("Encrypt", Encrypt));
        Assert.Equal(Verdict.ExplicitDeny, await key.DecideAsync("Encrypt", Encrypt, KeyCase.Own("""{"Effect":"Deny","Action":"kms:Encrypt","Resource":"*"}""")));
    }

    [Fact]
    public async Task Are_those_that_keys_are_made_with()
    {
        await key.DoAsync("CreateKey", $$"""{"BypassPolicyLockoutSafetyCheck":true,"Policy":{{Json(Locked)}}}""", $$$"""{"KeyMetadata":{"Arn":"{{{KeyCase.Key}}}"}}""");
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", Encrypt, KeyCase.Everything));
    }

    /// <summary>A key that was made under another policy than was asked for is no key to answer with.</summary>
    [Fact]
    public async Task That_cannot_be_kept_are_told() => await Assert.ThrowsAsync<RefusedException>(
        () => key.DoAsync("CreateKey", $$"""{"BypassPolicyLockoutSafetyCheck":true,"Policy":{{Json(Locked)}}}"""));

    [Fact]
    public async Task Are_changed_once_the_server_has_taken_them()
    {
        await key.DoAsync("PutKeyPolicy", $$"""{ {{K}},"BypassPolicyLockoutSafetyCheck":true,"Policy":{{Json(Locked)}}}""");
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", Encrypt, KeyCase.Everything));
    }

    /// <summary>Recorded of a deployment: cdk-preflight, pf-kms-key-policy-charset. Escaped, it is text like any other.</summary>
    [Theory]
    [InlineData("\u9375", true)]
    [InlineData("\\u9375", false)]
    [InlineData("Schl\u00fcssel", false)]
    public async Task Are_in_the_letters_that_KMS_takes(string sid, bool isRefused)
    {
        var put = key.DoAsync("PutKeyPolicy", $$"""{ {{K}},"BypassPolicyLockoutSafetyCheck":true,"Policy":{{Json(Locked.Replace("{\"Effect\"", $"{{\"Sid\":\"{sid}\",\"Effect\"", StringComparison.Ordinal))}}}""");
        if (isRefused)
        {
            Assert.Contains("at 'policy' failed to satisfy constraint", (await Assert.ThrowsAsync<RefusedException>(() => put)).Refusal.Message, StringComparison.Ordinal);
        }
        else
        {
            await put;
            Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", Encrypt, KeyCase.Everything));
        }
    }

    /// <summary>AWS KMS API Reference, PutKeyPolicy, "BypassPolicyLockoutSafetyCheck".</summary>
    [Theory]
    [InlineData("{}", "MalformedPolicyDocumentException")]
    [InlineData(Locked, "MalformedPolicyDocumentException")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}""", null)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/may"},"Action":"kms:PutKeyPolicy","Resource":"*"}]}""", null)]
    public async Task That_lock_their_author_out_are_refused(string policy, string? code)
    {
        var put = () => key.Call.PlanAsync(new KmsService(), "PutKeyPolicy", $$"""{ {{K}},"Policy":{{Json(policy)}}}""");
        if (code is null)
        {
            Assert.NotNull((await put()).Done);
        }
        else
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(put)).Refusal.Type);
        }
    }

    /// <summary>AWS KMS API Reference, "Cross-account use" of each operation.</summary>
    [Theory]
    [InlineData("Decrypt", ",\"CiphertextBlob\":\"AAAA\"", true)]
    [InlineData("Encrypt", ",\"Plaintext\":\"AAAA\"", true)]
    [InlineData("ListGrants", "", true)]
    [InlineData("DisableKey", "", false)]
    [InlineData("GetKeyPolicy", "", false)]
    [InlineData("ScheduleKeyDeletion", "", false)]
    public async Task Let_another_account_do_what_it_may_and_no_more(string operation, string more, bool allowed)
    {
        key.Put("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"}]}""", KeyCase.Partner);
        var members = $$"""{"KeyId":"{{KeyCase.Partner}}"{{more}}}""";
        Assert.Equal(allowed ? Verdict.Allow : Verdict.ImplicitDeny, await key.DecideAsync(operation, members, KeyCase.Everything));
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync(operation, members));
    }

    [Fact]
    public async Task Are_not_told_of_to_other_accounts()
    {
        var plan = await key.Call.PlanAsync(new KmsService(), "Encrypt", $$"""{"KeyId":"{{KeyCase.Partner}}","Plaintext":"AAAA"}""");
        Assert.Equal(
            "User: arn:aws:iam::111122223333:user/may is not authorized to perform: kms:Encrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
            plan.Asks[0].Refusal!.Message);
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", $$"""{"KeyId":"{{KeyCase.Partner}}","Plaintext":"AAAA"}""", KeyCase.Everything));
    }

    /// <summary>Captured: kms/grants.json of radkawar/stackd. Where the key's side lets another account in, its own policies are told of.</summary>
    [Theory]
    [InlineData("Encrypt", ",\"Plaintext\":\"AAAA\"", "kms:Encrypt on this resource because no identity-based policy allows the kms:Encrypt action")]
    [InlineData("Decrypt", ",\"CiphertextBlob\":\"AAAA\"", "kms:Decrypt on the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action")]
    public async Task Leave_it_to_the_policies_of_other_accounts_in_these_words(string operation, string more, string told)
    {
        key.Put("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"}]}""", KeyCase.Partner);
        var ask = (await key.Call.PlanAsync(new KmsService(), operation, $$"""{"KeyId":"{{KeyCase.Partner}}"{{more}}}""")).Asks[0];
        var subject = new Emulation.Decisions.DecisionSubject(
            Emulation.Decisions.SubjectTitle.OfAction(ask.Action, ask.Resource, KeyCase.Worker.Arn),
            new AccessRequest(KeyCase.Worker, ask.Action, ask.Resource, AccountId.Parse("444455556666"), new ConditionContext(KeyCase.Worker)),
            PrincipalPolicies.None, ask.ResourcePolicy, Guardrails.None)
        {
            Rule = ask.Rule!, RefusalText = ask.Refusal!.Message, ShownPlace = ask.ShownPlace,
        };
        Assert.Equal($"User: {KeyCase.Worker.Arn} is not authorized to perform: {told}", subject.Refusal(subject.Decide()));
        var closed = subject with { ResourcePolicy = null };
        Assert.Equal(ask.Refusal.Message, closed.Refusal(closed.Decide()));
    }

    [Fact]
    public async Task Of_AWS_managed_keys_let_the_account_look_and_not_use()
    {
        key.Call.Known["DescribeKey"] = $$$"""{"KeyMetadata":{"Arn":"{{{KeyCase.Key}}}","KeyManager":"AWS"}}""";
        Assert.Equal(Verdict.Allow, await key.DecideAsync("DescribeKey", """{"KeyId":"alias/aws/ssm"}""", KeyCase.Everything));
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", """{"KeyId":"alias/aws/ssm","Plaintext":"AA=="}""", KeyCase.Everything));
    }

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
