using System.Collections.Concurrent;

namespace Emulation.Principals;

/// <summary>A proven signature.</summary>
internal sealed record LastUse(DateTimeOffset At, string Service, string Region);

/// <summary>
/// When access keys and roles last signed, to the minute. Kept since the start: nobody is promised more, and no request waits for a disk.
/// </summary>
internal sealed class LastUses
{
    private readonly ConcurrentDictionary<string, LastUse> byId = new(StringComparer.Ordinal);

    /// <summary>The last use of an access key id, or of a role by its unique id; null when there was none since the start.</summary>
    public LastUse? Of(string id) => byId.GetValueOrDefault(id);

    /// <summary>Notes a use. Allocates only when something is new.</summary>
    public void Note(string id, DateTimeOffset now, string service, string region)
    {
        if (byId.TryGetValue(id, out var known) && now - known.At < TimeSpan.FromMinutes(1) && known.Service == service && known.Region == region)
        {
            return;
        }

        byId[id] = new LastUse(now, service, region);
    }
}
