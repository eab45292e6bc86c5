namespace Emulation.S3.Store;

/// <summary>Reads the document that a request brings, checked as any body is.</summary>
internal static class RequestDocument
{
    private const long Longest = 4 << 20;

    /// <param name="parts">Where a body goes that is not small.</param>
    /// <param name="call">The request.</param>
    /// <param name="isCheckedByNeed">Whether the request has to say an MD5 or a checksum of it.</param>
    public static async Task<byte[]> ReadAsync(StoreParts parts, S3Call call, bool isCheckedByNeed = false)
    {
        var source = BodySource.Of(call, Longest);
        if (isCheckedByNeed && !source.Given!.HasAny)
        {
            throw S3Refusals.InvalidRequest("Missing required header for this request: Content-MD5").Raised();
        }

        using var body = await ReceivedBody.ReadAsync(parts.Files, source, kept: null, isSmallInMemory: true, call.Cancellation).ConfigureAwait(false);
        if (body.Bytes is { } bytes)
        {
            return bytes;
        }

        var stream = new BodyStream(parts.Files, [body.File!], new ByteRange(0, body.Size));
        await using (stream.ConfigureAwait(false))
        {
            var all = new byte[body.Size];
            await stream.ReadExactlyAsync(all, call.Cancellation).ConfigureAwait(false);
            return all;
        }
    }
}
