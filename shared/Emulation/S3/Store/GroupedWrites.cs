using System.Collections.Concurrent;

namespace Emulation.S3.Store;

/// <summary>
/// Writes one after the other, and commits those that wait together as one: a hundred clients cost one commit. Who finds nobody writing writes for all who wait, so
/// that a single client changes no thread.
/// </summary>
internal sealed class GroupedWrites(KeptStatements statements, Action<StoreStep>? reached) : IDisposable
{
    private const int MostOfOneCommit = 256;
    private readonly ConcurrentQueue<PendingWrite> waiting = new();
    private readonly List<PendingWrite> batch = [];
    private readonly Lock gate = new();
    private int isLed;
    private bool isClosed;

    /// <summary>Does all of a work or nothing. It outlives the process when the task has ended.</summary>
    /// <param name="work">What is written. It may be refused by an exception, which undoes it and nothing else.</param>
    /// <param name="committed">What follows, in the order of the writes, before anybody learns of them.</param>
    public Task<T> RunAsync<T>(Func<KeptStatements, T> work, Action<T>? committed = null)
    {
        var write = new PendingWrite<T>(work, committed);
        waiting.Enqueue(write);
        Lead();
        return write.Done;
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            statements.Dispose();
        }
    }

    private void Lead()
    {
        if (Interlocked.CompareExchange(ref isLed, 1, 0) != 0)
        {
            return;
        }

        lock (gate)
        {
            Commit();
        }

        Interlocked.Exchange(ref isLed, 0);
        if (!waiting.IsEmpty)
        {
            // Who came meanwhile is not written for here: this caller's own write is done.
            ThreadPool.UnsafeQueueUserWorkItem(static writes => writes.Lead(), this, preferLocal: false);
        }
    }

    private void Commit()
    {
        batch.Clear();
        while (batch.Count < MostOfOneCommit && waiting.TryDequeue(out var next))
        {
            batch.Add(next);
        }

        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            ObjectDisposedException.ThrowIf(isClosed, this);
            WriteAll();
        }
#pragma warning disable CA1031 // Whatever it is, those who wait are told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            batch.ForEach(write => write.Fail(e));
            return;
        }

        foreach (var write in batch)
        {
            write.Complete();
        }
    }

    private void WriteAll()
    {
        statements.Run("BEGIN IMMEDIATE");
        try
        {
            if (batch is [var only])
            {
                // Nobody else's work has to stay when it is refused.
                if (!only.TryRun(statements))
                {
                    statements.Run("ROLLBACK");
                    return;
                }
            }
            else
            {
                foreach (var write in batch)
                {
                    statements.Run("SAVEPOINT one");
                    if (!write.TryRun(statements))
                    {
                        statements.Run("ROLLBACK TO one");
                    }

                    statements.Run("RELEASE one");
                }
            }

            reached?.Invoke(StoreStep.BeforeCommit);
            statements.Run("COMMIT");
        }
        catch
        {
            statements.Run("ROLLBACK");
            throw;
        }

        reached?.Invoke(StoreStep.Committed);
    }

    private abstract class PendingWrite
    {
        /// <summary>False where the work is refused.</summary>
        public abstract bool TryRun(KeptStatements statements);

        public abstract void Complete();

        public abstract void Fail(Exception why);
    }

    private sealed class PendingWrite<T>(Func<KeptStatements, T> work, Action<T>? committed) : PendingWrite
    {
        private readonly TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private Exception? refused;

        public Task<T> Done => source.Task;

        public override bool TryRun(KeptStatements statements)
        {
            try
            {
                result = work(statements);
                return true;
            }
#pragma warning disable CA1031 // Who asked for the work is told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                refused = e;
                return false;
            }
        }

        public override void Complete()
        {
            if (refused is not null)
            {
                source.SetException(refused);
                return;
            }

            committed?.Invoke(result!);
            source.SetResult(result!);
        }

        public override void Fail(Exception why) => source.SetException(refused ?? why);
    }
}

/// <summary>Places on the way of a write at which a process may end. Tests look at what is on the disk there.</summary>
internal enum StoreStep
{
    /// <summary>A file of a body has bytes, and is not whole.</summary>
    BodyBegun,

    /// <summary>A file of a body is whole and on the disk, and nothing refers to it.</summary>
    BodyFlushed,

    /// <summary>Rows are written, and not committed.</summary>
    BeforeCommit,

    /// <summary>Rows are committed; files that nothing refers to any more are still there.</summary>
    Committed,

    /// <summary>Files that nothing refers to are removed.</summary>
    Removed,
}
