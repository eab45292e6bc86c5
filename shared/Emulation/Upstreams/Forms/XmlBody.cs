using System.Text.Json.Nodes;
using System.Xml;

namespace Emulation.Upstreams.Forms;

/// <summary>The members of a call in XML: a text for an element without elements, a structure for one with some, a list for elements of one name.</summary>
internal static class XmlBody
{
    private const int MostLevels = 64;

    /// <exception cref="XmlException">It is no XML, or too deep.</exception>
    public static JsonObject Read(XmlReader reader)
    {
        reader.MoveToContent();
        var node = ValueOf(reader, 0);
        reader.MoveToContent();
        return node as JsonObject ?? [];
    }

    /// <summary>The reader is at an element, and then behind it.</summary>
    private static JsonNode? ValueOf(XmlReader reader, int level)
    {
        if (level > MostLevels)
        {
            throw new XmlException("Too deep.");
        }

        if (reader.IsEmptyElement)
        {
            reader.Read();
            return JsonValue.Create("");
        }

        reader.ReadStartElement();
        JsonObject? members = null;
        var text = "";
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                var name = reader.LocalName;
                Add(members ??= [], name, ValueOf(reader, level + 1));
            }
            else
            {
                text += reader.Value;
                reader.Read();
            }
        }

        reader.ReadEndElement();
        return members is null ? JsonValue.Create(text) : members;
    }

    private static void Add(JsonObject members, string name, JsonNode? value)
    {
        if (!members.TryGetPropertyValue(name, out var known))
        {
            members[name] = value;
        }
        else if (known is JsonArray list)
        {
            list.Add(value);
        }
        else
        {
            members[name] = null;
            members[name] = new JsonArray(known, value);
        }
    }
}
