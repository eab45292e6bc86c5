using System.Buffers;
using System.Text.Json;

namespace Emulation.DynamoDb.Protocol;

/// <summary>
/// Puts the server's own names for tables into a body, where the client gave ARNs: not every DynamoDB-compatible server reads them, and none knows the account that LocalAws
/// plays. All else stays byte for byte.
/// </summary>
internal static class BodyRewriting
{
    private static readonly string[] ArnMembers = ["ResourceArn", "TableArn", "BackupArn", "ExportArn", "SourceTableArn"];

    /// <param name="body">The request.</param>
    /// <param name="name">The server's name for a <c>TableName</c>.</param>
    /// <param name="arn">The server's ARN for one.</param>
    public static byte[] Rewrite(JsonElement body, Func<string, string> name, Func<string, string> arn)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Object(writer, body, member =>
            {
                switch (member.Name)
                {
                    case "TableName" or "SourceTableName" or "TargetTableName":
                        writer.WriteString(member.Name, name(member.Value.GetString()!));
                        break;
                    case "RequestItems":
                        writer.WritePropertyName(member.Name);
                        Object(writer, member.Value, table => Raw(writer, name(table.Name), table.Value));
                        break;
                    case "TransactItems":
                        writer.WritePropertyName(member.Name);
                        Transaction(writer, member.Value, name);
                        break;
                    case var known when ArnMembers.Contains(known):
                        writer.WriteString(member.Name, arn(member.Value.GetString()!));
                        break;
                    default:
                        Raw(writer, member.Name, member.Value);
                        break;
                }
            });
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Transaction(Utf8JsonWriter writer, JsonElement items, Func<string, string> name)
    {
        writer.WriteStartArray();
        foreach (var item in items.EnumerateArray())
        {
            Object(writer, item, action =>
            {
                writer.WritePropertyName(action.Name);
                Object(writer, action.Value, member =>
                {
                    if (member.Name == "TableName")
                    {
                        writer.WriteString(member.Name, name(member.Value.GetString()!));
                    }
                    else
                    {
                        Raw(writer, member.Name, member.Value);
                    }
                });
            });
        }

        writer.WriteEndArray();
    }

    private static void Object(Utf8JsonWriter writer, JsonElement element, Action<JsonProperty> member)
    {
        writer.WriteStartObject();
        foreach (var property in element.EnumerateObject())
        {
            member(property);
        }

        writer.WriteEndObject();
    }

    private static void Raw(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
    }
}
