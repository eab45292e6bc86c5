using Microsoft.Data.Sqlite;

namespace Emulation.S3.Store;

/// <summary>What a page of a list is read from.</summary>
/// <param name="Sql">Rows in the order of the list: <c>$1</c> the bucket, <c>$2</c> the key and <c>$3</c> the place in it that a page begins behind, <c>$4</c> the first key.</param>
/// <param name="KeyColumn">The column of the key.</param>
/// <param name="Read">Reads an entry.</param>
internal sealed record ListedRows<T>(string Sql, int KeyColumn, Func<SqliteDataReader, T> Read)
    where T : class;

/// <summary>Where a page begins.</summary>
/// <param name="Key">The key that it begins behind.</param>
/// <param name="Within">The place in that key that it begins behind.</param>
internal readonly record struct PageStart(byte[] Key, long Within)
{
    /// <summary>Whether the key is a common prefix, and all that go into it are passed over.</summary>
    public bool IsGroup { get; init; }
}

/// <summary>A page of a list: keys with what they are, and common prefixes with nothing.</summary>
internal sealed record ListedPage<T>(List<(byte[] Name, T? Item)> Entries, bool IsTruncated)
    where T : class
{
    public IEnumerable<byte[]> Groups => Entries.Where(static entry => entry.Item is null).Select(static entry => entry.Name);

    /// <summary>Reads a page. Keys that share a common prefix are passed over at once, however many they are.</summary>
    public static ListedPage<T> Read(KeptStatements reader, StoredBucket bucket, ListParameters list, ListedRows<T> rows, PageStart start, int most)
    {
        var page = new ListedPage<T>([], false);
        var end = KeyBytes.Behind(list.PrefixBytes);
        var first = start.IsGroup ? KeyBytes.Behind(start.Key) : start.Key;
        for (var from = first.AsSpan().SequenceCompareTo(list.PrefixBytes) > 0 ? first : first is null ? null : list.PrefixBytes; from is not null && most > 0;)
        {
            byte[]? next = null;
            reader.Each(
                rows.Sql,
                row =>
                {
                    var key = row.GetFieldValue<byte[]>(rows.KeyColumn);
                    if (end is not null && key.AsSpan().SequenceCompareTo(end) >= 0)
                    {
                        return false;
                    }

                    var group = list.GroupOf(key);
                    var isPassed = group is not null && group.AsSpan().SequenceEqual(start.Key);
                    if (!isPassed && page.Entries.Count == most)
                    {
                        page = page with { IsTruncated = true };
                        return false;
                    }

                    if (group is null)
                    {
                        page.Entries.Add((key, rows.Read(row)));
                        return true;
                    }

                    if (!isPassed)
                    {
                        page.Entries.Add((group, null));
                    }

                    next = KeyBytes.Behind(group);
                    return false;
                },
                bucket.Id, start.Key, start.Within, from);
            from = next;
        }

        return page;
    }
}
