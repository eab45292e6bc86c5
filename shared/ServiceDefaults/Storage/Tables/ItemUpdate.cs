using Amazon.DynamoDBv2.Model;

namespace ServiceDefaults;

/// <summary>
/// A change of an item's attributes, made only if a condition holds; an item that is not there fulfils none. Names and values
/// go beside the expressions, never into them: many good names are reserved words.
/// </summary>
/// <param name="key">The item's key.</param>
public sealed class ItemUpdate(string key)
{
    private readonly List<string> sets = [];
    private readonly List<string> removes = [];
    private readonly List<string> conditions = ["attribute_exists(#key)"];

    internal string Key { get; } = key;

    internal Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal) { ["#key"] = DynamoTable.Key };

    internal Dictionary<string, AttributeValue> Values { get; } = new(StringComparer.Ordinal);

    internal string Expression
    {
        get
        {
            var set = sets.Count == 0 ? "" : $"SET {string.Join(", ", sets)} ";
            return removes.Count == 0 ? set : $"{set}REMOVE {string.Join(", ", removes)}";
        }
    }

    internal string Condition => string.Join(" AND ", conditions);

    /// <summary>Sets text; null removes the attribute.</summary>
    public ItemUpdate Set(string name, string? text) => Set(name, TableItem.ValueOf(text));

    /// <summary>Sets a number.</summary>
    public ItemUpdate Set(string name, long number) => Set(name, TableItem.ValueOf(number));

    /// <summary>Sets a time.</summary>
    public ItemUpdate Set(string name, DateTimeOffset time) => Set(name, TableItem.ValueOf(time));

    /// <summary>Changes nothing unless the attribute is this text.</summary>
    public ItemUpdate If(string name, string text) => OnlyIf($"{NameOf(name)} = {Value(TableItem.ValueOf(text)!)}");

    /// <summary>Changes nothing unless the attribute is this number.</summary>
    public ItemUpdate If(string name, long number) => OnlyIf($"{NameOf(name)} = {Value(TableItem.ValueOf(number))}");

    /// <summary>Changes nothing unless the attribute is not there, or a later time.</summary>
    public ItemUpdate IfNoneOrLater(string name, DateTimeOffset time)
    {
        var attribute = NameOf(name);
        return OnlyIf($"(attribute_not_exists({attribute}) OR {attribute} > {Value(TableItem.ValueOf(time)!)})");
    }

    private ItemUpdate Set(string name, AttributeValue? value)
    {
        if (value is null)
        {
            removes.Add(NameOf(name));
        }
        else
        {
            sets.Add($"{NameOf(name)} = {Value(value)}");
        }

        return this;
    }

    private ItemUpdate OnlyIf(string condition)
    {
        conditions.Add(condition);
        return this;
    }

    private string NameOf(string name)
    {
        var placeholder = $"#{name}";
        Names[placeholder] = name;
        return placeholder;
    }

    private string Value(AttributeValue value)
    {
        var placeholder = $":v{Values.Count}";
        Values[placeholder] = value;
        return placeholder;
    }
}
