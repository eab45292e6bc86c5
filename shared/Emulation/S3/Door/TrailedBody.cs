using Emulation.Upstreams.Bodies;
using Emulation.S3.Store;
using Emulation.S3.Wire;

namespace Emulation.S3.Door;

/// <summary>A body with its checksum behind it: whoever reads it to its end knows that it is the one that the client meant.</summary>
/// <param name="body">The body.</param>
/// <param name="algorithm">The algorithm of the checksum.</param>
/// <param name="trailers">What stands behind the body, once that is read.</param>
internal sealed class TrailedBody(Stream body, ChecksumAlgorithm algorithm, IReadOnlyDictionary<string, string> trailers) : CheckedStream
{
    private readonly IRunningChecksum running = algorithm.Start();
    private bool isAtEnd;

    /// <summary>The algorithm of the checksum that a call has behind its body; null without one.</summary>
    public static ChecksumAlgorithm? AlgorithmOf(S3Call call) =>
        call.Header(S3Headers.Trailer) is { } trailer ? ChecksumAlgorithm.All.FirstOrDefault(one => one.Header.Equals(trailer.Trim(), StringComparison.OrdinalIgnoreCase)) : null;

    /// <exception cref="Calls.RefusedException">The body has another checksum.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read > 0)
        {
            running.Append(buffer.Span[..read]);
            return read;
        }

        isAtEnd = true;
        algorithm.Check(running, trailers);
        return 0;
    }
}

/// <summary>Checksums that stand behind bodies.</summary>
internal static class Trailers
{
    /// <summary>Sees to the checksum behind a document.</summary>
    /// <exception cref="Calls.RefusedException">It is another one's.</exception>
    public static void Check(this ChecksumAlgorithm algorithm, ReadOnlySpan<byte> document, IReadOnlyDictionary<string, string> trailers)
    {
        var running = algorithm.Start();
        running.Append(document);
        algorithm.Check(running, trailers);
    }

    /// <summary>Sees to the checksum behind a body that was read to its end.</summary>
    /// <exception cref="Calls.RefusedException">It is another one's.</exception>
    public static void Check(this ChecksumAlgorithm algorithm, IRunningChecksum calculated, IReadOnlyDictionary<string, string> trailers)
    {
        if (trailers.GetValueOrDefault(algorithm.Header) != Convert.ToBase64String(calculated.Finish()))
        {
            throw S3Refusals.Of(400, "BadDigest", $"The {algorithm.Name} you specified did not match the calculated checksum.").Raised();
        }
    }
}
