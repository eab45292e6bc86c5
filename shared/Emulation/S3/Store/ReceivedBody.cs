using System.Buffers;
using System.Collections.Immutable;

namespace Emulation.S3.Store;

/// <summary>
/// A body that was read to its end and is what its request says of it: in memory where it is small, else in a file that is on the disk. Until it is kept the file is
/// nobody's, and is removed with this.
/// </summary>
internal sealed class ReceivedBody : IDisposable
{
    /// <summary>In bytes. Up to here a body is in the table, and its object costs one commit and no file.</summary>
    public const int Small = 64 << 10;

    private const int Piece = 256 << 10;
    private readonly BodyFiles files;
    private readonly ImmutableArray<Checksum> checksums;
    private bool isKept;

    private ReceivedBody(BodyFiles files, Digest digest, Checksum? given)
    {
        this.files = files;
        (Size, Md5, checksums, Given) = (digest.Size, digest.Md5, digest.Checksums, given);
    }

    public long Size { get; }

    public byte[] Md5 { get; }

    /// <summary>The bytes; null where they are in a file.</summary>
    public byte[]? Bytes { get; private init; }

    /// <summary>The file; null where the bytes are in memory.</summary>
    public BodyFile? File { get; private init; }

    /// <summary>The checksum that the request has; null for none.</summary>
    public Checksum? Given { get; }

    /// <summary>The checksum by an algorithm that was asked for.</summary>
    public Checksum By(ChecksumAlgorithm algorithm) => checksums.First(one => one.Algorithm == algorithm);

    /// <summary>Reads a body.</summary>
    /// <param name="files">Where a body goes that is not small.</param>
    /// <param name="source">The bytes, and what is said of them.</param>
    /// <param name="kept">The algorithm whose checksum is wanted whatever the request has.</param>
    /// <param name="isSmallInMemory">Whether a small body stays in memory.</param>
    /// <param name="cancellation">The client has gone.</param>
    /// <exception cref="Calls.RefusedException">The body is not what is said of it. Nothing of it is left.</exception>
    public static async Task<ReceivedBody> ReadAsync(
        BodyFiles files, BodySource source, ChecksumAlgorithm? kept, bool isSmallInMemory, CancellationToken cancellation)
    {
        if (source.Length > source.Limit)
        {
            throw S3Refusals.TooLarge(source.Length.Value, source.Limit).Raised();
        }

        var digest = new Digest(source.Given?.With(kept) ?? (kept is null ? [] : [kept]));
        var buffer = ArrayPool<byte>.Shared.Rent(source.Length is <= Small ? Small + 1 : Piece);
        try
        {
            var first = await FillAsync(source, buffer, cancellation).ConfigureAwait(false);
            if (isSmallInMemory && first <= Small)
            {
                var bytes = buffer.AsSpan(0, first).ToArray();
                digest.Append(bytes);
                return new ReceivedBody(files, digest, digest.Finish(source)) { Bytes = bytes };
            }

            using var writer = files.Create();
            for (var read = first; read > 0; read = await FillAsync(source, buffer, cancellation).ConfigureAwait(false))
            {
                digest.Append(buffer.AsSpan(0, read));
                writer.Write(buffer.AsSpan(0, read));
                if (digest.Size > source.Limit)
                {
                    throw S3Refusals.TooLarge(digest.Size, source.Limit).Raised();
                }
            }

            var given = digest.Finish(source);
            return new ReceivedBody(files, digest, given) { File = writer.Finish() };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Something refers to the file now.</summary>
    public void Keep() => isKept = true;

    public void Dispose()
    {
        if (!isKept && File is { } file)
        {
            files.Remove([[file]]);
            isKept = true;
        }
    }

    /// <summary>Fills a buffer as far as the body goes. Only a read of nothing is its end: then it was checked.</summary>
    private static async ValueTask<int> FillAsync(BodySource source, byte[] buffer, CancellationToken cancellation)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = await source.Bytes.ReadAsync(buffer.AsMemory(filled), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }

    private sealed class Digest(ImmutableArray<ChecksumAlgorithm> algorithms)
    {
        private readonly IRunningChecksum md5 = ChecksumAlgorithm.StartMd5();
        private readonly ImmutableArray<IRunningChecksum> running = [.. algorithms.Select(static one => one.Start())];

        public long Size { get; private set; }

        public byte[] Md5 { get; private set; } = [];

        public ImmutableArray<Checksum> Checksums { get; private set; } = [];

        public void Append(ReadOnlySpan<byte> bytes)
        {
            Size += bytes.Length;
            md5.Append(bytes);
            foreach (var one in running)
            {
                one.Append(bytes);
            }
        }

        /// <summary>Compares the body with what its request says of it.</summary>
        /// <returns>The checksum that the request has; null for none.</returns>
        public Checksum? Finish(BodySource source)
        {
            if (source.Length is { } said && said != Size)
            {
                throw S3Refusals.Incomplete.Raised();
            }

            Md5 = md5.Finish();
            Checksums = [.. running.Select((one, index) => new Checksum(algorithms[index], one.Finish()))];
            source.Given?.CheckMd5(Md5);
            if (source.Given?.Complete() is not { } given)
            {
                return null;
            }

            var made = Checksums.FirstOrDefault(one => one.Algorithm == given.Algorithm)
                ?? throw S3Refusals.InvalidRequest("A checksum behind the body has to be announced by the header x-amz-trailer or x-amz-sdk-checksum-algorithm.").Raised();
            GivenChecksums.Check(given, made.Bytes);
            return given;
        }
    }
}

/// <summary>A body that is read, and what is known of it beforehand.</summary>
/// <param name="Bytes">Reading them throws where they are not what was signed.</param>
/// <param name="Length">In bytes; null where nobody says.</param>
/// <param name="Limit">In bytes.</param>
internal readonly record struct BodySource(Stream Bytes, long? Length, long Limit)
{
    /// <summary>In bytes, the most that one request brings. Amazon S3 User Guide, "Uploading objects".</summary>
    public const long MostOfOneRequest = 5L << 30;

    /// <summary>What the request says of it; null of what comes from no request.</summary>
    public GivenChecksums? Given { get; init; }

    public static BodySource Of(S3Call call, long limit = MostOfOneRequest) => new(call.Body, call.Length, limit) { Given = new GivenChecksums(call) };
}
