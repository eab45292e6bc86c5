using System.Collections.Immutable;
using Emulation.Calls;

namespace Emulation.S3;

/// <summary>What S3 answers: status, headers and a body that is written in pieces, or a refusal.</summary>
internal sealed record S3Answer(int StatusCode) : IServiceAnswer<S3Answer>
{
    /// <summary>The headers of the answer; <c>Content-Length</c> among them where it is known.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Writes the body; null for none.</summary>
    public Func<Stream, CancellationToken, Task>? WriteAsync { get; init; }

    /// <summary>What the body is read from, to be disposed of where it is not written.</summary>
    public IDisposable? Source { get; init; }

    /// <inheritdoc/>
    public ServiceRefusal? Refusal { get; init; }

    /// <inheritdoc/>
    public static S3Answer Refused(ServiceRefusal refusal) => new(refusal.StatusCode) { Refusal = refusal };
}

/// <summary>A refusal of S3.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Type">The code, such as <c>NoSuchKey</c>. Amazon S3 API Reference, "Error responses".</param>
/// <param name="Message">S3's sentence.</param>
internal sealed record S3Refusal(int StatusCode, string Type, string Message) : ServiceRefusal(StatusCode, Type, Message)
{
    /// <summary>The elements behind the message in their order, such as <c>BucketName</c>.</summary>
    public ImmutableArray<(string Name, string Text)> Elements { get; init; } = [];

    /// <summary>The headers that a refusal has beside the usual ones.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The same from the depth of a call.</summary>
    public RefusedException Raised() => new(this);
}
