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

    /// <summary>
    /// What a request for an object that is deleted is told, of its current version where none is named: that there is none, or, of the marker itself, that it cannot be read. Null
    /// for what is not deleted, and where there is nothing at all.
    /// </summary>
    ValueTask<S3Refusal?> DeletedAsync(string bucket, string key, string? versionId, CancellationToken cancellation) => ValueTask.FromResult<S3Refusal?>(null);

    /// <summary>What policies may ask of an upload in parts; null where that is not known.</summary>
    ValueTask<UploadFacts?> UploadAsync(string bucket, string key, string uploadId, CancellationToken cancellation) => ValueTask.FromResult<UploadFacts?>(null);

    /// <summary>The key of KMS that encrypts what is put into a bucket and says nothing else; null for none.</summary>
    ValueTask<ObjectEncryption?> DefaultEncryptionAsync(string bucket, CancellationToken cancellation) => ValueTask.FromResult<ObjectEncryption?>(null);

    /// <summary>Says by which key a bucket is to encrypt that cannot be told so itself.</summary>
    void Declare(string bucket, ObjectEncryption encryption)
    {
    }

    /// <summary>The key of KMS that encrypts an object, of its current version where none is named; null for none, and where there is no object.</summary>
    ValueTask<ObjectEncryption?> EncryptionAsync(string bucket, string key, string? versionId, CancellationToken cancellation) => ValueTask.FromResult<ObjectEncryption?>(null);

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

/// <summary>What policies may ask of an upload in parts.</summary>
/// <param name="Initiator">The ARN of who began it.</param>
/// <param name="Encryption">The key of KMS that encrypts it; null for none.</param>
/// <param name="HasChecksum">Whether the client said, when it began it, by which algorithm the object is to have a checksum.</param>
internal sealed record UploadFacts(string Initiator, ObjectEncryption? Encryption, bool HasChecksum);
