namespace Emulation.Upstreams;

/// <summary>
/// What templates declare of a service, on the server that runs it: made at the start; where the server is out of reach then, as soon as it is not; and anew when it was away,
/// since it may have forgotten all.
/// </summary>
/// <param name="make">Makes what is not there.</param>
internal sealed class DeclaredResources(Func<CancellationToken, Task> make) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private volatile bool areThere;

    /// <summary>Makes them unless they are there: before what a call is about is asked of the server.</summary>
    /// <exception cref="OutOfReachException">The server still is.</exception>
    /// <exception cref="UsageException">It does not take one.</exception>
    public ValueTask EnsureAsync(CancellationToken cancellation) => areThere ? ValueTask.CompletedTask : new ValueTask(MakeAsync(cancellation));

    /// <summary>Says that the server could not be reached.</summary>
    public void ServerIsAway() => areThere = false;

    public void Dispose() => turn.Dispose();

    private async Task MakeAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!areThere)
            {
                await make(cancellation).ConfigureAwait(false);
                areThere = true;
            }
        }
        finally
        {
            turn.Release();
        }
    }
}
