namespace Emulation.Decisions;

/// <summary>
/// What policies refused, for a day and whatever else is decided meanwhile: AWS keeps the details of a refusal "for at least 24 hours", also when its policies are gone by
/// then. Bounded in number and in size; what is kept ends with LocalAws.
/// </summary>
internal sealed class KeptRefusals
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private const int Capacity = 4096;

    /// <summary>In characters, of everything that clients chose.</summary>
    private const int LongestOfAll = 8 * 1024 * 1024;

    private readonly Queue<DecisionEntry> entries = [];
    private readonly Lock gate = new();
    private int length;

    /// <summary>Keeps what policies refused, and nothing else.</summary>
    public void Keep(DecisionEntry entry)
    {
        if (entry is not { Refused: not null, Subject: not null, IsOfAuthorization: true })
        {
            return;
        }

        lock (gate)
        {
            entries.Enqueue(entry);
            length += entry.Length;
            while (entries.Count > Capacity || (length > LongestOfAll && entries.Count > 1) || entries.Peek().At < entry.At - Life)
            {
                length -= entries.Dequeue().Length;
            }
        }
    }

    /// <summary>A refusal by its decision's id; null when there is none, or its day is over.</summary>
    public DecisionEntry? Find(string id, DateTimeOffset now)
    {
        lock (gate)
        {
            return entries.FirstOrDefault(entry => entry.Id == id && entry.At > now - Life);
        }
    }
}
