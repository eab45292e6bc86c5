using System.Collections.Immutable;

namespace Emulation.Principals;

/// <summary>Tags in the order in which they were given. Keys differ by more than case: setting <c>Team</c> replaces <c>team</c>. "Tagging IAM resources".</summary>
internal sealed class TagList
{
    private TagList(ImmutableArray<(string Key, string Value)> all) => All = all;

    public static TagList Empty { get; } = new([]);

    public ImmutableArray<(string Key, string Value)> All { get; }

    public static TagList Of(IEnumerable<(string Key, string Value)> tags) => Empty.With(tags);

    public static TagList Of(IEnumerable<KeyValuePair<string, string>> tags) => Empty.With(tags.Select(static tag => (tag.Key, tag.Value)));

    public TagList With(IEnumerable<(string Key, string Value)> tags)
    {
        var all = All;
        foreach (var tag in tags)
        {
            var at = IndexOf(all, tag.Key);
            all = at < 0 ? all.Add(tag) : all.SetItem(at, tag);
        }

        return new TagList(all);
    }

    public TagList Without(IEnumerable<string> keys)
    {
        var gone = keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new TagList(All.RemoveAll(tag => gone.Contains(tag.Key)));
    }

    public Dictionary<string, string> ToDictionary() => All.ToDictionary(static tag => tag.Key, static tag => tag.Value, StringComparer.OrdinalIgnoreCase);

    private static int IndexOf(ImmutableArray<(string Key, string Value)> all, string key)
    {
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
