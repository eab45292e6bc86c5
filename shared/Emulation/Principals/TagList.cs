using System.Collections.Immutable;

namespace Emulation.Principals;

/// <summary>Tags in the order in which they were given. Keys differ by more than case: setting <c>Team</c> replaces <c>team</c>. "Tagging IAM resources".</summary>
internal sealed class TagList(ImmutableArray<(string Key, string Value)> all)
{
    public static TagList Empty { get; } = new([]);

    public ImmutableArray<(string Key, string Value)> All => all;

    public static TagList Of(IEnumerable<(string Key, string Value)> tags) => Empty.With(tags);

    public static TagList Of(IEnumerable<KeyValuePair<string, string>> tags) => Empty.With(tags.Select(static tag => (tag.Key, tag.Value)));

    public TagList With(IEnumerable<(string Key, string Value)> tags)
    {
        var with = all.ToList();
        foreach (var tag in tags)
        {
            var at = with.FindIndex(known => known.Key.Equals(tag.Key, StringComparison.OrdinalIgnoreCase));
            if (at < 0)
            {
                with.Add(tag);
            }
            else
            {
                with[at] = tag;
            }
        }

        return new TagList([.. with]);
    }

    public TagList Without(IEnumerable<string> keys)
    {
        var gone = keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new TagList(All.RemoveAll(tag => gone.Contains(tag.Key)));
    }

    public Dictionary<string, string> ToDictionary() => All.ToDictionary(static tag => tag.Key, static tag => tag.Value, StringComparer.OrdinalIgnoreCase);
}
