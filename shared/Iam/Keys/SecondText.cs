using System.Collections.Immutable;
using System.Globalization;

namespace Iam.Keys;

/// <summary>A second as condition keys have it. Hot path: the requests of one second share its texts.</summary>
internal sealed class SecondText
{
    private static SecondText Last = new(DateTimeOffset.UnixEpoch, 0);

    private readonly long second;

    private SecondText(DateTimeOffset at, long second)
    {
        this.second = second;
        Current = [at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)];
        Epoch = [second.ToString(CultureInfo.InvariantCulture)];
    }

    /// <summary>Such as <c>2026-11-30T09:18:16Z</c>.</summary>
    public ImmutableArray<string> Current { get; }

    /// <summary>In seconds since 1970.</summary>
    public ImmutableArray<string> Epoch { get; }

    public static SecondText Of(DateTimeOffset at)
    {
        var kept = Volatile.Read(ref Last);
        var second = at.ToUnixTimeSeconds();
        if (kept.second == second)
        {
            return kept;
        }

        var made = new SecondText(at, second);
        Volatile.Write(ref Last, made);
        return made;
    }
}
