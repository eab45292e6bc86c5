namespace Emulation.Tests.Sts;

/// <summary>The condition keys that AssumeRole gives to trust policies, and the limits of the role. IAM User Guide, "Available keys for AWS STS".</summary>
public class What_a_trust_policy_asks
{
    [Theory]
    [InlineData("StringEquals", "sts:ExternalId", "x-7", "ExternalId=x-7", "ExternalId=x-8")]
    [InlineData("StringEquals", "sts:ExternalId", "x-7", "ExternalId=x-7", "")]
    [InlineData("StringEquals", "sts:RoleSessionName", "s1", "", "RoleSessionName=s2")]
    [InlineData("StringEquals", "sts:SourceIdentity", "ann", "SourceIdentity=ann", "SourceIdentity=bob")]
    [InlineData("StringEquals", "aws:RequestTag/Team", "red", "Tags.member.1.Key=Team&Tags.member.1.Value=red", "Tags.member.1.Key=Team&Tags.member.1.Value=blue")]
    [InlineData("ForAllValues:StringEquals", "aws:TagKeys", "Team", "Tags.member.1.Key=Team&Tags.member.1.Value=red", "Tags.member.1.Key=Cost&Tags.member.1.Value=red")]
    [InlineData("ForAllValues:StringNotEquals", "sts:TransitiveTagKeys", "Team", "Tags.member.1.Key=Team&Tags.member.1.Value=red", "Tags.member.1.Key=Team&Tags.member.1.Value=red&TransitiveTagKeys.member.1=Team")]
    public async Task Is_what_the_call_says(string condition, string key, string value, string good, string bad)
    {
        using var desk = new TestSts($$$"""
            Resources:
              R:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: R
                  AssumeRolePolicyDocument:
                    Statement: [{ Effect: Allow, Principal: { AWS: "111122223333" }, Action: [sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity], Condition: { "{{{condition}}}": { "{{{key}}}": "{{{value}}}" } } }]
            """);
        Assert.NotNull(await desk.CallAsync("AssumeRole", desk.Administrator, Parameters(good)));
        Assert.Equal("AccessDenied", (await desk.RefusedAsync("AssumeRole", desk.Administrator, Parameters(bad))).Code);
    }

    [Theory]
    [InlineData("sts:TagSession", "SourceIdentity=ann", "Tags.member.1.Key=Team&Tags.member.1.Value=red")]
    [InlineData("sts:SetSourceIdentity", "Tags.member.1.Key=Team&Tags.member.1.Value=red", "SourceIdentity=ann")]
    public async Task Is_a_permission_for_each_thing_that_the_call_brings(string missing, string good, string bad)
    {
        using var desk = new TestSts($$"""
            Resources:
              R:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: R
                  AssumeRolePolicyDocument:
                    Statement:
                    - { Effect: Allow, Principal: { AWS: "111122223333" }, Action: "sts:*" }
                    - { Effect: Deny, Principal: { AWS: "*" }, Action: "{{missing}}" }
            """);
        Assert.NotNull(await desk.CallAsync("AssumeRole", desk.Administrator, Parameters(good)));
        Assert.Contains(missing, (await desk.RefusedAsync("AssumeRole", desk.Administrator, Parameters(bad))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_no_longer_time_than_the_role_gives_and_an_hour_in_a_chain()
    {
        using var desk = new TestSts("""
            Resources:
              R:
                Type: AWS::IAM::Role
                Properties: { RoleName: R, MaxSessionDuration: 7200, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: "111122223333" }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: sts:AssumeRole, Resource: "*" }] } }] }
            """);
        var first = desk.CallerOf(await desk.CallAsync("AssumeRole", desk.Administrator, Parameters("DurationSeconds=7200")))!;
        Assert.Equal("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", (await desk.RefusedAsync("AssumeRole", desk.Administrator, Parameters("DurationSeconds=7201"))).Message);
        Assert.NotNull(await desk.CallAsync("AssumeRole", first, Parameters("DurationSeconds=3600")));
        Assert.Equal("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.", (await desk.RefusedAsync("AssumeRole", first, Parameters("DurationSeconds=3601"))).Message);
    }

    private static (string, string)[] Parameters(string more)
    {
        var given = more.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=')).ToDictionary(static pair => pair[0], static pair => pair[1]);
        given.TryAdd("RoleArn", "arn:aws:iam::111122223333:role/R");
        given.TryAdd("RoleSessionName", "s1");
        return [.. given.Select(static pair => (pair.Key, pair.Value))];
    }
}
