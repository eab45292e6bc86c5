namespace Emulation.Tests.S3.Door;

/// <summary>
/// Headers that need a permission of their own, by who reads the object (captured: s3/object_lock_authority_replay.json of radkawar/stackd). Amazon S3 API Reference, GetObject,
/// "x-amz-tagging-count".
/// </summary>
[Collection(nameof(BucketsBehind))]
public class What_an_object_tells_of_itself(BucketsBehind buckets)
{
    private const string Mode = "x-amz-object-lock-mode";
    private const string Until = "x-amz-object-lock-retain-until-date";
    private const string Hold = "x-amz-object-lock-legal-hold";
    private const string Tags = "x-amz-tagging-count";

    [Theory]
    [InlineData("GET", "/bucket/held", BucketsBehind.May, Mode, Until, Hold, Tags)]
    [InlineData("HEAD", "/bucket/held", BucketsBehind.May, Mode, Until, Hold, Tags)]
    [InlineData("GET", "/bucket/held", BucketsBehind.Auditor, Mode, Until, Tags)]
    [InlineData("HEAD", "/bucket/held", BucketsBehind.Auditor, Mode, Until, Tags)]
    [InlineData("GET", "/bucket/held?versionId=1", BucketsBehind.Auditor, Mode, Until)]
    [InlineData("GET", "/bucket/held", BucketsBehind.Reader)]
    [InlineData("HEAD", "/bucket/held", BucketsBehind.Reader)]
    public async Task Is_for_who_may_know_it(string method, string target, string user, params string[] told)
    {
        var answer = await buckets.SendAsync(new(method, target, user));
        Assert.Equal(200, answer.Status);
        Assert.Equal(told, ((string[])[Mode, Until, Hold, Tags]).Where(answer.Headers.ContainsKey));
        Assert.Contains("Allowed", answer.Headers["x-localaws-reason"], StringComparison.Ordinal);
    }
}
