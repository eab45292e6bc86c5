using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.Tests.Sts;

/// <summary>What session policies and an organisation take from a session, whoever opened it. IAM User Guide, "Session policies".</summary>
public sealed class Policies_of_a_session : IDisposable
{
    private const string Reads = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""";
    private const string ReadsArn = "arn:aws:iam::111122223333:policy/Reads";

    private const string Template = """
        Resources:
          Broker:
            Type: AWS::IAM::User
            Properties:
              UserName: broker
              Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: ["s3:*", sts:GetFederationToken], Resource: "*" }] } }]
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Broker } }
          R:
            Type: AWS::IAM::Role
            Properties:
              RoleName: R
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: "111122223333" }, Action: sts:AssumeRole }] }
              Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] } }]
        """;

    private const string Managed = """

          Reads: { Type: AWS::IAM::ManagedPolicy, Properties: { ManagedPolicyName: Reads, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }] } } }
        """;

    private const string Partner = """
        Resources:
          Theirs: { Type: AWS::IAM::ManagedPolicy, Properties: { ManagedPolicyName: Theirs, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] } } }
        """;

    private readonly TestSts desk = new(Template + Managed, partner: Partner);

    public void Dispose() => desk.Dispose();

    [Theory]
    [InlineData("Policy", Reads)]
    [InlineData("PolicyArns.member.1.arn", ReadsArn)]
    public async Task Narrow_a_role(string parameter, string value)
    {
        var narrowed = await AssumeAsync(desk, (parameter, value));
        Assert.Equal((Verdict.Allow, Verdict.ImplicitDeny), (TestSts.May(narrowed, "s3:GetObject", "arn:aws:s3:::b/k"), TestSts.May(narrowed, "s3:PutObject", "arn:aws:s3:::b/k")));
        Assert.Equal(Verdict.Allow, TestSts.May(await AssumeAsync(desk), "s3:PutObject", "arn:aws:s3:::b/k"));
    }

    /// <summary>A managed policy that is gone by now allows nothing; it does not let the session have everything.</summary>
    [Fact]
    public async Task That_are_gone_leave_nothing()
    {
        using var later = new TestSts(Template);
        var answer = await desk.CallAsync("AssumeRole", desk.Administrator, Parameters(("PolicyArns.member.1.arn", ReadsArn)));
        Assert.Equal(Verdict.Allow, TestSts.May(desk.CallerOf(answer)!, "s3:GetObject", "arn:aws:s3:::b/k"));
        Assert.Equal(Verdict.ImplicitDeny, TestSts.May(later.CallerOf(answer)!, "s3:GetObject", "arn:aws:s3:::b/k"));
    }

    [Fact]
    public async Task Are_of_the_roles_own_account_or_of_AWS()
    {
        var refusal = await desk.RefusedAsync("AssumeRole", desk.Administrator, Parameters(("PolicyArns.member.1.arn", "arn:aws:iam::444455556666:policy/Theirs")));
        Assert.Equal("InvalidParameterValue", refusal.Code);
        Assert.StartsWith("The policy arn:aws:iam::444455556666:policy/Theirs is not of the account 111122223333.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_ten_managed_ones_at_most()
    {
        static (string, string)[] Arns(int count) => [.. Enumerable.Range(1, count).Select(static i => ($"PolicyArns.member.{i}.arn", ReadsArn))];
        Assert.NotNull(await AssumeAsync(desk, Arns(10)));
        Assert.Contains("policyArns", (await desk.RefusedAsync("AssumeRole", desk.Administrator, Parameters(Arns(11)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_federated_user_have_little_room()
    {
        var random = new Random(1);
        string Noise(int length) => new([.. Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(26)))]);
        var tags = Enumerable.Range(1, 8).SelectMany(i => new[] { ($"Tags.member.{i}.Key", $"key-{i}"), ($"Tags.member.{i}.Value", Noise(250)) });
        var policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::NOISE"}]}""".Replace("NOISE", Noise(1700), StringComparison.Ordinal);
        Assert.Equal("PackedPolicyTooLarge", (await desk.RefusedAsync("GetFederationToken", desk.Administrator, [("Name", "bob"), ("Policy", policy), .. tags])).Code);
        Assert.NotNull(await desk.CallAsync("GetFederationToken", desk.Administrator, ("Name", "bob"), ("Policy", policy)));
    }

    [Fact]
    public async Task Of_a_federated_user_come_with_tags_only_where_tagging_is_allowed()
    {
        var refusal = await desk.RefusedAsync("GetFederationToken", desk.UserNamed("broker"), ("Name", "bob"), ("Tags.member.1.Key", "Team"), ("Tags.member.1.Value", "red"));
        Assert.Contains("sts:TagSession", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(await desk.CallAsync("GetFederationToken", desk.UserNamed("broker"), ("Name", "bob")));
    }

    [Fact]
    public void And_tags_are_fifty_of_different_keys_at_most()
    {
        Assert.Null(Read(50, "key-50"));
        Assert.Equal("The number of session tags must not exceed 50.", Read(51, "key-51"));
        Assert.Equal("Duplicate tag keys found. Please note that Tag keys are case insensitive.", Read(2, "KEY-1"));

        static string? Read(int count, string last)
        {
            var tags = Enumerable.Range(1, count).Select(i => $"Tags.member.{i}.Key={(i == count ? last : $"key-{i}")}&Tags.member.{i}.Value=v");
            return Emulation.Sts.SessionTags.Read(QueryRequest.Parse(string.Join('&', tags), []), new Constraints()).Error?.Message;
        }
    }

    [Theory]
    [InlineData("aws:Team")]
    [InlineData("AWS:Team")]
    public async Task And_tags_are_none_of_AWSs_own(string key) =>
        Assert.Equal("InvalidParameterValue", (await desk.RefusedAsync("AssumeRole", desk.Administrator, Parameters(("Tags.member.1.Key", key), ("Tags.member.1.Value", "red")))).Code);

    /// <summary>A star in a tag would be a wildcard where a policy compares with the tag.</summary>
    [Theory]
    [InlineData("Team", "red", true)]
    [InlineData("Équipe d/e:l+a=m-i@n._ 1", "", true)]
    [InlineData("Team", "*", false)]
    [InlineData("Team", "${aws:username}", false)]
    [InlineData("Te?m", "red", false)]
    public async Task And_tags_are_of_letters_that_mean_nothing_in_policies(string key, string value, bool isTaken)
    {
        (string, string)[] tag = [("Tags.member.1.Key", key), ("Tags.member.1.Value", value)];
        if (isTaken)
        {
            Assert.NotNull(await desk.CallAsync("GetFederationToken", desk.Administrator, [("Name", "bob"), .. tag]));
        }
        else
        {
            var refusal = await desk.RefusedAsync("GetFederationToken", desk.Administrator, [("Name", "bob"), .. tag]);
            Assert.Equal("ValidationError", refusal.Code);
            Assert.Contains(@"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]", refusal.Message, StringComparison.Ordinal);
            Assert.Equal("ValidationError", (await desk.RefusedAsync("AssumeRole", desk.Administrator, Parameters(tag))).Code);
        }
    }

    [Theory]
    [InlineData("sts:AssumeRole")]
    [InlineData("sts:GetFederationToken")]
    [InlineData("sts:DecodeAuthorizationMessage")]
    public async Task Count_for_nothing_where_the_organisation_denies(string action)
    {
        using var bound = new TestSts(Template, """
            {"accounts":{"111122223333":{"serviceControlPolicies":[[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"ACTION","Resource":"*"}]}]]}}}
            """.Replace("ACTION", action, StringComparison.Ordinal));
        (string, string)[] parameters = action switch
        {
            "sts:AssumeRole" => Parameters(),
            "sts:GetFederationToken" => [("Name", "bob")],
            _ => [("EncodedMessage", "x")],
        };
        Assert.Equal("AccessDenied", (await bound.RefusedAsync(action["sts:".Length..], bound.Administrator, parameters)).Code);
        Assert.NotEqual("AccessDenied", (await AskedAsync(desk)) ?? "");

        async Task<string?> AskedAsync(TestSts free) => action == "sts:DecodeAuthorizationMessage"
            ? (await free.RefusedAsync(action["sts:".Length..], free.Administrator, parameters)).Code
            : (await free.CallAsync(action["sts:".Length..], free.Administrator, parameters)).Name.LocalName;
    }

    private static async Task<Caller> AssumeAsync(TestSts desk, params (string, string)[] more) => desk.CallerOf(await desk.CallAsync("AssumeRole", desk.Administrator, Parameters(more)))!;

    private static (string, string)[] Parameters(params (string, string)[] more) => [("RoleArn", "arn:aws:iam::111122223333:role/R"), ("RoleSessionName", "s1"), .. more];
}
