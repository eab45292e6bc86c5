using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulation.ServiceReference.Questions;

/// <summary>What the members of a call say: a scope for the call itself, and one for each structure in it, whose members stand before the call's.</summary>
internal sealed class CallValues
{
    private CallValues(ImmutableArray<IReadOnlyDictionary<string, ImmutableArray<string?>>> scopes, ImmutableArray<string> arns) => (Scopes, Arns) = (scopes, arns);

    /// <summary>The call's own members first.</summary>
    public ImmutableArray<IReadOnlyDictionary<string, ImmutableArray<string?>>> Scopes { get; }

    /// <summary>All that looks like an ARN, of members that may name a resource.</summary>
    public ImmutableArray<string> Arns { get; }

    /// <param name="operation">The operation.</param>
    /// <param name="call">The call's members.</param>
    public static CallValues Of(ModelOperation operation, JsonObject call)
    {
        var own = new Dictionary<string, ImmutableArray<string?>>(StringComparer.Ordinal);
        var inner = new List<Dictionary<string, ImmutableArray<string?>>>();
        foreach (var member in operation.Members)
        {
            var nodes = Named(call, member.Name, member.Wire).ToList();
            if (member.Kind is MemberKind.Structure or MemberKind.Structures)
            {
                inner.AddRange(nodes.SelectMany(Structures).Select(one => Inner(member, one)).Where(static scope => scope.Count > 0));
            }
            else if (member.Kind != MemberKind.Map && nodes.Count > 0)
            {
                own[member.Name] = [.. nodes.SelectMany(static node => Texts(node))];
            }
        }

        inner.Insert(0, own);
        var texts = inner.SelectMany(static scope => scope.Values).SelectMany(static texts => texts).OfType<string>();
        return new CallValues([.. inner], [.. texts.Where(LooksLikeArn).Distinct(StringComparer.Ordinal)]);
    }

    public static bool LooksLikeArn(string text) => text.StartsWith("arn:", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, ImmutableArray<string?>> Inner(ModelMember member, JsonObject structure)
    {
        var said = new Dictionary<string, ImmutableArray<string?>>(StringComparer.Ordinal);
        foreach (var (name, wire) in member.Inner)
        {
            if (Named(structure, name, wire).SelectMany(static node => Texts(node)).ToImmutableArray() is { Length: > 0 } texts)
            {
                said[name] = texts;
            }
        }

        return said;
    }

    /// <summary>A member under the model's name and under that of the wire, in any case: what a server may read counts.</summary>
    private static IEnumerable<JsonNode> Named(JsonObject from, string name, string wire)
    {
        foreach (var (key, node) in from)
        {
            if (node is not null && (key.Equals(name, StringComparison.OrdinalIgnoreCase) || key.Equals(wire, StringComparison.OrdinalIgnoreCase)))
            {
                yield return node;
            }
        }
    }

    private static IEnumerable<JsonObject> Structures(JsonNode node) => node switch
    {
        JsonObject one => [one],
        JsonArray several => several.OfType<JsonObject>(),
        _ => [],
    };

    /// <summary>A text each; null for what is none, or empty.</summary>
    private static ImmutableArray<string?> Texts(JsonNode node) => node is JsonArray list ? [.. list.Select(Text)] : [Text(node)];

    private static string? Text(JsonNode? node) =>
        MemberText.Of(node) is { Length: > 0 } text ? text : (node as JsonValue)?.GetValueKind() == JsonValueKind.Number ? node!.ToJsonString() : null;
}
