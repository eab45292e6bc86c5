using Emulation.Calls;
using Emulation.S3.Store;
using Emulation.S3.Wire;
using Emulation.Upstreams;
using SigV4;

namespace Emulation.S3.Door;

/// <summary>
/// Whether a server of objects reads a checksum that stands behind a body. One that does not would keep the chunks as the object: so it gets a part of an upload first, which is
/// aborted, and says by the part's ETag what it took. It is asked once, when the first long body of that kind is to go there.
/// </summary>
/// <param name="sendAsync">Sends a request to the server.</param>
internal sealed class TrailerProbe(Func<UpstreamRequest, Task<HttpResponseMessage>> sendAsync)
{
    private static readonly byte[] Sample = "checksum"u8.ToArray();
    private static readonly ChecksumAlgorithm Algorithm = ChecksumAlgorithm.Named("CRC32")!;
    private static readonly string Tag = Convert.ToHexStringLower(ChecksumAlgorithm.Named("MD5")!.Of(Sample));

    /// <summary>Whether it does, tried on the key that is to be written.</summary>
    /// <exception cref="OutOfReachException">The server is.</exception>
    public async Task<bool> TakesTrailersAsync(string bucket, string key)
    {
        var target = $"/{bucket}/{S3Text.EncodeKey(key)}";
        if (await UploadAsync(target).ConfigureAwait(false) is not { Length: > 0 } upload)
        {
            return false;
        }

        var ofUpload = $"uploadId={S3Text.Encode(upload)}";
        try
        {
            using var answer = await sendAsync(Part($"{target}?partNumber=1&{ofUpload}")).ConfigureAwait(false);
            return answer.IsSuccessStatusCode && answer.Headers.TryGetValues("ETag", out var tags) && tags.FirstOrDefault()?.Trim('"') == Tag;
        }
        finally
        {
            (await sendAsync(new UpstreamRequest("DELETE", $"{target}?{ofUpload}", [], ReadOnlyMemory<byte>.Empty)).ConfigureAwait(false)).Dispose();
        }
    }

    private async Task<string?> UploadAsync(string target)
    {
        using var answer = await sendAsync(new UpstreamRequest("POST", $"{target}?uploads=", [], ReadOnlyMemory<byte>.Empty)).ConfigureAwait(false);
        try
        {
            return answer.IsSuccessStatusCode
                ? S3Document.Of(await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false), "InitiateMultipartUploadResult").Text("UploadId") : null;
        }
        catch (RefusedException)
        {
            // It is no such document.
            return null;
        }
    }

    private static UpstreamRequest Part(string target)
    {
        var trailing = new TrailingChecksum(
            Algorithm, new Dictionary<string, string> { [Algorithm.Header] = Convert.ToBase64String(Algorithm.Of(Sample)) }, Sample.Length);
        return new UpstreamRequest("PUT", target, trailing.On([], isNamed: false), ReadOnlyMemory<byte>.Empty)
        {
            Content = trailing.Around(new MemoryStream(Sample, writable: false)),
            ContentHash = PayloadHash.StreamingUnsignedTrailer,
        };
    }
}
