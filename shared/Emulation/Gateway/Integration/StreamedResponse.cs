using Emulation.Lambda;

namespace Emulation.Gateway.Integration;

/// <summary>
/// The beginning of an answer that a function streams: the status and headers that it tells in a prelude, and eight zero bytes behind that, or the type that the runtime
/// gives it. Lambda Developer Guide, "Response streaming for Lambda functions"; captured, of what comes behind: <c>lambda/url_http_codecs</c> of radkawar/stackd.
/// </summary>
internal static class StreamedResponse
{
    /// <summary>The longest prelude, in bytes, which is a guess.</summary>
    private const int LongestPrelude = 64 * 1024;

    /// <summary>Reads as far as the body. Null when there is a prelude that is none.</summary>
    public static async Task<ProxyResponse?> ReadAsync(StreamedBody stream, CancellationToken cancellation)
    {
        if (stream.ContentType != FunctionUrlResponse.WithPrelude)
        {
            return FunctionUrlResponse.OfType(stream.ContentType) with { Rest = stream };
        }

        var read = new List<byte>();
        try
        {
            await foreach (var piece in stream.ReadAsync(cancellation).ConfigureAwait(false))
            {
                read.AddRange(piece);
                if (FunctionUrlResponse.TryReadPrelude([.. read], out var begun))
                {
                    return begun is null ? Abandoned(stream) : begun with { Rest = stream };
                }

                if (read.Count > LongestPrelude)
                {
                    return Abandoned(stream);
                }
            }
        }
        catch (OperationCanceledException)
        {
            stream.Abandon();
            throw;
        }

        // It ended before, as of a function that failed: whatever there is is the answer.
        var end = await stream.Ended.ConfigureAwait(false);
        return FunctionUrlResponse.ReadStream(end.FunctionError is null ? end with { Payload = read.ToArray() } : end, out _);
    }

    private static ProxyResponse? Abandoned(StreamedBody stream)
    {
        stream.Abandon();
        return null;
    }
}
