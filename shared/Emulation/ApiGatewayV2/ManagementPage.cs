using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Emulation.Protocols.RestJson;

namespace Emulation.ApiGatewayV2;

/// <summary>A part of a list: <c>{"items":[...],"nextToken":"..."}</c>.</summary>
internal sealed record ManagementPage<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>Which part of a list is asked for: <c>?maxResults=&amp;nextToken=</c>.</summary>
internal readonly record struct ManagementPageRequest(string? MaxResults, string? NextToken)
{
    /// <summary>The longest page, and the one of who asks for none. AWS documents no figure.</summary>
    private const int Longest = 500;

    public RestAnswer Of<T>(ImmutableArray<T> all, Func<T, string> idOf, JsonTypeInfo<ManagementPage<T>> type)
    {
        var size = Longest;
        if (!string.IsNullOrEmpty(MaxResults) && (!int.TryParse(MaxResults, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size < 1))
        {
            return ApiRefusal.BadRequest($"Invalid value for MaxResults: '{MaxResults}' is no positive number.");
        }

        var start = 0;
        if (!string.IsNullOrEmpty(NextToken) && !TryFindStart(all, idOf, out start))
        {
            return ApiRefusal.BadRequest("Invalid NextToken: it is from another list, or what it points to was deleted. List again from the start.");
        }

        var items = all.Skip(start).Take(Math.Min(size, Longest)).ToArray();
        return RestAnswer.Ok(new ManagementPage<T>(items, start + items.Length < all.Length ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(idOf(items[^1]))) : null), type);
    }

    /// <summary>The token is the id of the last item of the page before, so that what is made meanwhile moves nothing.</summary>
    private bool TryFindStart<T>(ImmutableArray<T> all, Func<T, string> idOf, out int start)
    {
        start = 0;
        if (!Base64Url.IsValid(NextToken))
        {
            return false;
        }

        var last = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(NextToken));
        start = all.IndexOf(all.FirstOrDefault(item => idOf(item) == last)!) + 1;
        return start > 0;
    }
}
