using System.Collections.Immutable;
using System.Text.Json;
using Sam.Documents;

namespace Sam.Policies;

/// <summary>A policy document between the template and IAM: written as JSON, and traced back to lines.</summary>
internal static class PolicyDocument
{
    /// <summary>The document itself where it is written as JSON in a text, which CloudFormation takes too; every value has the text's line.</summary>
    public static Node Read(Node document)
    {
        if (document is not ScalarNode { Text: var text } || !text.AsSpan().TrimStart().StartsWith('{'))
        {
            return document;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return FromJson(json.RootElement, document.Line);
        }
        catch (JsonException)
        {
            // Whoever compiles it says that it is no document.
            return document;
        }
    }

    /// <summary>The document as IAM gets it: CloudFormation makes text of a Sid, whatever it looks like.</summary>
    public static string ToJson(Node document) => NodeJson.Text(
        document, static entry => entry is { Key: "Sid", Value: ScalarNode { IsNull: false } sid } ? ScalarNode.Of(sid.Text, sid.Line) : entry.Value);

    /// <summary>The line on which each statement starts.</summary>
    public static ImmutableArray<int> StatementLines(Node document) => (document as MapNode)?["Statement"] switch
    {
        ListNode statements => [.. statements.Items.Select(static statement => statement.Line)],
        { } single => [single.Line],
        null => [],
    };

    /// <summary>The line of what a path such as <c>$.Statement[1].Action</c> names, or of the nearest value around it.</summary>
    public static int LineOf(Node document, string jsonPath)
    {
        var at = document;
        var line = document.Line;
        foreach (var step in jsonPath.Split(['$', '.', '[', ']', '\'', '"', '/'], StringSplitOptions.RemoveEmptyEntries))
        {
            switch (at)
            {
                case MapNode map when map.Entries.FirstOrDefault(entry => entry.Key == step) is { Value: { } value } entry:
                    (at, line) = (value, entry.KeyLine);
                    break;
                case ListNode list when int.TryParse(step, out var index) && index >= 0 && index < list.Items.Length:
                    at = list.Items[index];
                    line = at.Line;
                    break;
                case not ListNode when step == "0":
                    // One statement that is not in a list: its path may name it as the first.
                    break;
                default:
                    return line;
            }
        }

        return line;
    }

    /// <summary>The nodes of a JSON text that is not part of the template; every value gets the line that asked for it.</summary>
    public static Node FromJson(JsonElement json, int line) => json.ValueKind switch
    {
        JsonValueKind.Object => new MapNode([.. json.EnumerateObject().Select(p => new MapEntry(p.Name, line, FromJson(p.Value, line)))], line),
        JsonValueKind.Array => new ListNode([.. json.EnumerateArray().Select(item => FromJson(item, line))], line),
        JsonValueKind.String => new ScalarNode(json.GetString()!, ScalarKind.Text, line),
        JsonValueKind.Number => new ScalarNode(json.GetRawText(), ScalarKind.Number, line),
        JsonValueKind.Null => new ScalarNode("", ScalarKind.Null, line),
        _ => new ScalarNode(json.GetBoolean() ? "true" : "false", ScalarKind.Boolean, line),
    };
}
