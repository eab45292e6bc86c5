using System.Text;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Upstreams.Forms;
using Iam;

namespace Emulation.Upstreams;

/// <summary>A call of a service behind LocalAws, read and proven, before policies are asked.</summary>
/// <param name="Operation">Such as <c>SendMessage</c>.</param>
/// <param name="Members">What it says, under the names of the service's model.</param>
/// <param name="Caller">Who signed.</param>
/// <param name="Region">The region that was signed for.</param>
/// <param name="Home">The account of the caller, in which names without an account are meant.</param>
/// <param name="Behind">The server, for what only it knows.</param>
/// <param name="Policies">The policies of resources.</param>
internal sealed record FrontCall(string Operation, JsonObject Members, Caller Caller, string Region, AccountId Home, ServerQuestions Behind, ResourcePolicies Policies)
{
    /// <summary>Where the client reaches LocalAws, such as <c>127.0.0.1:4566</c>.</summary>
    public string Host { get; init; } = "";

    /// <summary>The protocol that the client speaks; null in no protocol at all.</summary>
    public IFrontForm? Form { get; init; }

    /// <summary>
    /// Puts a question to policies in the course of planning, where a refusal does not end the call. Returns AWS's words for a refusal; null when they allow it.
    /// </summary>
    public Func<Ask, string?> Refuse { get; init; } = static ask => throw new InvalidOperationException($"Nobody can be asked for {ask.Action}.");

    /// <summary>The organisation's policies for a question.</summary>
    public Func<Ask, Guardrails> Guardrails { get; init; } = static _ => Iam.Guardrails.None;

    /// <summary>What services ask of KMS in their callers' names; null where nobody knows, and nothing is asked.</summary>
    public IServiceKeys? Keys { get; init; }

    /// <summary>What the server's answers said.</summary>
    public AnswerMemory Memory { get; init; } = new();

    /// <summary>A text of the call; null where there is none.</summary>
    /// <exception cref="RefusedException">It is something else.</exception>
    public string? Text(string member) => Member(member) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Invalid($"{member} must be a text."),
    };

    /// <summary>A text that the call must have.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public string Needed(string member) => Text(member) is { Length: > 0 } text ? text : throw Invalid($"The request must have {member}.");

    /// <summary>A text, a number or a switch as conditions compare it; null where there is none.</summary>
    /// <exception cref="RefusedException">It is something else.</exception>
    public string? Value(string member) => Member(member) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<bool>(out var isOn) => isOn ? "true" : "false",
        JsonValue value => value.ToJsonString(),
        _ => throw Invalid($"{member} must be a text, a number or a switch."),
    };

    /// <summary>The members of a list; none where it is not there.</summary>
    /// <exception cref="RefusedException">It is no list.</exception>
    public IReadOnlyList<JsonNode?> List(string member) => Member(member) switch
    {
        null => [],
        JsonArray items => [.. items],

        // An empty list in a form.
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length == 0 => [],
        _ => throw Invalid($"{member} must be a list."),
    };

    /// <summary>The texts of a list.</summary>
    /// <exception cref="RefusedException">It is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string member) =>
        [.. List(member).Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Invalid($"{member} must be a list of texts."))];

    /// <summary>The structures of a list, each to be read as the call itself is.</summary>
    /// <exception cref="RefusedException">It is no list of structures.</exception>
    public IReadOnlyList<FrontCall> Structures(string member) =>
        [.. List(member).Select(item => item is JsonObject members ? this with { Members = members } : throw Invalid($"{member} must be a list of structures."))];

    /// <summary>A structure, to be read as the call itself is; null where it is not there.</summary>
    /// <exception cref="RefusedException">It is something else.</exception>
    public FrontCall? Structure(string member) => Member(member) switch
    {
        null => null,
        JsonObject members => this with { Members = members },

        // An empty one in a form.
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length == 0 => null,
        _ => throw Invalid($"{member} must be a structure."),
    };

    /// <summary>Whether a switch is on; null where the call does not say. In a form it is a text.</summary>
    /// <exception cref="RefusedException">It is no switch.</exception>
    public bool? Switch(string member) => Member(member) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var isOn) => isOn,
        JsonValue value when value.TryGetValue<string>(out var text) && bool.TryParse(text, out var isOn) => isOn,
        _ => throw Invalid($"{member} must be true or false."),
    };

    /// <summary>The tags of a list of keys and values, or of a map.</summary>
    /// <exception cref="RefusedException">They are none.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Tags(string member, string key = "Key", string value = "Value") => Member(member) is JsonObject map
        ? [.. map.Select(tag => KeyValuePair.Create(tag.Key, (this with { Members = map }).Text(tag.Key) ?? ""))]
        : [.. Structures(member).Select(tag => KeyValuePair.Create(tag.Needed(key), tag.Text(value) ?? ""))];

    /// <summary>Whether the call may give a role to a service, which then acts as it. IAM User Guide, "Grant a user permissions to pass a role to an AWS service".</summary>
    /// <param name="role">The role's ARN.</param>
    /// <param name="service">Such as <c>events.amazonaws.com</c>.</param>
    public Ask Passing(string role, string service) => new Ask("iam:PassRole", role).With(
        [new ConditionKey("iam:PassedToService", service), .. ConditionKey.OfResource(Policies.Accounts.RoleByArn(role)?.Role.Tags ?? new Dictionary<string, string>(), "iam")]);

    /// <summary>Remembers what the server said of a thing, in this region: in another it may stand for something else.</summary>
    public void Remember(string kind, ReadOnlySpan<byte> thing, string said) => Memory.Keep($"{Region} {kind}", thing, said);

    /// <inheritdoc cref="Remember(string, ReadOnlySpan{byte}, string)"/>
    public void Remember(string kind, string thing, string said) => Remember(kind, Encoding.UTF8.GetBytes(thing), said);

    /// <summary>What the server said of a thing in this region; null when it did not, or too long ago.</summary>
    public string? Recall(string kind, ReadOnlySpan<byte> thing) => Memory.Of($"{Region} {kind}", thing);

    /// <inheritdoc cref="Recall(string, ReadOnlySpan{byte})"/>
    public string? Recall(string kind, string thing) => Recall(kind, Encoding.UTF8.GetBytes(thing));

    /// <summary>A question about a resource, with the policy that it has.</summary>
    public Ask Of(string action, string arn) => new(action, arn) { ResourcePolicy = Policies.Of(arn) };

    /// <summary>The refusal of a call that does not say what it touches.</summary>
    public static RefusedException Invalid(string message) => new(new ServiceRefusal(400, "ValidationException", message));

    /// <summary>A member by its name. Another server might read one whose name differs in its case.</summary>
    private JsonNode? Member(string name) => Members.TryGetPropertyValue(name, out var node) || !Members.Any(one => one.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        ? node
        : throw Invalid($"The request has {name} in another case.");
}
