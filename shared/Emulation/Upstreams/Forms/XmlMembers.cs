using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Emulation.Upstreams.Forms;

/// <summary>Reads a server's answer in the Query protocol as the members that it stands for. Smithy specification, "AWS Query protocol", "Response serialization".</summary>
internal static class XmlMembers
{
    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>The members of an operation's result.</summary>
    public static ServerReply Read(bool isDone, byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), Strict);
            var root = XDocument.Load(reader).Root!;
            var result = root.Elements().FirstOrDefault(static one => one.Name.LocalName.EndsWith("Result", StringComparison.Ordinal));
            return isDone
                ? new ServerReply(result is null ? [] : Of(result) as JsonObject ?? [])
                : new ServerReply(null, root.Descendants().FirstOrDefault(static one => one.Name.LocalName == "Code")?.Value);
        }
        catch (XmlException)
        {
            return default;
        }
    }

    private static JsonNode Of(XElement element)
    {
        var parts = element.Elements().ToList();
        if (parts.Count == 0)
        {
            return JsonValue.Create(element.Value);
        }

        if (parts.TrueForAll(static part => part.Name.LocalName == "member"))
        {
            return new JsonArray([.. parts.Select(Of)]);
        }

        var members = new JsonObject();
        var isMap = parts.TrueForAll(static part => part.Name.LocalName == "entry");
        foreach (var (name, value) in parts.Select(part => isMap ? EntryOf(part) : (part.Name.LocalName, Of(part))))
        {
            members[name] = value;
        }

        return members;
    }

    private static (string Name, JsonNode Value) EntryOf(XElement entry)
    {
        var parts = entry.Elements().ToList();
        return parts.Count == 2 ? (parts[0].Value, Of(parts[1])) : ("", new JsonObject());
    }
}
