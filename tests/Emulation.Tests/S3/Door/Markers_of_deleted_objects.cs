using System.Net;
using Emulation.S3.Door;

namespace Emulation.Tests.S3.Door;

/// <summary>
/// Captured: s3/marker_policy.json of radkawar/stackd. A policy that denies the read of every version denies that of a version, and of a marker nobody is kept from knowing who may list it.
/// </summary>
[Collection(nameof(BucketsHere))]
public class Markers_of_deleted_objects(BucketsHere buckets)
{
    [Theory]
    [InlineData("GET", S3UnderTest.May, 404, 405, 403)]
    [InlineData("HEAD", S3UnderTest.May, 404, 405, 403)]
    [InlineData("GET", S3UnderTest.MayNot, 403, 403, 403)]
    [InlineData("HEAD", S3UnderTest.MayNot, 403, 403, 403)]
    [InlineData("GET", BucketsHere.Writer, 403, 403, 403)]
    public async Task Are_told_of_before_a_policy_denies_them(string method, string user, int current, int marker, int version)
    {
        var (markerId, versionId) = await DeleteAsync($"marked-{method.ToLowerInvariant()}-{user}");
        var target = $"/marked-{method.ToLowerInvariant()}-{user}/item";

        Assert.Equal(403, (await buckets.SendAsync(new(method, target.Replace("item", "control", StringComparison.Ordinal), user))).Status);
        var answers = new List<S3UnderTest.Answer>();
        foreach (var query in (string[])["", $"?versionId={markerId}", $"?versionId={versionId}"])
        {
            answers.Add(await buckets.SendAsync(new(method, target + query, user)));
        }

        Assert.Equal([current, marker, version], answers.Select(static answer => answer.Status));
        Assert.Equal(current == 404, answers[0].Headers.ContainsKey("x-amz-delete-marker"));
        Assert.Equal(marker == 405, answers[1].Headers.ContainsKey("x-amz-delete-marker"));
        Assert.False(answers[2].Headers.ContainsKey("x-amz-delete-marker"));
        if (method == "GET" && user == S3UnderTest.May)
        {
            Assert.Equal(["NoSuchKey", "MethodNotAllowed", "AccessDenied"], answers.Select(static answer => answer.Code));
            Assert.EndsWith("with an explicit deny in a resource-based policy", answers[2].Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Only the read of an object is told so: its tags stay refused.</summary>
    [Fact]
    public async Task Are_refused_to_other_operations()
    {
        await DeleteAsync("marked-tags");
        Assert.Equal(403, (await buckets.SendAsync(new("GET", "/marked-tags/item?tagging"))).Status);
        Assert.Equal(403, (await buckets.SendAsync(new("GET", "/marked-tags/item?attributes") { Headers = [("x-amz-object-attributes", "ETag")] })).Status);
    }

    [Theory]
    [InlineData(404, "true", false, "NoSuchKey")]
    [InlineData(405, "true", true, "MethodNotAllowed")]
    [InlineData(404, null, false, null)]
    [InlineData(404, "false", false, null)]
    [InlineData(200, "true", false, null)]
    public void Are_as_a_server_says(int status, string? header, bool isNamed, string? code)
    {
        using var answer = new HttpResponseMessage((HttpStatusCode)status);
        if (header is not null)
        {
            answer.Headers.TryAddWithoutValidation("x-amz-delete-marker", header);
        }

        Assert.Equal(code, DeleteMarkers.Told(answer, "item", isNamed)?.Type);
    }

    /// <summary>A bucket with a deleted object and one that is not, whose policy lets nobody read either.</summary>
    private async Task<(string Marker, string Version)> DeleteAsync(string bucket)
    {
        await buckets.SendAsync(new("PUT", $"/{bucket}"));
        await buckets.SendAsync(new("PUT", $"/{bucket}?versioning", Body: "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"));
        await buckets.SendAsync(new("PUT", $"/{bucket}/control", Body: "control"));
        var version = (await buckets.SendAsync(new("PUT", $"/{bucket}/item", Body: "item"))).Headers["x-amz-version-id"];
        var marker = (await buckets.SendAsync(new("DELETE", $"/{bucket}/item"))).Headers["x-amz-version-id"];
        const string Actions = "[\"s3:GetObject\",\"s3:GetObjectVersion\",\"s3:GetObjectTagging\"]";
        Assert.Equal(204, (await buckets.SendAsync(new(
            "PUT", $"/{bucket}?policy",
            Body: $"{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":{Actions},\"Resource\":\"arn:aws:s3:::{bucket}/*\"}}]}}"))).Status);
        return (marker, version);
    }
}
