using System.Collections.Immutable;
using Iam;

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

    /// <summary>The ARN of who began an upload in parts; null where that is not known.</summary>
    ValueTask<string?> InitiatorAsync(string bucket, string key, string uploadId, CancellationToken cancellation) => ValueTask.FromResult<string?>(null);

    /// <summary>Whether there is a bucket of this name, as far as is known without asking: an unsigned request by path is S3's only then.</summary>
    bool Knows(string bucket) => false;

    /// <summary>Makes a bucket of the template where there is none yet, in the stack's account and region.</summary>
    Task EnsureBucketAsync(string bucket, AccountId account, string region, CancellationToken cancellation);
}

/// <summary>What policies may ask of a bucket.</summary>
/// <param name="Tags">Its tags.</param>
internal sealed record BucketFacts(ImmutableDictionary<string, string> Tags);

/// <summary>What policies may ask of an object.</summary>
/// <param name="Tags">Its tags, for <c>s3:ExistingObjectTag</c>.</param>
internal sealed record ObjectFacts(ImmutableDictionary<string, string> Tags);
