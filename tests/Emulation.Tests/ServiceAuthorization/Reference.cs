using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Emulation.Tests.ServiceAuthorization;

/// <summary>What AWS publishes of its services' actions: <c>service-authorization.json</c>, which <c>make.py</c> makes.</summary>
internal sealed partial class Reference
{
    private readonly JsonObject services;

    private Reference(JsonObject services) => this.services = services;

    public static Reference Published { get; } =
        new((JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ServiceAuthorization", "service-authorization.json")))!["services"]!);

    /// <summary>What is published of an action such as <c>iam:CreateUser</c>; null when there is none of that name.</summary>
    public ReferenceAction? Action(string action) =>
        action.Split(':', 2) is [var service, var name] && services[service] is JsonObject known && known["actions"]![name] is JsonObject found ? new ReferenceAction(known, found) : null;

    /// <summary>The actions that an operation may ask for.</summary>
    public ImmutableArray<string> ActionsOf(string service, string operation)
    {
        var listed = services[service]!["operations"]![operation] is JsonArray actions ? actions.Select(static action => ((string)action!).Split(' ')[0]) : [$"{service}:{operation}"];
        return [.. listed.Union(Action($"{service}:{operation}")?.Dependent ?? [], StringComparer.Ordinal)];
    }

    /// <summary>The action that an operation is first of all: its namesake, or the method that API Gateway's permissions name.</summary>
    public string ActionOf(string service, string operation) =>
        ActionsOf(service, operation) is [var first, ..] actions && !actions.Contains($"{service}:{operation}") ? first : $"{service}:{operation}";

    /// <summary>A key as the reference writes it: <c>aws:RequestTag/team</c> is <c>aws:RequestTag/${TagKey}</c>.</summary>
    public static string KeyOf(string name) => TagName().Replace(name, "Tag/${TagKey}");

    [GeneratedRegex("Tag/.*$")]
    private static partial Regex TagName();
}

/// <summary>An action in the reference.</summary>
internal sealed class ReferenceAction(JsonObject service, JsonObject action)
{
    private const string Variable = @"\$\{[^}]+\}";

    /// <summary>The resource types that it acts on; none when a policy must name <c>*</c>.</summary>
    public ImmutableArray<string> ResourceTypes { get; } = [.. Texts(action["resources"]).Select(static type => type.TrimEnd('*'))];

    public ImmutableArray<string> Dependent { get; } = [.. Texts(action["dependent"])];

    /// <summary>The type that an ARN is of, with the form that says most of it: a route of an API is a route; null when it is of none of the action's.</summary>
    public string? TypeOf(string arn) => ResourceTypes
        .SelectMany(type => Texts(service["resources"]![type]?["arns"]).Select(form => (Type: type, Form: form)))
        .Where(one => Regex.IsMatch(arn, PatternOf(one.Form)))
        .OrderByDescending(static one => Regex.Split(one.Form, Variable).Sum(static literal => literal.Length))
        .Select(static one => one.Type)
        .FirstOrDefault();

    /// <summary>The keys of the action, and of what it is done to.</summary>
    public FrozenSet<string> KeysOn(string? type) =>
        Texts(action["keys"]).Concat(type is null ? [] : Texts(service["resources"]![type]!["keys"])).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static string PatternOf(string arn) => $"^{string.Join(".+", Regex.Split(arn, Variable).Select(Regex.Escape))}$";

    private static IEnumerable<string> Texts(JsonNode? list) => list is JsonArray items ? items.Select(static item => (string)item!) : [];
}
