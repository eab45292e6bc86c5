namespace Emulation.Tests.S3.Door;

/// <summary>What S3 takes as the policy of a bucket. Amazon S3 User Guide, "Policy actions for Amazon S3".</summary>
[Collection(nameof(BucketsHere))]
public class Policies_of_buckets(BucketsHere buckets)
{
    private const string NoReach = "Action does not apply to any resource(s) in statement";
    private const string NoAction = "Policy has invalid action";

    /// <summary>Each action of a statement is on one of its resources at least: <c>{0}</c> is the bucket.</summary>
    [Theory]
    [InlineData("s3:GetObject", "{0}/*", "")]
    [InlineData("s3:GetObject", "{0}", NoReach)]
    [InlineData("s3:getobject", "{0}", NoReach)]
    [InlineData("s3:GetObject", "{0}*", "")]
    [InlineData("s3:GetObject", "{0} {0}/a", "")]
    [InlineData("s3:ListBucket", "{0}", "")]
    [InlineData("s3:ListBucket", "{0}/*", NoReach)]
    [InlineData("s3:ListBucket", "{0}*", "")]
    [InlineData("s3:ListBucket s3:GetObject", "{0}/*", NoReach)]
    [InlineData("s3:ListBucket s3:GetObject", "{0} {0}/*", "")]
    [InlineData("s3:Get*", "{0}", "")]
    [InlineData("s3:Get*", "{0}/*", "")]
    [InlineData("s3:GetObject*", "{0}", NoReach)]
    [InlineData("s3:List*", "{0}/*", "")]
    [InlineData("s3:ListBucket*", "{0}/*", NoReach)]
    [InlineData("s3:*", "{0}", "")]
    [InlineData("*", "{0}", "")]
    [InlineData("s3:ListAllMyBuckets", "{0}", NoAction)]
    [InlineData("s3:GetObjekt", "{0}/*", NoAction)]
    [InlineData("sqs:SendMessage", "{0}/*", NoAction)]
    [InlineData("s3:GetObject", "arn:aws:s3:::another/*", "Policy has invalid resource")]
    public async Task Have_actions_on_what_they_name(string actions, string resources, string refusal)
    {
        await buckets.SendAsync(new("PUT", "/reached"));
        var answer = await buckets.SendAsync(new("PUT", "/reached?policy", Body: $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":[{{Texts(actions)}}],"Resource":[{{Texts(resources)}}],
              "Condition":{"StringEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:user/nobody"} } }] }
            """));

        Assert.Equal(refusal.Length == 0 ? (204, "", "") : (400, "MalformedPolicy", refusal), (answer.Status, answer.Code, answer.Message));
        if (refusal.Length > 0)
        {
            Assert.DoesNotContain(actions.Split(' ')[0] + "\"],\"Resource\":[\"" + resources, (await buckets.SendAsync(new("GET", "/reached?policy"))).Body, StringComparison.Ordinal);
        }
    }

    private static string Texts(string words) => string.Join(',', words.Replace("{0}", "arn:aws:s3:::reached", StringComparison.Ordinal).Split(' ').Select(static word => $"\"{word}\""));
}
