using System.Collections.Immutable;

namespace Emulation.S3;

/// <summary>Which pages of browsers may call a bucket and read what it answers. A policy is not asked for that, nor does it open anything to anybody.</summary>
internal interface IBucketCors
{
    /// <summary>Finds out what the rules of a bucket are, where something else keeps them.</summary>
    ValueTask PrepareAsync(string bucket, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>Answers what a browser asks before a page's call.</summary>
    S3Answer Preflight(BrowserRequest request);

    /// <summary>The headers that let a page read an answer, a refusal among them; none where no rule is for it.</summary>
    ImmutableArray<KeyValuePair<string, string>> HeadersOf(BrowserRequest request);
}

/// <summary>What a browser says of a page's call.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="IsOnObject">Whether the call is for an object.</param>
/// <param name="Origin">The header <c>Origin</c>.</param>
/// <param name="Method">The method that the page wants: <c>Access-Control-Request-Method</c> before the call, its own in it.</param>
/// <param name="Headers">The header <c>Access-Control-Request-Headers</c>.</param>
internal readonly record struct BrowserRequest(string Bucket, bool IsOnObject, string? Origin, string? Method, string? Headers);
