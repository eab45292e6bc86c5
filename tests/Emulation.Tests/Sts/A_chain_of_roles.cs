using Emulation.Principals;
using Iam;

namespace Emulation.Tests.Sts;

/// <summary>What goes along from session to session, and what session policies may take.</summary>
public sealed class A_chain_of_roles : IDisposable
{
    private readonly TestSts desk = new("""
        Resources:
          First:
            Type: AWS::IAM::Role
            Properties:
              RoleName: First
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:user/admin" }, Action: [sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity] }] }
              Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: ["sts:*", "s3:*"], Resource: "*" }] } }]
          Open:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Open
              Tags: [{ Key: Team, Value: none }, { Key: Kind, Value: own }]
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: !GetAtt First.Arn }, Action: [sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity] }] }
          Shut:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Shut
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: !GetAtt First.Arn }, Action: sts:AssumeRole }] }
        """);

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task Hands_on_transitive_tags_and_no_others()
    {
        var second = await AssumeAsync("Open", await AssumeAsync("First", desk.Administrator, [.. Tag(1, "Team", "red"), .. Tag(2, "Stage", "test"), ("TransitiveTagKeys.member.1", "Team")]));
        Assert.Equal(("red", "own", false), (second.Principal.Tags["team"], second.Principal.Tags["Kind"], second.Principal.Tags.ContainsKey("Stage")));
        Assert.Equal(["Team"], second.Session!.TransitiveTagKeys);
    }

    [Fact]
    public async Task Does_not_hand_tags_to_a_role_that_lets_nobody_tag()
    {
        var first = await AssumeAsync("First", desk.Administrator, [.. Tag(1, "Team", "red"), ("TransitiveTagKeys.member.1", "Team")]);
        var refusal = await desk.RefusedAsync("AssumeRole", first, Parameters("Shut"));
        Assert.EndsWith("is not authorized to perform: sts:TagSession on resource: arn:aws:iam::111122223333:role/Shut", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(await AssumeAsync("Shut", await AssumeAsync("First", desk.Administrator, Tag(1, "Team", "red"))));
    }

    [Fact]
    public async Task Lets_nobody_change_a_transitive_tag()
    {
        var first = await AssumeAsync("First", desk.Administrator, [.. Tag(1, "Team", "red"), ("TransitiveTagKeys.member.1", "Team")]);
        var refusal = await desk.RefusedAsync("AssumeRole", first, [.. Parameters("Open"), .. Tag(1, "TEAM", "blue")]);
        Assert.Equal("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.", refusal.Message);
    }

    [Fact]
    public async Task Keeps_the_source_identity()
    {
        var first = await AssumeAsync("First", desk.Administrator, ("SourceIdentity", "ann"));
        Assert.Equal("ann", (await AssumeAsync("Open", first)).Session!.SourceIdentity);
        Assert.Equal("ann", (await AssumeAsync("Open", first, ("SourceIdentity", "ann"))).Session!.SourceIdentity);
        Assert.Equal("AccessDenied", (await desk.RefusedAsync("AssumeRole", first, [.. Parameters("Open"), ("SourceIdentity", "bob")])).Code);
    }

    [Fact]
    public async Task Does_not_hand_a_source_identity_to_a_role_that_takes_none()
    {
        var refusal = await desk.RefusedAsync("AssumeRole", await AssumeAsync("First", desk.Administrator, ("SourceIdentity", "ann")), Parameters("Shut"));
        Assert.Contains("sts:SetSourceIdentity", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task May_be_narrowed_by_AWSs_managed_policies()
    {
        var narrowed = await AssumeAsync("First", desk.Administrator, ("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        Assert.Equal(Verdict.Allow, TestSts.May(narrowed, "s3:GetObject", "arn:aws:s3:::b/k"));
        Assert.Equal(Verdict.ImplicitDeny, TestSts.May(narrowed, "s3:PutObject", "arn:aws:s3:::b/k"));
        Assert.Equal(Verdict.Allow, TestSts.May(await AssumeAsync("First", desk.Administrator), "s3:PutObject", "arn:aws:s3:::b/k"));
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:policy/Nothing", "InvalidParameterValue")]
    [InlineData("arn:aws:iam::444455556666:policy/Theirs", "InvalidParameterValue")]
    [InlineData("ReadOnlyAccess", "ValidationError")]
    public async Task Cannot_be_narrowed_by_a_policy_that_is_not_there(string arn, string code) =>
        Assert.Equal(code, (await desk.RefusedAsync("AssumeRole", desk.Administrator, [.. Parameters("First"), ("PolicyArns.member.1.arn", arn)])).Code);

    [Fact]
    public async Task Has_little_room_for_policies_and_tags()
    {
        var random = new Random(1);
        var tags = Enumerable.Range(1, 50).SelectMany(i => Tag(i, $"key-{i}", new string([.. Enumerable.Range(0, 100).Select(_ => (char)('a' + random.Next(26)))]))).ToArray();
        var refusal = await desk.RefusedAsync("AssumeRole", desk.Administrator, [.. Parameters("First"), .. tags]);
        Assert.Equal("PackedPolicyTooLarge", refusal.Code);
        Assert.Matches(@"^Packed size of session tags consumes \d{3}% of allotted space\.$", refusal.Message);
        var fits = await desk.CallAsync("AssumeRole", desk.Administrator, [.. Parameters("First"), .. tags.Take(20)]);
        Assert.InRange(int.Parse(fits.Element("PackedPolicySize")!.Value, null), 1, 100);
    }

    [Theory]
    [InlineData("GetWebIdentityToken", "OutboundWebIdentityFederationDisabledException")]
    [InlineData("GetDelegatedAccessToken", "AccessDenied")]
    [InlineData("AssumeRoot", "AccessDenied")]
    public async Task Is_the_way_where_others_are_not(string action, string code) => Assert.Equal((403, code), ((await desk.RefusedAsync(action, desk.Administrator)).StatusCode, (await desk.RefusedAsync(action, desk.Administrator)).Code));

    private async Task<Caller> AssumeAsync(string role, Caller by, params (string, string)[] more) => desk.CallerOf(await desk.CallAsync("AssumeRole", by, [.. Parameters(role), .. more]))!;

    private static (string, string)[] Parameters(string role) => [("RoleArn", $"arn:aws:iam::111122223333:role/{role}"), ("RoleSessionName", "s1")];

    private static (string, string)[] Tag(int number, string key, string value) => [($"Tags.member.{number}.Key", key), ($"Tags.member.{number}.Value", value)];
}
