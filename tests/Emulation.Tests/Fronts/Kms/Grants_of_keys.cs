using Emulation.Calls;
using Emulation.Fronts.Kms;
using Iam;

namespace Emulation.Tests.Fronts.Kms;

/// <summary>AWS KMS Developer Guide, "Grants in AWS KMS".</summary>
public sealed class Grants_of_keys : IDisposable
{
    private const string K = "\"KeyId\":\"" + KeyCase.Id + "\"";
    private const string Worker = "\"GranteePrincipal\":\"arn:aws:iam::111122223333:role/worker\"";
    private readonly KeyCase key = new();

    public void Dispose() => key.Dispose();

    [Fact]
    public async Task Let_their_grantee_do_what_they_name_and_no_more()
    {
        await GrantAsync("""["Encrypt"]""");
        Assert.Equal(Verdict.Allow, await EncryptAsync("{}"));
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("DisableKey", $$"""{ {{K}} }"""));
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", $$"""{ {{K}},"Plaintext":"AA=="}""", by: new AssumedRole(AccountId.Parse("111122223333"), "/", "other", "s", "AROAOTHER")));
        Assert.Equal(Verdict.ExplicitDeny, await key.DecideAsync("Encrypt", $$"""{ {{K}},"Plaintext":"AA=="}""", KeyCase.Own("""{"Effect":"Deny","Action":"*","Resource":"*"}""")));
    }

    [Theory]
    [InlineData("EncryptionContextSubset", """{"tenant":"a"}""", Verdict.Allow)]
    [InlineData("EncryptionContextSubset", """{"tenant":"a","more":"b"}""", Verdict.Allow)]
    [InlineData("EncryptionContextSubset", """{"tenant":"b"}""", Verdict.ImplicitDeny)]
    [InlineData("EncryptionContextSubset", """{"Tenant":"a"}""", Verdict.ImplicitDeny)]
    [InlineData("EncryptionContextSubset", "{}", Verdict.ImplicitDeny)]
    [InlineData("EncryptionContextEquals", """{"tenant":"a"}""", Verdict.Allow)]
    [InlineData("EncryptionContextEquals", """{"tenant":"a","more":"b"}""", Verdict.ImplicitDeny)]
    [InlineData("EncryptionContextEquals", """{"TENANT":"a"}""", Verdict.ImplicitDeny)]
    [InlineData("EncryptionContextEquals", "{}", Verdict.ImplicitDeny)]
    public async Task Hold_under_their_constraints(string constraint, string context, Verdict verdict)
    {
        await GrantAsync("""["Encrypt","DescribeKey"]""", $$$""","Constraints":{"{{{constraint}}}":{"tenant":"a"}}""");
        Assert.Equal(verdict, await EncryptAsync(context));
        Assert.Equal(Verdict.Allow, await key.DecideAsync("DescribeKey", $$"""{ {{K}} }"""));
    }

    /// <summary>What a grant compares with is text: no variable, no wildcard.</summary>
    [Fact]
    public async Task Compare_text_with_text()
    {
        await GrantAsync("""["Encrypt"]""", ""","Constraints":{"EncryptionContextSubset":{"a":"${aws:userid}","b":"*"}}""");
        Assert.Equal(Verdict.Allow, await EncryptAsync("""{"a":"${aws:userid}","b":"*"}"""));
        Assert.Equal(Verdict.ImplicitDeny, await EncryptAsync("""{"a":"AROAWORKER:s","b":"x"}"""));
    }

    [Theory]
    [InlineData("""["Encrypt"]""", "", Verdict.Allow)]
    [InlineData("""["Encrypt","CreateGrant"]""", "", Verdict.Allow)]
    [InlineData("""["Decrypt"]""", "", Verdict.ImplicitDeny)]
    public async Task Pass_on_what_they_give_at_most(string operations, string constraints, Verdict verdict)
    {
        await GrantAsync("""["Encrypt","CreateGrant"]""");
        Assert.Equal(verdict, await key.DecideAsync("CreateGrant", $$"""{ {{K}},"GranteePrincipal":"arn:aws:iam::111122223333:role/other","Operations":{{operations}}{{constraints}}}"""));
    }

    [Theory]
    [InlineData(""","Constraints":{"EncryptionContextEquals":{"a":"1"}}""", Verdict.Allow)]
    [InlineData(""","Constraints":{"EncryptionContextSubset":{"a":"1"}}""", Verdict.ImplicitDeny)]
    [InlineData("", Verdict.ImplicitDeny)]
    public async Task Pass_on_no_looser_constraint(string constraints, Verdict verdict)
    {
        await GrantAsync("""["Encrypt","CreateGrant"]""", ""","Constraints":{"EncryptionContextEquals":{"a":"1"}}""");
        Assert.Equal(verdict, await key.DecideAsync("CreateGrant", $$"""{ {{K}},"GranteePrincipal":"arn:aws:iam::111122223333:role/other","Operations":["Encrypt"]{{constraints}}}"""));
    }

    [Theory]
    [InlineData("RevokeGrant", $$"""{ {{K}},"GrantId":"g1"}""")]
    [InlineData("RetireGrant", $$"""{"KeyId":"{{KeyCase.Key}}","GrantId":"g1"}""")]
    [InlineData("RetireGrant", """{"GrantToken":"token of g1"}""")]
    public async Task End_when_they_are_revoked_or_retired(string operation, string members)
    {
        await GrantAsync("""["Encrypt"]""");
        await GrantAsync("""["Decrypt"]""", id: "g2");
        await key.DoAsync(operation, members);
        Assert.Equal(Verdict.ImplicitDeny, await EncryptAsync("{}"));
        Assert.Equal(Verdict.Allow, await key.DecideAsync("Decrypt", $$"""{ {{K}},"CiphertextBlob":"AA=="}"""));
    }

    /// <summary>Who may retire one grant may not retire another.</summary>
    [Theory]
    [InlineData("g1", Verdict.Allow)]
    [InlineData("g2", Verdict.ImplicitDeny)]
    public async Task Are_retired_by_whom_they_name(string grant, Verdict verdict)
    {
        await GrantAsync("""["Encrypt"]""", ",\"RetiringPrincipal\":\"arn:aws:iam::111122223333:role/worker\"");
        await GrantAsync("""["Encrypt"]""", id: "g2");
        Assert.Equal(verdict, await key.DecideAsync("RetireGrant", $$"""{"KeyId":"{{KeyCase.Key}}","GrantId":"{{grant}}"}"""));
    }

    [Theory]
    [InlineData("*", """["Encrypt"]""", "")]
    [InlineData("arn:aws:iam::111122223333:role/*", """["Encrypt"]""", "")]
    [InlineData("worker", """["Encrypt"]""", "")]
    [InlineData("arn:aws:iam::111122223333:role/worker", """["*"]""", "")]
    [InlineData("arn:aws:iam::111122223333:role/worker", """["PutKeyPolicy"]""", "")]
    [InlineData("arn:aws:iam::111122223333:role/worker", "[]", "")]
    [InlineData("arn:aws:iam::111122223333:role/worker", """["Encrypt"]""", ""","Constraints":{"SourceArn":"a"}""")]
    [InlineData("arn:aws:iam::111122223333:role/worker", """["Encrypt"]""", ""","Constraints":{"EncryptionContextEquals":{"a":"1"},"EncryptionContextSubset":{"a":"1"}}""")]
    public async Task Are_given_to_somebody_for_something(string grantee, string operations, string more) => await Assert.ThrowsAsync<RefusedException>(
        () => key.Call.PlanAsync(new KmsService(), "CreateGrant", $$"""{ {{K}},"GranteePrincipal":"{{grantee}}","Operations":{{operations}}{{more}}}"""));

    [Fact]
    public async Task Are_not_retired_by_a_token_that_nobody_knows()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => key.Call.PlanAsync(new KmsService(), "RetireGrant", """{"GrantToken":"other"}"""));
        Assert.Contains("Send KeyId and GrantId.", refused.Refusal.Message, StringComparison.Ordinal);
    }

    private Task GrantAsync(string operations, string more = "", string id = "g1") =>
        key.DoAsync("CreateGrant", $$"""{ {{K}},{{Worker}},"Operations":{{operations}}{{more}}}""", $$"""{"GrantId":"{{id}}","GrantToken":"token of {{id}}"}""");

    private Task<Verdict> EncryptAsync(string context) => key.DecideAsync("Encrypt", $$"""{ {{K}},"Plaintext":"AA==","EncryptionContext":{{context}}}""");
}
