using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Fronts.Kms;
using Iam;

namespace Emulation.Tests.Fronts.Kms;

/// <summary>AWS KMS Developer Guide, "Grants in AWS KMS".</summary>
public sealed class Grants_of_keys : IDisposable
{
    private const string K = "\"KeyId\":\"" + KeyCase.Id + "\"";
    private const string Session = "arn:aws:sts::111122223333:assumed-role/worker/s";
    private const string Role = "arn:aws:iam::111122223333:role/worker";
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

    /// <summary>Captured: kms/grants.json of radkawar/stackd.</summary>
    [Theory]
    [InlineData(Session, "none", Verdict.Allow)]
    [InlineData(Session, "silent session", Verdict.Allow)]
    [InlineData(Session, "silent boundary", Verdict.Allow)]
    [InlineData(Session, "denying session", Verdict.ExplicitDeny)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/worker/sibling", "none", Verdict.ImplicitDeny)]
    [InlineData(Role, "none", Verdict.Allow)]
    [InlineData(Role, "silent session", Verdict.ImplicitDeny)]
    [InlineData(Role, "silent boundary", Verdict.ImplicitDeny)]
    [InlineData(Role, "denying session", Verdict.ExplicitDeny)]
    public async Task To_a_session_are_not_narrowed_by_what_policies_leave_unsaid_and_to_a_role_are(string grantee, string own, Verdict verdict)
    {
        await key.DoAsync("CreateGrant", $$"""{ {{K}},"GranteePrincipal":"{{grantee}}","Operations":["Encrypt"]}""", """{"GrantId":"g1"}""");
        Assert.Equal(verdict, await key.DecideAsync("Encrypt", $$"""{ {{K}},"Plaintext":"AA=="}""", Own(own)));
    }

    /// <summary>Captured: kms/grants.json of radkawar/stackd, of a key of another account.</summary>
    [Theory]
    [InlineData("444455556666", Session, "none", Verdict.ImplicitDeny, DecidingPolicy.Identity)]
    [InlineData("444455556666", Session, "silent session", Verdict.ImplicitDeny, DecidingPolicy.Identity)]
    [InlineData("444455556666", Role, "none", Verdict.ImplicitDeny, DecidingPolicy.Identity)]
    [InlineData("444455556666", Role, "silent session", Verdict.ImplicitDeny, DecidingPolicy.Session)]
    [InlineData("444455556666", Session, "everything", Verdict.Allow, DecidingPolicy.Resource)]
    [InlineData("444455556666", Session, "everything, silent session", Verdict.ImplicitDeny, DecidingPolicy.Session)]
    [InlineData("111122223333", Session, "none", Verdict.Allow, DecidingPolicy.Resource)]
    [InlineData("111122223333", Session, "silent session", Verdict.Allow, DecidingPolicy.Resource)]
    [InlineData("111122223333", Session, "everything, silent session", Verdict.Allow, DecidingPolicy.Resource)]
    [InlineData("111122223333", Session, "denying session", Verdict.ExplicitDeny, DecidingPolicy.Session)]
    [InlineData("111122223333", Role, "none", Verdict.Allow, DecidingPolicy.Resource)]
    [InlineData("111122223333", Role, "silent session", Verdict.ImplicitDeny, DecidingPolicy.Session)]
    public async Task Of_another_accounts_key_are_enough_where_the_callers_account_gave_them(string issuer, string grantee, string own, Verdict verdict, DecidingPolicy by)
    {
        key.Call.Home = AccountId.Parse(issuer);
        await key.DoAsync("CreateGrant", $$"""{"KeyId":"{{KeyCase.Partner}}","GranteePrincipal":"{{grantee}}","Operations":["Encrypt"]}""", """{"GrantId":"g1"}""");
        key.Call.Home = AccountId.Parse("111122223333");
        var decision = await key.DecisionAsync("Encrypt", $$"""{"KeyId":"{{KeyCase.Partner}}","Plaintext":"AA=="}""", Own(own));
        Assert.Equal((verdict, by), (decision.Verdict, decision.By));
    }

    /// <summary>
    /// Captured: of a grant that the key's account gave, whoever may retire it needs an identity policy in another account. "This permission is not effective in a key policy": AWS KMS
    /// Developer Guide, "Permissions reference".
    /// </summary>
    [Theory]
    [InlineData("444455556666", ",\"RetiringPrincipal\":\"" + Role + "\"", "none", Verdict.ImplicitDeny, DecidingPolicy.Identity)]
    [InlineData("444455556666", ",\"RetiringPrincipal\":\"" + Role + "\"", "silent session", Verdict.ImplicitDeny, DecidingPolicy.Session)]
    [InlineData("444455556666", ",\"RetiringPrincipal\":\"" + Role + "\"", "everything", Verdict.Allow, DecidingPolicy.Resource)]
    [InlineData("444455556666", "", "everything", Verdict.ImplicitDeny, DecidingPolicy.Resource)]
    [InlineData("111122223333", "", "everything", Verdict.Allow, DecidingPolicy.Resource)]
    [InlineData("111122223333", "", "none", Verdict.ImplicitDeny, DecidingPolicy.Identity)]
    public async Task Are_retired_by_the_account_that_gave_them_and_by_no_key_policy(string issuer, string more, string own, Verdict verdict, DecidingPolicy by)
    {
        key.Put("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":["111122223333","444455556666"]},"Action":"kms:*","Resource":"*"}]}""", KeyCase.Partner);
        key.Call.Home = AccountId.Parse(issuer);
        await key.DoAsync(
            "CreateGrant", $$"""{"KeyId":"{{KeyCase.Partner}}","GranteePrincipal":"arn:aws:iam::111122223333:role/other","Operations":["Encrypt"]{{more}}}""", """{"GrantId":"g1"}""");
        key.Call.Home = AccountId.Parse("111122223333");
        var decision = await key.DecisionAsync("RetireGrant", $$"""{"KeyId":"{{KeyCase.Partner}}","GrantId":"g1"}""", Own(own));
        Assert.Equal((verdict, by), (decision.Verdict, decision.By));
    }

    /// <summary>Of a grant that was given past LocalAws nobody knows who gave it.</summary>
    [Fact]
    public async Task That_nobody_knows_here_are_retired_by_the_keys_account()
    {
        const string Retire = $$"""{"KeyId":"{{KeyCase.Key}}","GrantId":"g9"}""";
        Assert.Equal(Verdict.Allow, await key.DecideAsync("RetireGrant", Retire, KeyCase.Everything));
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("RetireGrant", Retire));
    }

    /// <summary>Captured: iam/resource_controls.json of radkawar/stackd.</summary>
    [Fact]
    public async Task Are_retired_by_the_keys_ARN_alone()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => key.Call.PlanAsync(new KmsService(), "RetireGrant", $$"""{ {{K}},"GrantId":"g1"}"""));
        Assert.Equal(("NotFoundException", $"Invalid arn {KeyCase.Id}"), (refused.Refusal.Type, refused.Refusal.Message));
    }

    /// <summary>Captured: kms/grants.json of radkawar/stackd.</summary>
    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/probe/worker", null)]
    [InlineData("arn:aws:iam::111122223333:root", null)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/worker/unissued", null)]
    [InlineData("arn:aws:sts::111122223333:federated-user/unissued", null)]
    [InlineData("arn:aws:iam::444455556666:role/theirs", null)]
    [InlineData("AROAWORKERWORKER:s", null)]
    [InlineData("AROAWORKERWORKER", null)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/missing/target", "ARN does not refer to a valid principal: arn:aws:sts::111122223333:assumed-role/missing/target")]
    [InlineData("arn:aws:iam::111122223333:role/worker", "ARN does not refer to a valid principal: arn:aws:iam::111122223333:role/worker")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/probe/worker/target", "ARN is not valid: arn:aws:sts::111122223333:assumed-role/probe/worker/target")]
    [InlineData("AROAGONEGONEGONE:s", "GranteePrincipal does not refer to a valid principal.")]
    public async Task Are_given_to_somebody_who_exists(string grantee, string? refusal)
    {
        key.Call.HasRoles(("worker", "AROAWORKERWORKER"));
        var give = () => key.DoAsync("CreateGrant", $$"""{ {{K}},"GranteePrincipal":"{{grantee}}","Operations":["Encrypt"]}""", """{"GrantId":"g1"}""");
        if (refusal is not null)
        {
            Assert.Equal(new ServiceRefusal(400, "InvalidArnException", refusal), (await Assert.ThrowsAsync<RefusedException>(give)).Refusal);
            return;
        }

        await give();
        var isWorker = grantee.Contains("WORKER", StringComparison.Ordinal) || grantee.EndsWith("/worker", StringComparison.Ordinal);
        var worker = new AssumedRole(AccountId.Parse("111122223333"), "/probe/", "worker", "s", "AROAWORKERWORKER");
        Assert.Equal(isWorker ? Verdict.Allow : Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", $$"""{ {{K}},"Plaintext":"AA=="}""", by: worker));
    }

    /// <summary>Captured: whoever is made anew under a role's name gets none of its grants, its sessions neither.</summary>
    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/probe/worker")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/worker/s")]
    public async Task Do_not_pass_to_a_role_that_is_made_anew(string grantee)
    {
        key.Call.HasRoles(("worker", "AROAWORKERWORKER"));
        await key.DoAsync("CreateGrant", $$"""{ {{K}},"GranteePrincipal":"{{grantee}}","Operations":["Encrypt"]}""", """{"GrantId":"g1"}""");
        key.Call.HasRoles(("worker", "AROAANEWANEWANEW"));
        var anew = new AssumedRole(AccountId.Parse("111122223333"), "/probe/", "worker", "s", "AROAANEWANEWANEW");
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("Encrypt", $$"""{ {{K}},"Plaintext":"AA=="}""", by: anew));

        await key.DoAsync("CreateGrant", $$"""{ {{K}},"GranteePrincipal":"{{grantee}}","Operations":["Encrypt"]}""", """{"GrantId":"g2"}""");
        Assert.Equal(Verdict.Allow, await key.DecideAsync("Encrypt", $$"""{ {{K}},"Plaintext":"AA=="}""", by: anew));
    }

    /// <summary>A policy that names grantees is not passed by another way to write one.</summary>
    [Fact]
    public async Task Tell_policies_the_ARN_of_whom_they_are_given_to()
    {
        key.Call.HasRoles(("worker", "AROAWORKERWORKER"));
        var asked = Assert.Single(await key.Call.AsksAsync(new KmsService(), "CreateGrant", $$"""{ {{K}},"GranteePrincipal":"AROAWORKERWORKER:s","Operations":["Encrypt"]}"""));
        Assert.Contains(" kms:GranteePrincipal=arn:aws:sts::111122223333:assumed-role/worker/s", asked, StringComparison.Ordinal);
    }

    /// <summary>Captured: two grants do not add up, and only one that gives grants passes on.</summary>
    [Theory]
    [InlineData("""["Encrypt"]""", Verdict.Allow)]
    [InlineData("""["Encrypt","Decrypt"]""", Verdict.ImplicitDeny)]
    [InlineData("""["Decrypt"]""", Verdict.ImplicitDeny)]
    public async Task Pass_on_what_one_of_them_gives(string operations, Verdict verdict)
    {
        await GrantAsync("""["Encrypt","CreateGrant"]""");
        await GrantAsync("""["Decrypt"]""", id: "g2");
        Assert.Equal(verdict, await key.DecideAsync("CreateGrant", $$"""{ {{K}},"GranteePrincipal":"arn:aws:iam::111122223333:role/other","Operations":{{operations}}}"""));
    }

    [Fact]
    public async Task Are_not_retired_by_a_token_that_nobody_knows()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => key.Call.PlanAsync(new KmsService(), "RetireGrant", """{"GrantToken":"other"}"""));
        Assert.Contains("Send KeyId and GrantId.", refused.Refusal.Message, StringComparison.Ordinal);
    }

    private static PrincipalPolicies Own(string kind)
    {
        ImmutableArray<Policy> Session(string statement) => [Policy.Parse($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""", PolicyKind.Session, new PolicyOrigin("s")).Policy!];
        var none = PrincipalPolicies.None with { Session = default, Boundary = default };
        var silent = Session("""{"Effect":"Allow","Action":"s3:*","Resource":"*"}""");
        return kind switch
        {
            "none" => none,
            "silent session" => none with { Session = silent },
            "silent boundary" => none with { Boundary = silent },
            "denying session" => none with { Session = Session("""{"Effect":"Deny","Action":"kms:*","Resource":"*"}""") },
            "everything" => KeyCase.Everything,
            _ => KeyCase.Everything with { Session = silent },
        };
    }

    private Task GrantAsync(string operations, string more = "", string id = "g1") =>
        key.DoAsync("CreateGrant", $$"""{ {{K}},{{Worker}},"Operations":{{operations}}{{more}}}""", $$"""{"GrantId":"{{id}}","GrantToken":"token of {{id}}"}""");

    private Task<Verdict> EncryptAsync(string context) => key.DecideAsync("Encrypt", $$"""{ {{K}},"Plaintext":"AA==","EncryptionContext":{{context}}}""");
}
