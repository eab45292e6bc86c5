using System.Collections.Immutable;

namespace Emulation;

/// <summary>What everything that a run is made of was like at one moment: a stamp for each part, by its name.</summary>
internal sealed class SourceStamps(ImmutableSortedDictionary<string, string> parts)
{
    /// <summary>Of nothing: whatever there is differs.</summary>
    public static SourceStamps None { get; } = new(ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>Whether nothing has changed from one moment to the other.</summary>
    public bool AreThoseOf(SourceStamps? other) => other is not null && parts.SequenceEqual(other.Parts);

    /// <summary>The names of parts that are others than before.</summary>
    public IReadOnlyList<string> ChangedSince(SourceStamps before) =>
        [.. parts.Where(part => before.Parts.TryGetValue(part.Key, out var stamp) && stamp != part.Value).Select(static part => part.Key)];

    private ImmutableSortedDictionary<string, string> Parts => parts;
}
