namespace Emulation;

/// <summary>Parts in the order in which they are made. They are disposed of in reverse: each may use what was made before it until it is gone.</summary>
internal sealed class DisposalStack : IAsyncDisposable
{
    private readonly Stack<object> parts = new();

    /// <summary>Disposes of a part, later, and answers it.</summary>
    public T Push<T>(T part)
        where T : class
    {
        if (part is not (IAsyncDisposable or IDisposable))
        {
            throw new ArgumentException($"There is nothing to dispose of in {part}.", nameof(part));
        }

        parts.Push(part);
        return part;
    }

    /// <summary>Disposes of all, also when one of them fails to end.</summary>
    public async ValueTask DisposeAsync()
    {
        while (parts.TryPop(out var part))
        {
            try
            {
                await DisposeAsync(part).ConfigureAwait(false);
            }
            catch
            {
                await DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private static ValueTask DisposeAsync(object part)
    {
        if (part is IAsyncDisposable later)
        {
            return later.DisposeAsync();
        }

        ((IDisposable)part).Dispose();
        return default;
    }
}
