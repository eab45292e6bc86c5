using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Emulation.FrontDoor;

/// <summary>An endpoint to which no socket belongs: its connections are those that another endpoint accepted and hands over, having seen what they speak.</summary>
/// <param name="speaks">What is spoken here, for logs.</param>
internal sealed class HandedOverEndPoint(string speaks) : EndPoint, IConnectionListener
{
    private readonly Channel<ConnectionContext> connections = Channel.CreateUnbounded<ConnectionContext>();

    EndPoint IConnectionListener.EndPoint => this;

    /// <summary>Completes when the connection has ended.</summary>
    public Task TakeAsync(ConnectionContext accepted)
    {
        var handedOver = new HandedOverConnection(accepted);
        return connections.Writer.TryWrite(handedOver) ? handedOver.Ended : Task.CompletedTask;
    }

    public override string ToString() => speaks;

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
}
