namespace Emulation.Decisions;

/// <summary>The last decisions, and whoever watches them. Bounded in number and in size: old entries make room for new ones.</summary>
/// <param name="logger">Is told of each.</param>
/// <param name="observer">Is handed each as it comes; null where nobody asked.</param>
internal sealed class DecisionLog(ILogger logger, Action<DecisionEntry>? observer = null)
{
    /// <summary>How many are kept at most.</summary>
    public const int Capacity = 10_000;

    /// <summary>In characters, of everything that clients chose.</summary>
    private const int LongestOfAll = 8 * 1024 * 1024;

    private readonly Queue<DecisionEntry> entries = new(Capacity);
    private readonly Lock gate = new();
    private int length;

    /// <summary>What policies refused, which is kept for longer.</summary>
    public KeptRefusals Refusals { get; } = new();

    public void Record(DecisionEntry recorded)
    {
        observer?.Invoke(recorded);
        var entry = recorded.Shown();
        Refusals.Keep(entry);
        lock (gate)
        {
            entries.Enqueue(entry);
            length += entry.Length;
            while (entries.Count > Capacity || (length > LongestOfAll && entries.Count > 1))
            {
                length -= entries.Dequeue().Length;
            }
        }

        if (entry.Refused is { } status)
        {
            Log.Refused(
                logger, entry.IsNews ? LogLevel.Information : LogLevel.Debug, entry.Outcome, status, entry.What, entry.Principal ?? "anonymous", entry.Reason, entry.Id);
        }
        else if (entry.Underived is { } risk)
        {
            Log.LetPass(logger, entry.Outcome, entry.What, entry.Principal ?? "anonymous", risk, entry.Id);
        }
        else if (logger.IsEnabled(LogLevel.Debug))
        {
            Log.Passed(logger, entry.Outcome, entry.What, entry.Principal ?? "anonymous", entry.Reason, entry.Id);
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

    /// <summary>What was decided of a request; null when nothing is known of it.</summary>
    public DecisionEntry? Find(string id)
    {
        lock (gate)
        {
            return entries.FirstOrDefault(e => e.Id == id);
        }
    }

    /// <summary>What became of it in the end: a call that was allowed may have failed afterwards.</summary>
    public DecisionEntry? FindLast(string id)
    {
        lock (gate)
        {
            return entries.LastOrDefault(e => e.Id == id);
        }
    }
}
