using System.Text.Json;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Explain;

/// <summary>Each question with its verdict, the one that refused first, and a change for each that was refused.</summary>
public sealed class A_call_that_asks_several_things(A_call_that_asks_several_things.Shop aws) : IClassFixture<A_call_that_asks_several_things.Shop>
{
    private const string Who = "arn:aws:iam::111122223333:user/half";

    [Fact]
    public async Task Tells_each_question_and_which_of_them_refused()
    {
        var text = await ExplainAsync(await aws.SendAsync("s3", "PUT", "/shelf/copy", "", "half", ("x-amz-copy-source", "/shelf/a")));

        Assert.StartsWith($"s3:PutObject on arn:aws:s3:::shelf/copy by {Who}: REFUSED\n\nNo identity policy allows s3:PutObject on arn:aws:s3:::shelf/copy to {Who}.\n", text, StringComparison.Ordinal);
        Assert.Contains(
            $"""

            It asks 2 things, all of which must be allowed:
              - s3:GetObject on arn:aws:s3:::shelf/a by {Who}: allowed
              - s3:PutObject on arn:aws:s3:::shelf/copy by {Who}: refused, which refuses the call

            How it was decided, in AWS's order:
              s3:PutObject on arn:aws:s3:::shelf/copy by {Who}:
              1. Explicit deny
            """,
            text,
            StringComparison.Ordinal);
    }

    /// <summary>What was not put to policies any more, since something refused before, is asked too: the change that is advised is enough.</summary>
    [Fact]
    public async Task Advises_a_change_for_each_that_is_refused()
    {
        var answer = await aws.JsonAsync(
            "states", "AWSStepFunctions.CreateStateMachine",
            """{"name":"m","definition":"{}","roleArn":"arn:aws:iam::111122223333:role/Machine","tags":[{"key":"team","value":"a"}]}""", "half");
        var text = await ExplainAsync(answer);

        Assert.Equal(400, answer.Status);
        Assert.Contains("states:CreateStateMachine on arn:aws:states:us-east-1:111122223333:stateMachine:m by arn:aws:iam::111122223333:user/half: allowed\n", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split(": refused, which refuses the call\n").Length - 1);
        Assert.Equal(1, text.Split(": refused\n").Length - 1);
        Assert.Contains("Action: states:TagResource", text, StringComparison.Ordinal);
        Assert.Contains("Action: iam:PassRole", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Action: states:CreateStateMachine", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_a_batch_of_which_some_was_refused()
    {
        var answer = await aws.SendAsync("s3", "POST", "/shelf?delete", Delete(["a", "b", "c"]), "half");
        using var json = JsonDocument.Parse(await aws.PageAsync($"/_localaws/decisions/{answer.Headers["x-localaws-decision"]}?format=json"));

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            [("arn:aws:s3:::shelf/a", "allow", false), ("arn:aws:s3:::shelf/b", "implicitDeny", true), ("arn:aws:s3:::shelf/c", "explicitDeny", false)],
            json.RootElement.GetProperty("questions").EnumerateArray().Select(static one =>
                (one.GetProperty("resource").GetString(), one.GetProperty("decision").GetString(), one.GetProperty("decides").GetBoolean())));
        Assert.Equal("implicitDeny", json.RootElement.GetProperty("decision").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("changes").GetArrayLength());
        Assert.StartsWith("s3:DeleteObject on arn:aws:s3:::shelf/b by ", json.RootElement.GetProperty("steps")[0].GetProperty("question").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Of a thousand keys it is enough to keep some, among them the one that was refused.</summary>
    [Fact]
    public async Task Keeps_of_very_many_the_one_that_was_refused()
    {
        var answer = await aws.SendAsync("s3", "POST", "/shelf?delete", Delete([.. Enumerable.Range(0, 300).Select(static i => $"a{i}"), "b"]), "half");
        using var json = JsonDocument.Parse(await aws.PageAsync($"/_localaws/decisions/{answer.Headers["x-localaws-decision"]}?format=json"));

        Assert.Equal(100, json.RootElement.GetProperty("questions").GetArrayLength());
        Assert.Equal("arn:aws:s3:::shelf/b", json.RootElement.GetProperty("questions").EnumerateArray().Single(static one => one.GetProperty("decides").GetBoolean()).GetProperty("resource").GetString());
    }

    [Fact]
    public async Task Is_told_as_before_where_it_asks_one()
    {
        var answer = await aws.SendAsync("s3", "PUT", "/shelf/new", "", "half");

        Assert.DoesNotContain("It asks", await ExplainAsync(answer), StringComparison.Ordinal);
        Assert.DoesNotContain("questions", await aws.PageAsync($"/_localaws/decisions/{answer.Headers["x-localaws-decision"]}?format=json"), StringComparison.Ordinal);
    }

    /// <summary>What a call does not say is a star in the advice, and no text that nobody has.</summary>
    [Fact]
    public async Task Advises_a_pattern_where_the_call_does_not_say_what_it_touches()
    {
        var nothing = await ExplainAsync(await aws.JsonAsync("ecr", "AmazonEC2ContainerRegistry_V20150921.PutImage", "{}", "half"));
        var some = await ExplainAsync(await aws.JsonAsync("ecr", "AmazonEC2ContainerRegistry_V20150921.DescribeImages", """{"repositoryName":""}""", "half"));

        Assert.Contains("Action: ecr:PutImage, Resource: !Sub \"arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/*\" }", nothing, StringComparison.Ordinal);
        Assert.Contains(": REFUSED\n\nWhich resource ecr:DescribeImages touches cannot be told here", some, StringComparison.Ordinal);
        Assert.Contains("Action: ecr:DescribeImages, Resource: !Sub \"arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/*\" }", some, StringComparison.Ordinal);
    }

    private static string Delete(IEnumerable<string> keys) => $"<Delete>{string.Concat(keys.Select(static key => $"<Object><Key>{key}</Key></Object>"))}</Delete>";

    private Task<string> ExplainAsync(ReceivedAnswer answer) => aws.PageAsync($"/_localaws/decisions/{answer.Headers["x-localaws-decision"]}");

    /// <summary>A bucket, a role, and a user who may do half of what calls ask.</summary>
    public sealed class Shop() : FrontedLocalAws(
        """
        Resources:
          Shelf: { Type: AWS::S3::Bucket, Properties: { BucketName: shelf } }
          Machine: { Type: AWS::IAM::Role, Properties: { RoleName: Machine, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: states.amazonaws.com }, Action: "sts:AssumeRole" }] } } }
          Half: { Type: AWS::IAM::User, Properties: { UserName: half, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [
            { Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::shelf/*" },
            { Effect: Allow, Action: "s3:DeleteObject", Resource: "arn:aws:s3:::shelf/a*" },
            { Effect: Deny, Action: "s3:DeleteObject", Resource: "arn:aws:s3:::shelf/c" },
            { Effect: Allow, Action: "states:CreateStateMachine", Resource: "*" },
            { Effect: Allow, Action: "ecr:DescribeImages", Resource: "arn:aws:ecr:us-east-1:111122223333:repository/mine" }
            ] } }] } }
          HalfKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Half } }
        """,
        static options => options);
}
