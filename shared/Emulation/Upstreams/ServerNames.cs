using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulation.Upstreams;

/// <summary>
/// Names that a server drew at random for what the template declares, such as a key's id and the six characters behind a secret's name. Clients and policies know the
/// template's: it is put in the place of the server's, and back.
/// </summary>
internal sealed class ServerNames
{
    private readonly ConcurrentDictionary<string, string> serversByTemplates = new(StringComparer.Ordinal);

    /// <summary>Whether the server has another name for anything.</summary>
    public bool Any => !serversByTemplates.IsEmpty;

    /// <summary>Says what the server calls something.</summary>
    public void Add(string templates, string servers)
    {
        if (templates != servers)
        {
            serversByTemplates[templates] = servers;
        }
    }

    /// <summary>A text for the server.</summary>
    public string ForServer(string text) => serversByTemplates.Aggregate(text, static (soFar, pair) => soFar.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    /// <summary>A text of the server's.</summary>
    public string OfServer(string text) => serversByTemplates.Aggregate(text, static (soFar, pair) => soFar.Replace(pair.Value, pair.Key, StringComparison.Ordinal));

    /// <summary>An answer of the server's.</summary>
    public byte[] OfServer(byte[] body) => Encoding.UTF8.GetBytes(OfServer(Encoding.UTF8.GetString(body)));

    /// <summary>Members for the server: each text of them.</summary>
    public JsonObject ForServer(JsonObject members) => (JsonObject)Changed(members, ForServer)!;

    /// <summary>Members that a client may have from the server itself.</summary>
    public JsonObject OfServer(JsonObject members) => (JsonObject)Changed(members, OfServer)!;

    private static JsonNode? Changed(JsonNode? node, Func<string, string> change) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Changed(member.Value, change)))),
        JsonArray items => new JsonArray([.. items.Select(item => Changed(item, change))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(change(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };
}
