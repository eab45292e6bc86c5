using Emulation.Sessions;
using Iam;

namespace Emulation.Tests.Sts;

/// <summary>GetFederationToken.</summary>
public sealed class A_federated_user : IDisposable
{
    private const string Reads = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","ec2:*"],"Resource":"*"}]}""";

    private readonly TestSts desk = new("""
        Resources:
          Broker:
            Type: AWS::IAM::User
            Properties:
              UserName: broker
              Tags: [{ Key: Team, Value: blue }, { Key: Stage, Value: test }]
              Policies:
              - { PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: ["s3:*", sts:GetFederationToken, sts:TagSession], Resource: "*" }] } }
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Broker } }
          Plain: { Type: AWS::IAM::User, Properties: { UserName: plain } }
          PlainKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Plain } }
          Reads: { Type: AWS::IAM::ManagedPolicy, Properties: { ManagedPolicyName: Reads, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }] } } }
        """);

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task May_do_what_both_the_user_and_the_session_policy_allow()
    {
        var answer = await desk.CallAsync("GetFederationToken", desk.UserNamed("broker"), ("Name", "bob"), ("Policy", Reads));
        Assert.Equal("arn:aws:sts::111122223333:federated-user/bob", answer.Element("FederatedUser")!.Element("Arn")!.Value);
        Assert.Equal("111122223333:bob", answer.Element("FederatedUser")!.Element("FederatedUserId")!.Value);
        var caller = desk.CallerOf(answer)!;
        Assert.Equal("arn:aws:sts::111122223333:federated-user/bob", caller.Principal.Arn);
        Assert.Equal(Verdict.Allow, TestSts.May(caller, "s3:GetObject", "arn:aws:s3:::b/k"));
        Assert.Equal(Verdict.ImplicitDeny, TestSts.May(caller, "s3:PutObject", "arn:aws:s3:::b/k"));
        Assert.Equal(Verdict.ImplicitDeny, TestSts.May(caller, "ec2:StopInstances", "*"));
    }

    [Fact]
    public async Task May_be_narrowed_by_a_managed_policy()
    {
        var caller = desk.CallerOf(await desk.CallAsync("GetFederationToken", desk.UserNamed("broker"), ("Name", "bob"), ("PolicyArns.member.1.arn", "arn:aws:iam::111122223333:policy/Reads")))!;
        Assert.Equal(Verdict.Allow, TestSts.May(caller, "s3:GetObject", "arn:aws:s3:::b/k"));
        Assert.Equal(Verdict.ImplicitDeny, TestSts.May(caller, "s3:PutObject", "arn:aws:s3:::b/k"));
    }

    [Fact]
    public async Task Without_a_session_policy_may_do_only_what_resources_grant_it()
    {
        var answer = await desk.CallAsync("GetFederationToken", desk.UserNamed("broker"), ("Name", "bob"));
        Assert.Equal("0", answer.Element("PackedPolicySize")!.Value);
        var caller = desk.CallerOf(answer)!;
        Assert.Equal(Verdict.ImplicitDeny, TestSts.May(caller, "s3:GetObject", "arn:aws:s3:::b/k"));
        Assert.Equal(Verdict.Allow, TestSts.May(caller, "s3:GetObject", "arn:aws:s3:::b/k", Bucket("bob")));
        Assert.Equal(Verdict.ImplicitDeny, TestSts.May(caller, "s3:GetObject", "arn:aws:s3:::b/k", Bucket("eve")));
    }

    [Fact]
    public async Task Has_the_users_tags_with_those_of_the_session_on_top()
    {
        var caller = desk.CallerOf(await desk.CallAsync("GetFederationToken", desk.UserNamed("broker"), ("Name", "bob"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "red")))!;
        Assert.Equal(("red", "test"), (caller.Principal.Tags["Team"], caller.Principal.Tags["Stage"]));
    }

    [Fact]
    public async Task Is_made_by_a_user_who_may()
    {
        var refusal = await desk.RefusedAsync("GetFederationToken", desk.UserNamed("plain"), ("Name", "bob"));
        Assert.Equal("User: arn:aws:iam::111122223333:user/plain is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::111122223333:federated-user/bob because no identity-based policy allows the sts:GetFederationToken action", refusal.Message);
    }

    [Fact]
    public async Task Cannot_be_made_with_temporary_credentials()
    {
        var session = desk.CallerOf(await desk.CallAsync("GetSessionToken", desk.UserNamed("broker")))!;
        Assert.Equal("Cannot call GetFederationToken with session credentials", (await desk.RefusedAsync("GetFederationToken", session, ("Name", "bob"))).Message);
    }

    [Theory]
    [InlineData("GetFederationToken", "sts:GetCallerIdentity", false)]
    [InlineData("GetFederationToken", "sts:AssumeRole", true)]
    [InlineData("GetFederationToken", "iam:GetUser", true)]
    [InlineData("GetFederationToken", "s3:GetObject", false)]
    [InlineData("GetSessionToken", "sts:AssumeRole", false)]
    [InlineData("GetSessionToken", "sts:GetFederationToken", true)]
    [InlineData("GetSessionToken", "iam:ListUsers", true)]
    [InlineData("GetSessionToken", "dynamodb:Query", false)]
    public async Task And_a_users_session_cannot_do_everything(string action, string asked, bool refused)
    {
        var caller = desk.CallerOf(await desk.CallAsync(action, desk.UserNamed("broker"), ("Name", "bob"), ("Policy", Reads)))!;
        Assert.Equal(refused, SessionRestrictions.Refuses(caller, asked));
        Assert.False(SessionRestrictions.Refuses(desk.UserNamed("broker"), asked));
    }

    private static Policy Bucket(string name) => Policy.Parse(
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:sts::111122223333:federated-user/" + name + "\"},\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}", PolicyKind.Resource, new PolicyOrigin("bucket")).Policy!;
}
