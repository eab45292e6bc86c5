namespace Emulation.Decisions;

/// <summary>The last decisions, and whoever watches them. Bounded: old entries make room for new ones.</summary>
internal sealed class DecisionLog(ILogger logger)
{
    private const int Capacity = 4096;
    private readonly Queue<DecisionEntry> entries = new(Capacity);
    private readonly Lock gate = new();

    public void Record(DecisionEntry entry)
    {
        lock (gate)
        {
            if (entries.Count == Capacity)
            {
                entries.Dequeue();
            }

            entries.Enqueue(entry);
        }

        if (entry.Refused is { } status)
        {
            Log.Refused(logger, status, entry.Method, entry.Path, entry.Target, entry.Principal ?? "anonymous", entry.Reason);
        }
        else
        {
            Log.Passed(logger, entry.Method, entry.Path, entry.Target, entry.Principal ?? "anonymous", entry.Reason);
        }
    }

    /// <summary>The entries so far, oldest first.</summary>
    public IReadOnlyList<DecisionEntry> Snapshot()
    {
        lock (gate)
        {
            return [.. entries];
        }
    }

    public DecisionEntry? Find(string id)
    {
        lock (gate)
        {
            return entries.FirstOrDefault(e => e.Id == id);
        }
    }
}
