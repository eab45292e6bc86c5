using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Emulation.FrontDoor;

/// <summary>A connection that another endpoint accepted and still owns: it ends it once this one has ended.</summary>
/// <param name="accepted">The connection as it was accepted.</param>
internal sealed class HandedOverConnection(ConnectionContext accepted) : ConnectionContext
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when nobody speaks on it any more.</summary>
    public Task Ended => ended.Task;

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; } = accepted.Transport;

    /// <inheritdoc/>
    public override string ConnectionId { get; set; } = accepted.ConnectionId;

    /// <summary>What either endpoint sets is its own.</summary>
    public override IFeatureCollection Features { get; } = new FeatureCollection(accepted.Features);

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get; set; } = accepted.Items;

    /// <inheritdoc/>
    public override EndPoint? LocalEndPoint { get; set; } = accepted.LocalEndPoint;

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint { get; set; } = accepted.RemoteEndPoint;

    /// <inheritdoc/>
    public override CancellationToken ConnectionClosed { get; set; } = accepted.ConnectionClosed;

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason) => accepted.Abort(abortReason);

    /// <inheritdoc/>
    public override void Abort() => accepted.Abort();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        ended.TrySetResult();
        return base.DisposeAsync();
    }
}
