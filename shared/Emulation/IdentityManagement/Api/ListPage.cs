using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Xml;
using Emulation.Protocols.Query;

namespace Emulation.IdentityManagement.Api;

/// <summary>A part of a list: <c>MaxItems</c> of it from <c>Marker</c> on. A marker is the key of the last item before, so that what is made meanwhile moves nothing.</summary>
internal sealed record ListPage<T>(ImmutableArray<T> Items, string? Marker)
{
    /// <summary>Cuts the page out of a list that is in the order of its keys.</summary>
    /// <param name="call">The call.</param>
    /// <param name="all">The list.</param>
    /// <param name="key">An item's key.</param>
    /// <param name="error">What is wrong with the marker.</param>
    public static ListPage<T>? Of(IamCall call, IEnumerable<T> all, Func<T, string> key, out QueryError error)
    {
        error = null!;
        var size = call.Number("MaxItems", 100);
        if (call["Marker"] is { } marker)
        {
            if (Read(marker) is not { } last)
            {
                error = QueryError.Validation("Invalid Marker.");
                return null;
            }

            all = all.SkipWhile(item => string.Compare(key(item), last, StringComparison.OrdinalIgnoreCase) <= 0);
        }

        ImmutableArray<T> items = [.. all.Take(size + 1)];
        return items.Length <= size
            ? new ListPage<T>(items, null)
            : new ListPage<T>(items[..size], Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key(items[size - 1]))));
    }

    /// <summary>The answer of a list: its items in one element.</summary>
    public static QueryAnswer Answer(IamCall call, IEnumerable<T> all, Func<T, string> key, Action<XmlWriter, ImmutableArray<T>> write) =>
        Of(call, all, key, out var error) is { } page
            ? new QueryAnswer(xml =>
            {
                write(xml, page.Items);
                page.WriteEnd(xml);
            })
            : error;

    public void WriteEnd(XmlWriter xml)
    {
        xml.Flag("IsTruncated", Marker is not null);
        xml.Optional("Marker", Marker);
    }

    private static string? Read(string marker) => Base64Url.IsValid(marker) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(marker)) : null;
}
