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
    /// <param name="call">The call's members by the model's names.</param>
    public static CallValues Of(ModelOperation operation, JsonObject call)
    {
        var own = new Dictionary<string, ImmutableArray<string?>>(StringComparer.Ordinal);
        var inner = new List<Dictionary<string, ImmutableArray<string?>>>();
        foreach (var member in operation.Members)
        {
            if (!call.TryGetPropertyValue(member.Name, out var node) || node is null)
            {
                continue;
            }

            if (member.Kind is MemberKind.Structure or MemberKind.Structures)
            {
                inner.AddRange(Structures(node).Select(one => Inner(member, one)).Where(static scope => scope.Count > 0));
            }
            else if (member.Kind != MemberKind.Map)
            {
                own[member.Name] = Texts(node);
            }
        }

        inner.Insert(0, own);
        return new CallValues([.. inner], [.. inner.SelectMany(static scope => scope.Values).SelectMany(static texts => texts).OfType<string>().Where(LooksLikeArn).Distinct(StringComparer.Ordinal)]);
    }

    public static bool LooksLikeArn(string text) => text.StartsWith("arn:", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, ImmutableArray<string?>> Inner(ModelMember member, JsonObject structure)
    {
        var said = new Dictionary<string, ImmutableArray<string?>>(StringComparer.Ordinal);
        foreach (var (name, wire) in member.Inner)
        {
            // A client's body has the names of the wire; which of both a server reads is not asked here, so that both count.
            var texts = new[] { name, wire }.Distinct(StringComparer.Ordinal).Select(one => structure[one]).OfType<JsonNode>().SelectMany(static node => Texts(node)).ToImmutableArray();
            if (texts.Length > 0)
            {
                said[name] = texts;
            }
        }

        return said;
    }

    private static IEnumerable<JsonObject> Structures(JsonNode node) => node switch
    {
        JsonObject one => [one],
        JsonArray several => several.OfType<JsonObject>(),
        _ => [],
    };

    /// <summary>A text each; null for what is none, or empty.</summary>
    private static ImmutableArray<string?> Texts(JsonNode node) => node is JsonArray list ? [.. list.Select(Text)] : [Text(node)];

    private static string? Text(JsonNode? node) => (node as JsonValue)?.GetValueKind() switch
    {
        JsonValueKind.String => node!.GetValue<string>() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => node!.ToJsonString(),
        _ => null,
    };
}
