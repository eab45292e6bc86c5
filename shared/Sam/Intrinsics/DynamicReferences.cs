using System.Text.Json;
using System.Text.RegularExpressions;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Intrinsics;

/// <summary>
/// <c>{{resolve:ssm:NAME}}</c>, <c>{{resolve:ssm-secure:NAME}}</c> and <c>{{resolve:secretsmanager:ID:SecretString:KEY}}</c> in a text.
/// See "Use dynamic references to get values stored in other services".
/// </summary>
internal sealed partial class DynamicReferences(StoredParameters stored, StackOptions options)
{
    private const string Start = "{{resolve:";

    public static bool IsIn(string text) => text.Contains(Start, StringComparison.Ordinal);

    /// <summary>The text with the values in it. In outputs and conditions AWS leaves the references as they are, so that no secret is shown.</summary>
    public Node Resolve(ScalarNode text, Place place)
    {
        if (place.Resource is "Outputs" or "Conditions")
        {
            return text;
        }

        UnknownNode? missing = null;
        var resolved = Reference().Replace(text.Text, match =>
        {
            var value = match.Groups["service"].Value == "secretsmanager"
                ? Secret(match.Groups["name"].Value, text.Line)
                : stored.Value(WithoutVersion(match.Groups["name"].Value), text.Line);
            missing ??= value as UnknownNode;
            return value is ScalarNode scalar ? scalar.Text : ((UnknownNode)value).StandIn ?? "unknown";
        });
        return missing is null ? ScalarNode.Of(resolved, text.Line) : missing.With(text.Line, resolved);
    }

    private static string WithoutVersion(string name)
    {
        var colon = name.LastIndexOf(':');
        return colon > 0 && colon < name.Length - 1 && name.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? name[..colon] : name;
    }

    // The id may be an ARN, which has six colons of its own.
    private Node Secret(string reference, int line)
    {
        var parts = reference.Split(':');
        var ofId = parts[0] == "arn" ? Math.Min(7, parts.Length) : 1;
        var id = NameOf(string.Join(':', parts[..ofId]));
        var key = parts.Length > ofId + 1 ? parts[ofId + 1] : "";
        if (Given($"{id}:SecretString:{key}") is { } part)
        {
            return ScalarNode.Of(part, line);
        }

        if (Given(id) is { } whole)
        {
            return (key.Length == 0 ? whole : Member(whole, key)) is { } value
                ? ScalarNode.Of(value, line)
                : new UnknownNode(line, new Unknown($"The value that was given for the secret '{id}' has no key '{key}'.", "Give a JSON object that has it."));
        }

        return new UnknownNode(line, new Unknown(
            $"The secret '{id}' of Secrets Manager is not known.",
            $"Give it with --parameter secretsmanager:{(key.Length == 0 ? id : $"{id}:SecretString:{key}")}=VALUE, or in a file with --parameters-file."))
        {
            StandIn = UnknownNode.StandInOf(key.Length == 0 ? id : key),
        };
    }

    private string? Given(string id) => options.Given($"secretsmanager:{id}");

    // An ARN ends in the secret's name, a hyphen and six characters of the service's own.
    private static string NameOf(string id) => id.StartsWith("arn:", StringComparison.Ordinal) && id.LastIndexOf(':') is var colon && id.Length - colon > 8 && id[^7] == '-'
        ? id[(colon + 1)..^7]
        : id;

    private static string? Member(string json, string key)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out var value)
                ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\{\{resolve:(?<service>ssm|ssm-secure|secretsmanager):(?<name>[^{}]+)\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
