using System.Globalization;
using Sam.Documents;
using Sam.Errors;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Serialization;

namespace Sam.Configuration;

/// <summary>Reads TOML into the nodes that YAML is read into. Lines are not kept: what is wrong is named by its table.</summary>
internal static class TomlDocument
{
    /// <summary>The root, or null when it is no TOML; that has been reported then.</summary>
    public static MapNode? Read(string text, ErrorList errors)
    {
        try
        {
            return Map(TomlSerializer.Deserialize(text, TomlTables.Default.TomlTable) ?? []);
        }
        catch (TomlException e)
        {
            errors.Add(e.Line is > 0 and var line ? line : 1, "", "", $"This is not valid TOML: {e.Message}", "Correct the syntax.");
            return null;
        }
    }

    private static MapNode Map(TomlTable table) => new([.. table.Select(static pair => new MapEntry(pair.Key, 1, Value(pair.Value)))], 1);

    private static Node Value(object? value) => value switch
    {
        TomlTable table => Map(table),
        TomlTableArray tables => new ListNode([.. tables.Select(Map)], 1),
        TomlArray array => new ListNode([.. array.Select(Value)], 1),
        bool flag => new ScalarNode(flag ? "true" : "false", ScalarKind.Boolean, 1),
        null => new ScalarNode("", ScalarKind.Null, 1),
        _ => ScalarNode.Of(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", 1),
    };
}

// Made when this is compiled: what is published may have been trimmed.
[TomlSerializable(typeof(TomlTable))]
internal sealed partial class TomlTables : TomlSerializerContext;
