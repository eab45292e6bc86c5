using System.Buffers;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Emulation.FrontDoor;

/// <summary>
/// HTTP/2 beside HTTP/1.1 at one port without TLS: who speaks it says so in the first bytes of the connection, which goes on here then. No socket listens for this endpoint.
/// AWS's SDKs call some services by nothing else, such as Amazon Kinesis from Node.js. RFC 9113, 3.3 "Starting HTTP/2 with Prior Knowledge".
/// </summary>
/// <remarks>Kestrel itself takes one of them at an endpoint without TLS, where nothing was agreed upon before.</remarks>
internal sealed class Http2EndPoint : EndPoint, IConnectionListener
{
    private readonly Channel<ConnectionContext> connections = Channel.CreateUnbounded<ConnectionContext>();

    EndPoint IConnectionListener.EndPoint => this;

    // No method of HTTP/1.1 begins so.
    private static ReadOnlySpan<byte> Beginning => "PRI * HTTP/2.0"u8;

    /// <summary>Lets clients of another endpoint speak either.</summary>
    public void Serve(ListenOptions other)
    {
        var patience = other.KestrelServerOptions.Limits.KeepAliveTimeout;
        other.Use(next => connection => ServeAsync(connection, next, patience));
    }

    public override string ToString() => "HTTP/2";

    async ValueTask<ConnectionContext?> IConnectionListener.AcceptAsync(CancellationToken cancellationToken) =>
        await connections.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && connections.Reader.TryRead(out var connection) ? connection : null;

    ValueTask IConnectionListener.UnbindAsync(CancellationToken cancellationToken)
    {
        connections.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        connections.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, TimeSpan patience)
    {
        switch (await IsHttp2Async(connection, patience).ConfigureAwait(false))
        {
            case false:
                await next(connection).ConfigureAwait(false);
                break;
            case true:
                var handedOver = new HandedOverConnection(connection);
                if (connections.Writer.TryWrite(handedOver))
                {
                    await handedOver.Ended.ConfigureAwait(false);
                }

                break;
        }
    }

    /// <summary>Looks at the first bytes and leaves them where they are. Null when the client has gone, or says nothing.</summary>
    private static async Task<bool?> IsHttp2Async(ConnectionContext connection, TimeSpan patience)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        waiting.CancelAfter(patience);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(waiting.Token).ConfigureAwait(false);
                var isHttp2 = Begins(read.Buffer);
                var isTold = isHttp2 is not null || read.IsCompleted;
                input.AdvanceTo(read.Buffer.Start, isTold ? read.Buffer.Start : read.Buffer.End);
                if (isTold)
                {
                    return isHttp2 ?? false;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Null while it may be either.</summary>
    private static bool? Begins(ReadOnlySequence<byte> seen)
    {
        Span<byte> first = stackalloc byte[Beginning.Length];
        var length = (int)Math.Min(seen.Length, first.Length);
        seen.Slice(0, length).CopyTo(first);
        return !first[..length].SequenceEqual(Beginning[..length]) ? false : length == Beginning.Length ? true : null;
    }
}
