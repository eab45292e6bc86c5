using Emulation.DynamoDb.Protocol;
using Iam;

namespace Emulation.DynamoDb.Tables;

/// <summary>
/// The table that a request names: by its name, or by its ARN. API Reference, <c>TableName</c>: "You can also provide the Amazon Resource Name (ARN) of the
/// table".
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">The ARN, where the request gave one; null for a name, which is the caller's own account's table.</param>
internal readonly record struct TableReference(string Name, Arn? Arn)
{
    private const int LongestName = 255;

    /// <summary>Reads the value of <c>TableName</c>.</summary>
    /// <exception cref="DynamoDbException">It is neither a table's name nor its ARN.</exception>
    public static TableReference Parse(string text) =>
        IsName(text) ? new TableReference(text, null)
        : global::Iam.Arn.TryParse(text, out var arn) && arn.Service == "dynamodb" && arn.Resource.Split('/') is ["table", var name] && IsName(name)
            ? new TableReference(name, arn)
        : throw DynamoDbException.Validation(
            $"1 validation error detected: Value '{text}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression "
                + $"pattern: [a-zA-Z0-9_.-]+, with 3 to {LongestName} characters, or be the ARN of a table");

    /// <summary>Names of tables and of indexes: Developer Guide, "Supported data types and naming rules in Amazon DynamoDB".</summary>
    public static bool IsName(string text) =>
        text.Length is >= 3 and <= LongestName && text.AsSpan().IndexOfAnyExcept(NameCharacters) < 0;

    private static readonly System.Buffers.SearchValues<char> NameCharacters = System.Buffers.SearchValues
        .Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");
}
