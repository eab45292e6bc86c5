using System.Collections.Immutable;

namespace Emulation.S3;

/// <summary>What holds buckets and objects behind S3's door: LocalAws itself, or a server. It decides nothing of access.</summary>
internal interface IObjectServer
{
    /// <summary>Answers a call that policies allow.</summary>
    ValueTask<S3Answer> AnswerAsync(S3Call call);

    /// <summary>What policies may ask of a bucket; null when there is none of that name.</summary>
    ValueTask<BucketFacts?> BucketAsync(string bucket, CancellationToken cancellation);

    /// <summary>What policies may ask of an object, of its current version where none is named; null when there is none.</summary>
    ValueTask<ObjectFacts?> ObjectAsync(string bucket, string key, string? versionId, CancellationToken cancellation);

    /// <summary>Whether there is a bucket of this name, as far as is known without asking: an unsigned request by path is S3's only then.</summary>
    bool Knows(string bucket) => false;

    /// <summary>What a browser may know of an answer to a page of another origin, by the bucket's CORS rules; null when no rule allows it.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="origin">The page's origin.</param>
    /// <param name="method">The method, of a preflight the one that it asks for.</param>
    /// <param name="headers">The headers that a preflight asks for; null of any other request.</param>
    /// <param name="cancellation">The client has gone.</param>
    ValueTask<CorsPermission?> CorsAsync(string bucket, string origin, string method, string? headers, CancellationToken cancellation) => ValueTask.FromResult<CorsPermission?>(null);

    /// <summary>Makes a bucket of the template where there is none yet.</summary>
    Task EnsureBucketAsync(string bucket, CancellationToken cancellation);
}

/// <summary>What policies may ask of a bucket.</summary>
/// <param name="Tags">Its tags.</param>
internal sealed record BucketFacts(ImmutableDictionary<string, string> Tags);

/// <summary>What policies may ask of an object.</summary>
/// <param name="Tags">Its tags, for <c>s3:ExistingObjectTag</c>.</param>
internal sealed record ObjectFacts(ImmutableDictionary<string, string> Tags);

/// <summary>What a CORS rule allows. Amazon S3 User Guide, "Elements of a CORS configuration".</summary>
/// <param name="Headers">The headers of the answer, such as <c>Access-Control-Allow-Origin</c>.</param>
internal sealed record CorsPermission(ImmutableArray<KeyValuePair<string, string>> Headers);
