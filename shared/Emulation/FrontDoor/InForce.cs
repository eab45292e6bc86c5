namespace Emulation.FrontDoor;

/// <summary>
/// What requests are answered by, until another takes its place. Each request ends on what it began with. A change, by which the next would have to know what the one before was
/// told, is never under way while another takes its place: the replacement waits for it, and the next change waits for the replacement.
/// </summary>
/// <remarks>Hot path: a request counts itself in and out.</remarks>
internal sealed class InForce<T>(T first)
    where T : class
{
    private volatile Holder current = new(first);
    private TaskCompletionSource? replacement;

    /// <summary>What is in force at this moment.</summary>
    public T Current => current.Value;

    /// <summary>Begins a request.</summary>
    public Turn Begin()
    {
        while (true)
        {
            var holder = current;
            if (holder.TryEnter())
            {
                return new Turn(holder, isChange: false);
            }
        }
    }

    /// <summary>Begins a change, once no replacement is under way.</summary>
    public async ValueTask<Turn> BeginChangeAsync()
    {
        while (true)
        {
            var holder = current;
            if (holder.TryEnter())
            {
                // Counted first, looked after: either the replacement sees this change, or the change sees the replacement, under way or done.
                holder.EnterChange();
                var underWay = Volatile.Read(ref replacement);
                if (underWay is null && ReferenceEquals(holder, current))
                {
                    return new Turn(holder, isChange: true);
                }

                new Turn(holder, isChange: true).Dispose();
                await (underWay?.Task ?? Task.CompletedTask).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Puts another in the place of what is in force.</summary>
    /// <param name="makeAsync">Makes it, once no change is under way; what is in force stays when this fails.</param>
    /// <returns>Completes when no request needs the one before any more.</returns>
    public async Task<Task> ReplaceAsync(Func<Task<T>> makeAsync)
    {
        var underWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (Interlocked.CompareExchange(ref replacement, underWay, null) is { } other)
        {
            await other.Task.ConfigureAwait(false);
        }

        try
        {
            var before = current;
            await before.ChangesEndedAsync().ConfigureAwait(false);
            current = new Holder(await makeAsync().ConfigureAwait(false));
            before.Leave();
            return before.Unneeded;
        }
        finally
        {
            Volatile.Write(ref replacement, null);
            underWay.SetResult();
        }
    }

    /// <summary>A request from its begin to its end.</summary>
    public readonly struct Turn : IDisposable
    {
        private readonly Holder holder;
        private readonly bool isChange;

        internal Turn(Holder holder, bool isChange) => (this.holder, this.isChange) = (holder, isChange);

        public T Value => holder.Value;

        public void Dispose()
        {
            if (isChange)
            {
                holder.LeaveChange();
            }

            holder.Leave();
        }
    }

    /// <summary>One of those that are in force one after the other, and who needs it: whatever is in force counts as one.</summary>
    internal sealed class Holder(T value)
    {
        private readonly TaskCompletionSource unneeded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? noChange;
        private int needs = 1;
        private int changes;

        public T Value => value;

        public Task Unneeded => unneeded.Task;

        /// <summary>False when nobody needs it any more, since another has taken its place.</summary>
        public bool TryEnter()
        {
            var known = Volatile.Read(ref needs);
            while (known > 0)
            {
                var seen = Interlocked.CompareExchange(ref needs, known + 1, known);
                if (seen == known)
                {
                    return true;
                }

                known = seen;
            }

            return false;
        }

        public void Leave()
        {
            if (Interlocked.Decrement(ref needs) == 0)
            {
                unneeded.SetResult();
            }
        }

        public void EnterChange() => Interlocked.Increment(ref changes);

        public void LeaveChange()
        {
            if (Interlocked.Decrement(ref changes) == 0)
            {
                Volatile.Read(ref noChange)?.TrySetResult();
            }
        }

        /// <summary>Completes when no change is under way. None may begin meanwhile but those that leave again at once.</summary>
        public async Task ChangesEndedAsync()
        {
            while (Volatile.Read(ref changes) > 0)
            {
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Interlocked.Exchange(ref noChange, ended);
                if (Volatile.Read(ref changes) > 0)
                {
                    await ended.Task.ConfigureAwait(false);
                }
            }
        }
    }
}
