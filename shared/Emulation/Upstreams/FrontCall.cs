using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Principals;
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

    /// <summary>A text of the call; null where there is none.</summary>
    /// <exception cref="RefusedException">It is something else.</exception>
    public string? Text(string member) => Members[member] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Invalid($"{member} must be a text."),
    };

    /// <summary>A text that the call must have.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public string Needed(string member) => Text(member) is { Length: > 0 } text ? text : throw Invalid($"The request must have {member}.");

    /// <summary>The members of a list; none where it is not there.</summary>
    /// <exception cref="RefusedException">It is no list.</exception>
    public IReadOnlyList<JsonNode?> List(string member) => Members[member] switch
    {
        null => [],
        JsonArray items => [.. items],
        _ => throw Invalid($"{member} must be a list."),
    };

    /// <summary>The texts of a list.</summary>
    /// <exception cref="RefusedException">It is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string member) =>
        [.. List(member).Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Invalid($"{member} must be a list of texts."))];

    /// <summary>A question about a resource, with the policy that it has.</summary>
    public Ask Of(string action, string arn) => new(action, arn) { ResourcePolicy = Policies.Of(arn) };

    /// <summary>The refusal of a call that does not say what it touches.</summary>
    public static RefusedException Invalid(string message) => new(new ServiceRefusal(400, "ValidationException", message));
}
