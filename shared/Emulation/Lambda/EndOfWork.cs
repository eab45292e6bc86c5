namespace Emulation.Lambda;

/// <summary>
/// When a process takes no more invocations: its connection ends, or its environment does, or makes room for a new one. Hot path: kept as long as one connection asks, as an
/// exchange does for all invocations.
/// </summary>
internal sealed class EndOfWork(CancellationToken ending, CancellationToken retirement) : IDisposable
{
    private CancellationToken gone;
    private CancellationTokenSource? linked;

    /// <param name="connection">Cancelled when the connection that asks ends.</param>
    public CancellationToken Of(CancellationToken connection)
    {
        if (linked is null || gone != connection)
        {
            linked?.Dispose();
            gone = connection;
            linked = CancellationTokenSource.CreateLinkedTokenSource(connection, ending, retirement);
        }

        return linked.Token;
    }

    public void Dispose() => linked?.Dispose();
}
