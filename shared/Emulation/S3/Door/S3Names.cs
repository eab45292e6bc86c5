using Emulation.S3.Wire;
using Emulation.Wire;

namespace Emulation.S3.Door;

/// <summary>
/// Which requests are S3's, and where they name their bucket. S3 has names of its own; at this machine's names a request is S3's when its signature says so, or when it is
/// unsigned and names a bucket that is there.
/// </summary>
/// <param name="objects">Knows the buckets.</param>
/// <param name="plainHost">The host of the endpoint's address; null for this machine's usual names.</param>
internal sealed class S3Names(IObjectServer objects, string? plainHost)
{
    /// <summary>Whether a host is S3's own, whatever the path says.</summary>
    public static bool IsHost(string host) => S3Host.Of(host).IsS3;

    /// <summary>Whether a host is a bucket that is there, below this machine's name.</summary>
    public bool IsBucket(string host) => Local(host) is { } bucket && objects.Knows(bucket);

    /// <summary>Whether a host is S3's, so that no path at it is another's.</summary>
    public bool AreAt(string host) => IsHost(host) || IsBucket(host);

    /// <summary>The bucket that a host names; null where the path does.</summary>
    public string? BucketOf(string host) => S3Host.Of(host) is { IsS3: true } named ? named.Bucket : Local(host);

    /// <summary>Whether a request is S3's.</summary>
    public bool Own(ReceivedRequest request)
    {
        var host = request.Http.Request.Host.Host;
        return IsHost(host)
            || request.SignedService is S3Service.Name
            || (request.SignedService is null && (IsOutdated(request) || IsBucket(host) || IsForm(request) || (objects.Knows(FirstSegment(request)) && !IsSigned(request))));
    }

    private static bool IsSigned(ReceivedRequest request) => S3Request.AuthenticationOf(request) is not S3Authentication.None;

    /// <summary>Signature Version 2 is S3's alone of what is here.</summary>
    private static bool IsOutdated(ReceivedRequest request) =>
        S3Request.AuthenticationOf(request) == S3Authentication.Outdated
        && (request.Http.Request.Headers.Authorization.ToString().StartsWith("AWS ", StringComparison.Ordinal)
            || request.Query.Contains("AWSAccessKeyId", StringComparison.Ordinal));

    /// <summary>A form at a bucket's path is nobody else's here, and names who signed it in its body.</summary>
    private static bool IsForm(ReceivedRequest request) =>
        PostForm.IsForm(request) && request.Path[1..].TrimEnd('/') is { Length: > 0 } path && !path.Contains('/') && S3Request.IsBucketName(path.ToString());

    private static string FirstSegment(ReceivedRequest request)
    {
        var path = request.Path[1..];
        var slash = path.IndexOf('/');
        return S3Text.TryDecode(slash < 0 ? path : path[..slash], out var bucket) ? bucket : "";
    }

    private string? Local(string host) =>
        S3Host.BucketOfLocal(host) is { } bucket && !host.Equals(plainHost, StringComparison.OrdinalIgnoreCase) && !S3Host.Of(host).IsS3 ? bucket : null;
}
