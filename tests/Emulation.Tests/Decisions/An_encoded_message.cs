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

    private string MessageFor(Caller caller, string key = "k")
    {
        var id = IdSource.SystemRandom.RequestId();
        desk.Decisions.Record(new DecisionEntry(id, desk.Time.GetUtcNow(), "s3:GetObject", "", "s3", caller.Principal.Arn, null) { Refused = 403, Subject = Asked(caller, key) });
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
