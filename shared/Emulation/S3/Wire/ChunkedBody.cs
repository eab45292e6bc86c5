using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Emulation.Calls;
using Emulation.Upstreams.Bodies;
using SigV4;

namespace Emulation.S3.Wire;

/// <summary>
/// A body in S3's chunks, without them: <c>size;chunk-signature=...</c>, data, and after the chunk of no size the trailer. Each chunk is proven when it ends, and the whole
/// before the end is told. Amazon S3 API Reference, "Signature calculations for the authorization header: transferring payload in multiple chunks".
/// </summary>
internal sealed class ChunkedBody : CheckedStream
{
    private const int LongestLine = 1024;
    private const int MostTrailers = 16;
    private const string ChunkSignature = "chunk-signature=";
    private const string TrailerSignature = "x-amz-trailer-signature";
    private readonly PipeReader reader;
    private readonly ChunkSignatures? signatures;
    private readonly long length;
    private readonly string[]? declared;
    private readonly Dictionary<string, string> trailers = new(StringComparer.OrdinalIgnoreCase);
    private readonly IncrementalHash? hash;
    private string signature = "";
    private long left;
    private long total;
    private bool isAtEnd;

    /// <param name="reader">The body as it came.</param>
    /// <param name="length">How long it is to be without its chunks.</param>
    /// <param name="signatures">What proves the chunks; null where they have no signatures.</param>
    /// <param name="trailer">The names that <c>x-amz-trailer</c> gave of the trailers; null of a body without a trailer.</param>
    public ChunkedBody(PipeReader reader, long length, ChunkSignatures? signatures, string? trailer)
    {
        (this.reader, this.length, this.signatures) = (reader, length, signatures);
        declared = trailer?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        hash = signatures is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    /// <summary>The trailers; complete when the body is read to its end.</summary>
    public IReadOnlyDictionary<string, string> Trailers => trailers;

    /// <exception cref="RefusedException">A chunk, the trailer or the length is not what it must be.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (left == 0 && !isAtEnd)
        {
            await BeginChunkAsync(cancellationToken).ConfigureAwait(false);
        }

        if (isAtEnd)
        {
            return 0;
        }

        ReadResult result;
        int count;
        do
        {
            result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            count = (int)Math.Min(Math.Min(buffer.Length, left), result.Buffer.Length);
            result.Buffer.Slice(0, count).CopyTo(buffer.Span);
            reader.AdvanceTo(result.Buffer.GetPosition(count));
            Check(count > 0 || !result.IsCompleted, S3Refusals.Incomplete);
        }
        while (count == 0);
        hash?.AppendData(buffer.Span[..count]);
        left -= count;
        if (left == 0)
        {
            Check((await LineAsync(cancellationToken).ConfigureAwait(false)).Length == 0, S3Refusals.MalformedChunks);
            Prove();
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        hash?.Dispose();
        base.Dispose(disposing);
    }

    private static void Check(bool holds, S3Refusal otherwise)
    {
        if (!holds)
        {
            throw new RefusedException(otherwise);
        }
    }

    private async ValueTask BeginChunkAsync(CancellationToken cancellation)
    {
        var line = await LineAsync(cancellation).ConfigureAwait(false);
        var semicolon = line.IndexOf(';', StringComparison.Ordinal);
        var size = semicolon < 0 ? line : line[..semicolon];
        Check(
            size.Length is > 0 and < 16 && long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out left) && (signatures is null) == (semicolon < 0),
            S3Refusals.MalformedChunks);
        if (signatures is not null)
        {
            var extension = line.AsSpan(semicolon + 1);
            Check(extension.StartsWith(ChunkSignature, StringComparison.Ordinal), S3Refusals.MalformedChunks);
            signature = extension[ChunkSignature.Length..].ToString();
        }

        total += left;
        Check(total <= length, S3Refusals.Incomplete);
        if (left == 0)
        {
            Prove();
            await EndAsync(cancellation).ConfigureAwait(false);
        }
    }

    private void Prove()
    {
        if (signatures is not null)
        {
            Check(signatures.Prove(hash!.GetHashAndReset(), signature), S3Refusals.WrongSignature);
        }
    }

    private async ValueTask EndAsync(CancellationToken cancellation)
    {
        Check(total == length, S3Refusals.Incomplete);
        await ReadTrailersAsync(cancellation).ConfigureAwait(false);
        var rest = await reader.ReadAsync(cancellation).ConfigureAwait(false);
        var isEmpty = rest.Buffer.IsEmpty;
        reader.AdvanceTo(rest.Buffer.End);
        Check(isEmpty && rest.IsCompleted, S3Refusals.MalformedChunks);
        isAtEnd = true;
    }

    /// <summary>Reads up to the empty line. What is not declared, what is declared and not there, and what is not signed where it must be, is refused.</summary>
    private async ValueTask ReadTrailersAsync(CancellationToken cancellation)
    {
        string? proof = null;
        var signed = new StringBuilder();
        while (await LineAsync(cancellation).ConfigureAwait(false) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            Check(declared is not null && colon > 0 && proof is null && trailers.Count < MostTrailers, S3Refusals.MalformedTrailer);
            var (name, value) = (line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim());
            if (name == TrailerSignature && signatures is not null)
            {
                proof = value;
                continue;
            }

            Check(declared!.Contains(name, StringComparer.OrdinalIgnoreCase) && trailers.TryAdd(name, value), S3Refusals.MalformedTrailer);
            signed.Append(name).Append(':').Append(value).Append('\n');
        }

        Check(declared is null || trailers.Count == declared.Length, S3Refusals.MalformedTrailer);
        if (declared is not null && signatures is not null)
        {
            Check(proof is not null, S3Refusals.MalformedTrailer);
            Check(signatures.ProveTrailer(SHA256.HashData(Encoding.UTF8.GetBytes(signed.ToString())), proof), S3Refusals.WrongSignature);
        }
    }

    /// <summary>A line without its end, which is a carriage return and a line feed.</summary>
    private async ValueTask<string> LineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                Check(line.Length is > 0 and <= LongestLine, S3Refusals.MalformedChunks);
                var text = Encoding.UTF8.GetString(line);
                reader.AdvanceTo(buffer.GetPosition(1, end));
                Check(text[^1] == '\r', S3Refusals.MalformedChunks);
                return text[..^1];
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            Check(!result.IsCompleted, S3Refusals.Incomplete);
            Check(buffer.Length <= LongestLine, S3Refusals.MalformedChunks);
        }
    }
}
