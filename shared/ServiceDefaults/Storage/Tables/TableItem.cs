using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace ServiceDefaults;

/// <summary>
/// An item of a table, or a map in one. What is null is no attribute. Numbers are kept digit by digit, so that 64 bits come
/// back as they went; times as ISO 8601 text in UTC with milliseconds, which sorts as time does.
/// </summary>
public sealed class TableItem
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>A map without attributes, to be given some.</summary>
    public TableItem()
        : this([])
    {
    }

    internal TableItem(Dictionary<string, AttributeValue> attributes) => Attributes = attributes;

    internal Dictionary<string, AttributeValue> Attributes { get; }

    /// <summary>A new item that has only its key.</summary>
    public static TableItem WithKey(string key) => new TableItem().With(DynamoTable.Key, key);

    /// <summary>Adds text; null adds nothing.</summary>
    public TableItem With(string name, string? text) => With(name, ValueOf(text));

    /// <summary>Adds a number.</summary>
    public TableItem With(string name, long number) => With(name, ValueOf(number));

    /// <summary>Adds a time, of which a whole number of milliseconds is kept; null adds nothing.</summary>
    public TableItem With(string name, DateTimeOffset? time) => With(name, ValueOf(time));

    /// <summary>Adds a list of maps.</summary>
    public TableItem With(string name, IEnumerable<TableItem> maps) =>
        With(name, new AttributeValue { L = [.. maps.Select(map => new AttributeValue { M = map.Attributes })] });

    /// <summary>Text that the item must have.</summary>
    /// <exception cref="InvalidDataException">It has not.</exception>
    public string Text(string name) => TextOrNull(name) ?? throw Missing(name, "text");

    /// <summary>Text, or null if the item has no such attribute.</summary>
    public string? TextOrNull(string name) => Attributes.GetValueOrDefault(name)?.S;

    /// <summary>A whole number that the item must have.</summary>
    /// <exception cref="InvalidDataException">It has not.</exception>
    public long Number(string name) =>
        long.TryParse(Attributes.GetValueOrDefault(name)?.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Missing(name, "a whole number of 64 bits");

    /// <summary>A time that the item must have.</summary>
    /// <exception cref="InvalidDataException">It has not.</exception>
    public DateTimeOffset Time(string name) => TimeOrNull(name) ?? throw Missing(name, "a time");

    /// <summary>A time, or null if the item has no such attribute.</summary>
    /// <exception cref="InvalidDataException">The attribute is something else.</exception>
    public DateTimeOffset? TimeOrNull(string name)
    {
        if (TextOrNull(name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Missing(name, "a time");
    }

    /// <summary>A list of maps that the item must have.</summary>
    /// <exception cref="InvalidDataException">It has not.</exception>
    public IEnumerable<TableItem> Maps(string name) =>
        Attributes.GetValueOrDefault(name)?.L?.Select(value => new TableItem(value.M ?? throw Missing(name, "a list of maps")))
        ?? throw Missing(name, "a list of maps");

    internal static AttributeValue? ValueOf(string? text) => text is null ? null : new AttributeValue { S = text };

    internal static AttributeValue ValueOf(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    internal static AttributeValue? ValueOf(DateTimeOffset? time) => ValueOf(time?.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture));

    private TableItem With(string name, AttributeValue? value)
    {
        if (value is not null)
        {
            Attributes[name] = value;
        }

        return this;
    }

    private InvalidDataException Missing(string name, string what) =>
        new($"The item '{TextOrNull(DynamoTable.Key)}' has no {name} that is {what}: something else than this service wrote it.");
}
