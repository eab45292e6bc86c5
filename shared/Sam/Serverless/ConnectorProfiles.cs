using System.Text.Json;
using System.Text.RegularExpressions;
using Sam.Documents;
using Sam.Policies;

namespace Sam.Serverless;

/// <summary>
/// What a connector from one type of resource to another grants. The table in <c>ConnectorProfiles.json</c> is the one that aws-sam-translator (Apache License 2.0)
/// publishes as <c>connector_profiles/profiles.json</c>.
/// </summary>
internal static partial class ConnectorProfiles
{
    private static readonly Lazy<JsonDocument> Table = new(static () =>
    {
        using var stream = typeof(ConnectorProfiles).Assembly.GetManifestResourceStream("connectors")!;
        return JsonDocument.Parse(stream);
    });

    /// <summary>The profile of a pair of CloudFormation's types; null when SAM connects no such pair.</summary>
    public static JsonElement? Of(string source, string destination) =>
        Table.Value.RootElement.GetProperty("Permissions").TryGetProperty(source, out var destinations) && destinations.TryGetProperty(destination, out var profile)
            ? profile : null;

    /// <summary>
    /// How a resource of a type is named in profiles, as unevaluated values: <c>Arn</c>, <c>Id</c>, <c>Name</c>, <c>Url</c>, <c>Qualifier</c>; empty for a type that none has.
    /// </summary>
    public static MapNode OutputsOf(string type, string logicalId, int line) =>
        PropertiesOf(type, "Outputs") is { } outputs
            ? (MapNode)Replace(PolicyDocument.FromJson(outputs, line), name => name == "logicalId" ? ScalarNode.Of(logicalId, line) : null)! : MapNode.Empty;

    /// <summary>The property of a type that holds its role; null for none.</summary>
    public static string? RoleProperty(string type) =>
        PropertiesOf(type, "Inputs") is { } inputs && inputs.GetProperty("Role") is { ValueKind: JsonValueKind.String } role ? role.GetString() : null;

    /// <summary>Puts values in place of the variables <c>%{Source.Arn}</c> and their kin. Null when one of them has no value.</summary>
    public static Node? Replace(Node node, Func<string, Node?> valueOf)
    {
        switch (node)
        {
            case ScalarNode { ScalarKind: ScalarKind.Text } text:
                return Replace(text, valueOf);
            case ListNode list:
                var items = list.Items.Select(item => Replace(item, valueOf)).ToList();
                return items.Contains(null) ? null : new ListNode([.. items.Select(static item => item!)], list.Line);
            case MapNode map:
                var entries = map.Entries.Select(entry => (Entry: entry, Value: Replace(entry.Value, valueOf))).ToList();
                return entries.Exists(static one => one.Value is null) ? null : new MapNode([.. entries.Select(static one => one.Entry with { Value = one.Value! })], map.Line);
            default:
                return node;
        }
    }

    // A variable that is the whole text gives way to its value; among other text it becomes one of Fn::Sub.
    private static Node? Replace(ScalarNode text, Func<string, Node?> valueOf)
    {
        if (Variable().Match(text.Text) is { Success: true } only && only.Length == text.Text.Length)
        {
            return valueOf(only.Groups[1].Value);
        }

        var locals = MapNode.Of(text.Line);
        var complete = true;
        var replaced = Variable().Replace(text.Text, match =>
        {
            var name = match.Groups[1].Value.Replace(".", "", StringComparison.Ordinal);
            if (valueOf(match.Groups[1].Value) is { } value)
            {
                locals = locals.With(name, value);
            }
            else
            {
                complete = false;
            }

            return $"${{{name}}}";
        });
        return !complete ? null
            : !replaced.Contains("${", StringComparison.Ordinal) ? text
            : MapNode.Of(text.Line, ("Fn::Sub", new ListNode([ScalarNode.Of(replaced, text.Line), locals], text.Line)));
    }

    private static JsonElement? PropertiesOf(string type, string part) =>
        Table.Value.RootElement.GetProperty("CfnResourceProperties").TryGetProperty(type, out var properties) && properties.TryGetProperty(part, out var found) ? found : null;

    [GeneratedRegex(@"%\{([\w.]+)\}")]
    private static partial Regex Variable();
}
