using System.Text.Json;
using Emulation.Decisions;
using Emulation.Principals;
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

    [Fact]
    public void Is_none_when_it_would_be_too_long_to_decode()
    {
        var random = new Random(1);
        Assert.Null(desk.Messages.Encode(Refused(desk.UserNamed("plain"), new string([.. Enumerable.Range(0, 20_000).Select(_ => (char)('a' + random.Next(26)))]))));
    }

    private string MessageFor(Caller caller) => desk.Messages.Encode(Refused(caller, "k"))!;

    private Caller AdministratorOf(string account)
    {
        var user = desk.Accounts.Users.First(user => user.Name == AccountDirectory.AdministratorName && user.Account.ToString() == account);
        return new Caller(user.AccessKeyIds[0], user.Principal, user.Policies, null);
    }

    private static DecisionSubject Refused(Caller caller, string key) => new(
        "a refusal", new AccessRequest(caller.Principal, "s3:GetObject", $"arn:aws:s3:::b/{key}", AccountId.Parse("111122223333"), new ConditionContext(caller.Principal)), caller.Policies, null, Guardrails.None);
}
