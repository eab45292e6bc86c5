using System.Collections;
using System.Globalization;

namespace LambdaHost.Logging;

/// <summary>A place of a message template that takes a value.</summary>
/// <param name="Name">The value's name, or its position.</param>
/// <param name="Format">A format of .NET's; null for none.</param>
/// <param name="IsJson">Whether JSON lines have the value's own members.</param>
/// <param name="Start">Where its brace opens.</param>
/// <param name="End">Behind the brace that closes it.</param>
internal sealed record Placeholder(string Name, string? Format, bool IsJson, int Start, int End)
{
    private const string Dates = "yyyy-MM-ddTHH:mm:ss.fffZ";
    private const int MostBytes = 16;

    /// <summary>All of a template. Two braces that open are one of the text.</summary>
    public static IEnumerable<Placeholder> In(string template)
    {
        for (var open = template.IndexOf('{', StringComparison.Ordinal); open >= 0 && open + 1 < template.Length;)
        {
            var close = template.IndexOf('}', open);
            if (template[open + 1] == '{')
            {
                open = template.IndexOf('{', open + 2);
            }
            else if (close < 0)
            {
                yield break;
            }
            else
            {
                if (close > open + 1)
                {
                    yield return Parse(template[(open + 1)..close], open, close + 1);
                }

                open = template.IndexOf('{', close);
            }
        }
    }

    /// <summary>Whether the names are the positions from 0 on, without a gap.</summary>
    public static bool AreByPosition(IReadOnlyCollection<Placeholder> placeholders)
    {
        var positions = new HashSet<int>();
        foreach (var placeholder in placeholders)
        {
            if (!int.TryParse(placeholder.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            {
                return false;
            }

            positions.Add(position);
        }

        return positions.Count > 0 && positions.Max() == positions.Count - 1;
    }

    /// <summary>The value as part of the text. Of lists and dictionaries the text keeps the placeholder: only JSON lines have them.</summary>
    public string Show(object? value) => value is null or IDictionary or (IList and not byte[]) ? $"{{{(IsJson ? "@" : "")}{Name}{(Format is null ? "" : $":{Format}")}}}" : ShowOne(value);

    /// <summary>One value, in its format.</summary>
    public string ShowOne(object value)
    {
        try
        {
            return value switch
            {
                byte[] bytes => Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, MostBytes))) + (bytes.Length > MostBytes ? $"... ({bytes.Length} bytes)" : ""),
                IFormattable formattable when Format is not null => formattable.ToString(Format, CultureInfo.InvariantCulture),
                DateTime or DateTimeOffset => ((IFormattable)value).ToString(Dates, CultureInfo.InvariantCulture),
                DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                TimeOnly time => time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            };
        }
        catch (FormatException)
        {
            return value.ToString() ?? "";
        }
    }

    private static Placeholder Parse(string token, int start, int end)
    {
        var isJson = token.StartsWith('@');
        var parts = token[(isJson ? 1 : 0)..].Split(':', 2, StringSplitOptions.TrimEntries);
        return new Placeholder(parts[0], parts is [_, { Length: > 0 } format] ? format : null, isJson, start, end);
    }
}
