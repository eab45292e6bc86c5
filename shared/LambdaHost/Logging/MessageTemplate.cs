using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaHost.Logging;

/// <summary>
/// A message and the values for its placeholders: <c>{name}</c>, <c>{name:format}</c>, <c>{@name}</c> for the value as JSON, or <c>{0}</c>, <c>{1}</c> by position.
/// Lambda Developer Guide, "Log and monitor C# Lambda functions", "Using structured logging": JSON lines have each value under its name.
/// </summary>
internal sealed class MessageTemplate
{
    private static readonly JsonSerializerOptions AsJson = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private readonly List<(Placeholder Placeholder, object? Value)> values = [];

    private MessageTemplate(string template, object?[] arguments) => Text = arguments.Length == 0 ? template : Fill(template, arguments);

    /// <summary>The message with its values in place of the placeholders.</summary>
    public string Text { get; }

    public static MessageTemplate Parse(string template, object?[] arguments) => new(template, arguments);

    public void WriteValues(Utf8JsonWriter writer)
    {
        foreach (var (placeholder, value) in values)
        {
            if (value is null)
            {
                continue;
            }

            writer.WritePropertyName(placeholder.Name);
            switch (value)
            {
                case IDictionary pairs:
                    writer.WriteStartObject();
                    foreach (DictionaryEntry pair in pairs)
                    {
                        writer.WritePropertyName(Convert.ToString(pair.Key, CultureInfo.InvariantCulture) ?? "");
                        WriteValue(writer, pair.Value, placeholder);
                    }

                    writer.WriteEndObject();
                    break;
                case IList items and not byte[]:
                    writer.WriteStartArray();
                    foreach (var item in items)
                    {
                        WriteValue(writer, item, placeholder);
                    }

                    writer.WriteEndArray();
                    break;
                default:
                    WriteValue(writer, value, placeholder);
                    break;
            }
        }
    }

    private string Fill(string template, object?[] arguments)
    {
        var placeholders = Placeholder.In(template).ToList();
        var byPosition = Placeholder.AreByPosition(placeholders);
        var text = new StringBuilder();
        var (at, next) = (0, 0);
        foreach (var placeholder in placeholders)
        {
            var index = byPosition ? int.Parse(placeholder.Name, CultureInfo.InvariantCulture) : next++;
            text.Append(Unescaped(template[at..placeholder.Start]));
            at = placeholder.End;
            if (index >= arguments.Length)
            {
                text.Append(template, placeholder.Start, at - placeholder.Start);
                continue;
            }

            text.Append(placeholder.Show(arguments[index]));
            values.Add((placeholder, arguments[index]));
        }

        return text.Append(placeholders.Count == 0 ? template : Unescaped(template[at..])).ToString();
    }

    private static string Unescaped(string text) => text.Replace("{{", "{", StringComparison.Ordinal);

    private static void WriteValue(Utf8JsonWriter writer, object? value, Placeholder placeholder)
    {
        if (placeholder.IsJson && value is not null)
        {
            try
            {
                writer.WriteRawValue(JsonSerializer.Serialize(value, value.GetType(), AsJson));
            }
            catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException)
            {
                writer.WriteStringValue(value.ToString());
            }

            return;
        }

        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth when placeholder.Format is null:
                writer.WriteBooleanValue(truth);
                break;
            case (byte or sbyte or short or ushort or int or uint or long or ulong or decimal) and IConvertible number when placeholder.Format is null:
                writer.WriteNumberValue(number.ToDecimal(CultureInfo.InvariantCulture));
                break;
            case double number when placeholder.Format is null && double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case float number when placeholder.Format is null && float.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(placeholder.ShowOne(value));
                break;
        }
    }
}
