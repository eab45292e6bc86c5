using Iam;

namespace Emulation.S3;

/// <summary>An S3 request behind its door: proven, allowed by policies, with its body as it is to be kept.</summary>
internal sealed record S3Call
{
    /// <summary>The operation's name in S3's API, such as <c>PutObject</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The bucket's name; null of an operation on no bucket.</summary>
    public string? Bucket { get; init; }

    /// <summary>The object's key, percent-decoded once; null of an operation on a bucket.</summary>
    public string? Key { get; init; }

    /// <summary>The parameters of the query, decoded, but those of a signature. A parameter without a value is the empty text.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>
    /// The headers, but those of a signature and of <c>aws-chunked</c>, found in any case of their letters. <c>x-amz-trailer</c> is among them: it says which checksum
    /// comes behind the body.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>What the client calls the endpoint by, such as <c>127.0.0.1:4566</c>; null where nobody says.</summary>
    public string? Host { get; init; }

    /// <summary>What is copied; null of other operations.</summary>
    public CopySource? Source { get; init; }

    /// <summary>
    /// The body without its chunks. It is checked while it is read: where a chunk's signature, the hash, the length or a trailer is wrong, reading throws a
    /// <see cref="Calls.RefusedException"/>, and nothing of the body may be kept.
    /// </summary>
    public required Stream Body { get; init; }

    /// <summary>The length of the body without its chunks, in bytes; null where nobody says.</summary>
    public long? Length { get; init; }

    /// <summary>The trailers behind the body, such as <c>x-amz-checksum-crc32</c>, found in any case; complete once a read of the body has answered nothing.</summary>
    public IReadOnlyDictionary<string, string> Trailers { get; init; } = new Dictionary<string, string>();

    /// <summary>The account in which a bucket is made, and whose buckets are listed.</summary>
    public required AccountId Account { get; init; }

    /// <summary>Who asks, as an ARN; <c>*</c> for nobody who signed.</summary>
    public required string CallerArn { get; init; }

    /// <summary>The region of the call.</summary>
    public required string Region { get; init; }

    /// <summary>The id that the answer has.</summary>
    public required string RequestId { get; init; }

    /// <summary>The client has gone.</summary>
    public CancellationToken Cancellation { get; init; }
}
