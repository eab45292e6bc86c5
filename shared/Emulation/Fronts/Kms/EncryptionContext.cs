using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Kms;

/// <summary>
/// What a call says about its data, which is bound to the ciphertext. Policies see each pair and the names. AWS KMS Developer Guide, "Encryption context" and "Condition
/// keys for AWS KMS".
/// </summary>
/// <param name="Pairs">The pairs, whose names differ by case.</param>
internal sealed record EncryptionContext(IReadOnlyList<KeyValuePair<string, string>> Pairs)
{
    public static EncryptionContext None { get; } = new([]);

    /// <summary>The context that a member of a call holds.</summary>
    /// <exception cref="RefusedException">It is no map of texts.</exception>
    public static EncryptionContext Of(FrontCall call, string member) => call.Structure(member) is { } pairs ? Of(pairs.Members) : None;

    /// <exception cref="RefusedException">It is no map of texts.</exception>
    public static EncryptionContext Of(JsonObject pairs) => new(
    [
        .. pairs.Select(static pair => pair.Value is JsonValue value && value.TryGetValue<string>(out var text)
            ? KeyValuePair.Create(pair.Key, text) : throw FrontCall.Invalid("An encryption context is a map of texts.")),
    ]);

    public IEnumerable<ConditionKey> Keys => Pairs.Count == 0 ? [] :
    [
        .. Pairs.Select(static pair => new ConditionKey($"kms:EncryptionContext:{pair.Key}", pair.Value)),
        new ConditionKey("kms:EncryptionContextKeys", [.. Pairs.Select(static pair => pair.Key)]),
    ];

    /// <summary>Whether it has a name in this very case: condition keys do not tell cases apart, grants do.</summary>
    public bool Has(string name) => Pairs.Any(pair => pair.Key == name);
}
