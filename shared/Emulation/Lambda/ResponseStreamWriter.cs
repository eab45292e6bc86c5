using System.Text;
using Emulation.Wire;

namespace Emulation.Lambda;

/// <summary>
/// Writes an answer as an event stream: a <c>PayloadChunk</c> for each piece, and <c>InvokeComplete</c>. AWS Lambda API Reference, InvokeWithResponseStream; captured:
/// <c>lambda/streaming.json</c> of radkawar/stackd.
/// </summary>
internal sealed class ResponseStreamWriter(Stream body)
{
    public async Task WriteAsync(InvocationResult result, CancellationToken cancellation)
    {
        var end = result;
        if (result.Details?.Body is { } stream)
        {
            try
            {
                // The headers go out before the first piece is there.
                await body.FlushAsync(cancellation).ConfigureAwait(false);
                await foreach (var piece in stream.ReadAsync(cancellation).ConfigureAwait(false))
                {
                    await ChunkAsync(piece, cancellation).ConfigureAwait(false);
                }
            }
            catch
            {
                // The function goes on, though nobody reads.
                stream.Abandon();
                throw;
            }

            end = await stream.Ended.ConfigureAwait(false);
        }
        else if (result.FunctionError is null && !result.Payload.IsEmpty)
        {
            await ChunkAsync(result.Payload, cancellation).ConfigureAwait(false);
        }

        await SendAsync(EventStream.Message("InvokeComplete", "application/json", Complete(end)), cancellation).ConfigureAwait(false);
    }

    private static byte[] Complete(InvocationResult end) => JsonText.Bytes(default, json =>
    {
        if (end.FunctionError is { } error)
        {
            json.WriteString("ErrorCode"u8, error);
            json.WriteString("ErrorDetails"u8, Encoding.UTF8.GetString(end.Payload.Span));
        }

        if (end.Details?.LogTail is { } tail)
        {
            json.WriteString("LogResult"u8, Convert.ToBase64String(tail));
        }
    });

    private Task ChunkAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellation) =>
        SendAsync(EventStream.Message("PayloadChunk", "application/octet-stream", piece.Span), cancellation);

    private async Task SendAsync(byte[] message, CancellationToken cancellation)
    {
        await body.WriteAsync(message, cancellation).ConfigureAwait(false);
        await body.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
