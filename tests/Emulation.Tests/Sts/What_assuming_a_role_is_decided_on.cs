namespace Emulation.Tests.Sts;

/// <summary>A guard finds the role's tags and account, whoever asks: Service Authorization Reference, "AWS Security Token Service", resource type role.</summary>
public sealed class What_assuming_a_role_is_decided_on
{
    [Theory]
    [InlineData("aws:ResourceTag/protected", "yes", "Protected", false)]
    [InlineData("iam:ResourceTag/protected", "yes", "Protected", false)]
    [InlineData("aws:ResourceTag/protected", "yes", "Free", true)]
    [InlineData("aws:ResourceAccount", "111122223333", "Free", false)]
    [InlineData("aws:ResourceAccount", "444455556666", "Free", true)]
    public async Task The_roles_tags_and_account(string key, string value, string role, bool opens)
    {
        using var desk = new TestSts($$$"""
            Resources:
              Ann:
                Type: AWS::IAM::User
                Properties:
                  UserName: ann
                  Policies:
                  - PolicyName: P
                    PolicyDocument:
                      Version: "2012-10-17"
                      Statement:
                      - { Effect: Allow, Action: "sts:*", Resource: "*" }
                      - { Effect: Deny, Action: "sts:AssumeRole", Resource: "*", Condition: { StringEquals: { "{{{key}}}": "{{{value}}}" } } }
              Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Ann } }
              Protected:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Protected
                  Tags: [{ Key: protected, Value: "yes" }]
                  AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:user/ann" }, Action: "sts:AssumeRole" }] }
                DependsOn: Ann
              Free:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Free
                  AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:user/ann" }, Action: "sts:AssumeRole" }] }
                DependsOn: Ann
            """);
        (string, string)[] call = [("RoleArn", $"arn:aws:iam::111122223333:role/{role}"), ("RoleSessionName", "me")];
        if (opens)
        {
            await desk.CallAsync("AssumeRole", desk.UserNamed("ann"), call);
        }
        else
        {
            Assert.Equal("AccessDenied", (await desk.RefusedAsync("AssumeRole", desk.UserNamed("ann"), call)).Code);
        }
    }

    [Fact]
    public async Task No_context_assertion_is_passed_over()
    {
        using var desk = new TestSts("Resources: { R: { Type: AWS::IAM::Role, Properties: { RoleName: R, AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:*' }] } } } }");
        var refused = await desk.RefusedAsync(
            "AssumeRole", desk.Administrator, ("RoleArn", "arn:aws:iam::111122223333:role/R"), ("RoleSessionName", "me"), ("ProvidedContexts.member.1.ContextAssertion", "x"), ("ProvidedContexts.member.1.ProviderArn", "arn:aws:iam::aws:contextProvider/IdentityCenter"));
        Assert.Equal("InvalidContextAssertion", refused.Code);
    }
}
