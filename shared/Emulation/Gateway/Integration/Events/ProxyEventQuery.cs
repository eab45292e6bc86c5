using System.Runtime.InteropServices;
using System.Text.Json;
using Emulation.Wire;

namespace Emulation.Gateway.Integration.Events;

/// <summary>The two query maps of a proxy event: one value per name (the last), and all of them; decoded. Both null without a query, or empty.</summary>
internal static class ProxyEventQuery
{
    /// <summary>Writes both, though there is no query where they are always there.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<char> query, bool isThere = false)
    {
        var values = Parse(query);
        if (values.Count == 0 && !isThere)
        {
            json.WriteNull("queryStringParameters");
            json.WriteNull("multiValueQueryStringParameters");
            return;
        }

        json.WriteStartObject("queryStringParameters");
        foreach (var (name, all) in values)
        {
            json.WriteString(name, all[^1]);
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueQueryStringParameters");
        foreach (var (name, all) in values)
        {
            json.WriteTexts(name, CollectionsMarshal.AsSpan(all));
        }

        json.WriteEndObject();
    }

    /// <summary>One value per name: all of them, with commas between.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Joined(ReadOnlySpan<char> query) =>
        Parse(query).Select(static pair => new KeyValuePair<string, string>(pair.Key, string.Join(',', pair.Value)));

    /// <summary>Names and values in the order in which each name first appears.</summary>
    public static OrderedDictionary<string, List<string>> Parse(ReadOnlySpan<char> query)
    {
        var values = new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            if (!values.TryGetValue(name, out var all))
            {
                values[name] = all = [];
            }

            all.Add(equals < 0 ? "" : Decode(pair[(equals + 1)..]));
        }

        return values;
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
