using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ServiceDefaults;

/// <summary>A part of a list. The token, if there is one, asks for the part after it.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The part.</param>
/// <param name="NextToken">Asks for the next part; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>Which part of a list is asked for. Tokens are opaque: they hold the last id seen, and the filter they belong to.</summary>
/// <param name="Limit">The most items.</param>
/// <param name="After">The last id of the part before; null for the first part.</param>
/// <param name="Filter">What the list is filtered by.</param>
public readonly record struct PageRequest(int Limit, string? After, string Filter)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;
    private const int MaxTokenLength = 512;

    /// <summary>One more than the limit, which tells whether there is a next page.</summary>
    public int Take => Limit + 1;

    /// <summary>Reads the query parameters <c>limit</c> (1 to 100, 50 without one) and <c>nextToken</c>; what does not fit is reported.</summary>
    public static PageRequest Read(string? limit, string? nextToken, string filter, IdFormat ids, Violations violations)
    {
        var count = DefaultLimit;
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= MaxLimit))
        {
            violations.Add("limit", $"must be a whole number from 1 to {MaxLimit}.");
        }

        var after = nextToken is null ? null : ReadToken(nextToken, filter, ids);
        if (nextToken is not null && after is null)
        {
            violations.Add("nextToken", "must be the nextToken of an earlier answer to the same question.");
        }

        return new(count, after, filter);
    }

    /// <summary>The page of the items found, of which there may be one more than asked for.</summary>
    public Page<T> Cut<T>(IReadOnlyList<T> items, Func<T, string> idOf) =>
        items.Count <= Limit ? new(items, null) : new([.. items.Take(Limit)], WriteToken(idOf(items[Limit - 1])));

    private string WriteToken(string lastId) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Filter}\n{lastId}"));

    private static string? ReadToken(string token, string filter, IdFormat ids)
    {
        if (token.Length > MaxTokenLength || !Base64Url.IsValid(token))
        {
            return null;
        }

        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('\n') is [var ofFilter, var lastId]
            && ofFilter == filter && ids.Fits(lastId) ? lastId : null;
    }
}
