using System.Text.Json;
using Emulation.Decisions;
using Emulation.Principals;
using Emulation.State;
using Emulation.Tests.Sts;
using Iam;

namespace Emulation.Tests.Decisions;

/// <summary>DecodeAuthorizationMessage.</summary>
public sealed class An_encoded_message : IDisposable
{
    private readonly TestSts desk = new(
        """
        Resources:
          Plain: { Type: AWS::IAM::User, Properties: { UserName: plain } }
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Plain } }
        """,
        partner: """
        Resources:
          Theirs: { Type: AWS::IAM::User, Properties: { UserName: theirs } }
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Theirs } }
        """);

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task Is_decoded_for_whoever_may()
    {
        var answer = await desk.CallAsync("DecodeAuthorizationMessage", desk.Administrator, ("EncodedMessage", MessageFor(desk.UserNamed("plain"))));
        using var decoded = JsonDocument.Parse(answer.Element("DecodedMessage")!.Value);
        Assert.Equal("s3:GetObject", decoded.RootElement.GetProperty("context").GetProperty("action").GetString());
        Assert.False(decoded.RootElement.GetProperty("allowed").GetBoolean());
    }

    [Fact]
    public async Task Is_closed_to_whoever_may_not() =>
        Assert.Equal("AccessDenied", (await desk.RefusedAsync("DecodeAuthorizationMessage", desk.UserNamed("plain"), ("EncodedMessage", MessageFor(desk.UserNamed("plain"))))).Code);

    /// <summary>A caller of another account was refused: the message is for that account, and not for the resource's.</summary>
    [Fact]
    public async Task Is_for_the_account_of_whoever_was_refused()
    {
        var message = MessageFor(desk.UserNamed("theirs"));
        Assert.Equal("InvalidAuthorizationMessageException", (await desk.RefusedAsync("DecodeAuthorizationMessage", desk.Administrator, ("EncodedMessage", message))).Code);
        Assert.NotNull(await desk.CallAsync("DecodeAuthorizationMessage", AdministratorOf("444455556666"), ("EncodedMessage", message)));
    }

    /// <summary>What the resource's account wrote, and what is known of the resource, stays there: the statement shows which external id it waits for.</summary>
    [Theory]
    [InlineData("plain", true)]
    [InlineData("theirs", false)]
    public async Task Shows_the_resources_side_to_its_own_account_alone(string user, bool isOwner)
    {
        var caller = desk.UserNamed(user);
        var trust = Policy.Parse(
            """
            {"Version":"2012-10-17","Statement":[
              {"Sid":"Known","Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"},
              {"Sid":"NotTold","Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"StringNotEquals":{"sts:ExternalId":"agreed-between-two"}}}]}
            """, PolicyKind.Trust, new PolicyOrigin("Trusted")).Policy!;
        var context = new ConditionContext(caller.Principal).Set("sts:ExternalId", "guessed").Set("iam:ResourceTag/cost-centre", "4711").Set("aws:ResourceTag/cost-centre", "4711");
        var asked = new AccessRequest(caller.Principal, "sts:AssumeRole", "arn:aws:iam::111122223333:role/Trusted", AccountId.Parse("111122223333"), context);
        var message = Recorded(caller, new DecisionSubject("a question", asked, caller.Policies, trust, Guardrails.None));

        var answer = await desk.CallAsync("DecodeAuthorizationMessage", AdministratorOf(caller.Principal.Account.ToString()!), ("EncodedMessage", message));
        var text = answer.Element("DecodedMessage")!.Value;

        Assert.All(["NotTold", "agreed-between-two", "ResourceTag", "4711"], word => Assert.Equal(isOwner, text.Contains(word, StringComparison.Ordinal)));
        Assert.Contains("guessed", text, StringComparison.Ordinal);
        Assert.Contains("\"explicitDeny\":true", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a message")]
    [InlineData("AAAA")]
    public async Task Is_none_when_it_was_not_made_here(string message) =>
        Assert.Equal("InvalidAuthorizationMessageException", (await desk.RefusedAsync("DecodeAuthorizationMessage", desk.Administrator, ("EncodedMessage", message))).Code);

    /// <summary>It is the decision's id, and so never too long for what decodes it.</summary>
    [Fact]
    public async Task Is_short_however_much_was_asked_for()
    {
        var key = new string('k', 20_000);
        var message = MessageFor(desk.UserNamed("plain"), key);
        Assert.Equal(36, message.Length);
        var answer = await desk.CallAsync("DecodeAuthorizationMessage", desk.Administrator, ("EncodedMessage", message));
        Assert.Contains(key, answer.Element("DecodedMessage")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_the_id_of_a_request_that_passed()
    {
        var message = MessageFor(desk.Administrator);
        Assert.Equal("InvalidAuthorizationMessageException", (await desk.RefusedAsync("DecodeAuthorizationMessage", desk.Administrator, ("EncodedMessage", message))).Code);
    }

    private string MessageFor(Caller caller, string key = "k") => Recorded(caller, Asked(caller, key));

    private string Recorded(Caller caller, DecisionSubject subject)
    {
        var id = IdSource.SystemRandom.RequestId();
        desk.Decisions.Record(new DecisionEntry(id, desk.Time.GetUtcNow(), "s3:GetObject", "", "s3", caller.Principal.Arn, null) { Refused = 403, Subject = subject });
        return id;
    }

    private Caller AdministratorOf(string account)
    {
        var user = desk.Accounts.Users.First(user => user.Name == AccountDirectory.AdministratorName && user.Account.ToString() == account);
        return new Caller(user.AccessKeyIds[0], user.Principal, user.Policies, null);
    }

    private static DecisionSubject Asked(Caller caller, string key) => new(
        "a question", new AccessRequest(caller.Principal, "s3:GetObject", $"arn:aws:s3:::b/{key}", AccountId.Parse("111122223333"), new ConditionContext(caller.Principal)), caller.Policies, null, Guardrails.None);
}
