using System.Collections.Immutable;
using System.Text;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;

namespace Emulation.Tests.DynamoDb;

/// <summary>What LocalAws reads from a request, for a table with the key UserId and GameTitle and the index byGame on GameTitle and TopScore.</summary>
internal static class Reading
{
    private static readonly KeyAttribute UserId = new("UserId", "S");
    private static readonly KeyAttribute GameTitle = new("GameTitle", "S");
    private static readonly KeyAttribute TopScore = new("TopScore", "N");

    public static TableSchema Scores { get; } = new(
        new KeySchema([UserId], [GameTitle]),
        ImmutableDictionary<string, KeySchema>.Empty.Add("byGame", new KeySchema([GameTitle], [TopScore])),
        ImmutableDictionary<string, string>.Empty,
        "");

    public static IReadOnlyList<TableAccess> Of(string operation, string body) => Of(operation, Encoding.UTF8.GetBytes(body));

    public static IReadOnlyList<TableAccess> Of(string operation, byte[] body)
    {
        using var document = StrictJson.Parse(body);
        return DynamoDbOperations.All[operation].Accesses(RequestObject.Of(document.RootElement.Clone(), "the request", DynamoDbOperations.All[operation].Members));
    }

    /// <summary>The leading keys; null when the request does not bound them.</summary>
    public static string[]? LeadingKeys(TableAccess access)
    {
        var key = Scores.KeyOf(access.Index);
        return access.Keys?.In(key, key.Partition[0]) is { } values ? [.. values.Select(static value => value.Text)] : null;
    }

    public static string? Value(TableAccess access, string key) => access.Values.Where(value => value.Key == $"dynamodb:{key}").Select(static value => value.Value).SingleOrDefault();

    public static string Refusal(string operation, string body) => Assert.Throws<DynamoDbException>(() =>
    {
        foreach (var access in Of(operation, body))
        {
            LeadingKeys(access);
        }
    }).Message;
}
