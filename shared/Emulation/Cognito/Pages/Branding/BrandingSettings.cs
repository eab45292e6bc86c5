using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pages.Branding;

/// <summary>
/// The settings of a managed login style: one tree of colours, radii and switches. Colours are eight hexadecimal digits, the last two how opaque they are. Amazon Cognito API
/// Reference, CreateManagedLoginBranding; Developer Guide, "Apply branding to managed login pages".
/// </summary>
internal static partial class BrandingSettings
{
    private static readonly string[] Roots = ["categories", "componentClasses", "components"];
    private static readonly string[] ColorSchemes = ["LIGHT", "DARK", "DYNAMIC"];
    private static readonly string[] Sides = ["START", "CENTER", "END"];
    private const int DeepestTree = 12;

    /// <summary>What Cognito itself gives a style that says nothing.</summary>
    public static JsonObject Defaults { get; } = ReadDefaults();

    /// <summary>Reads settings. A template has text where JSON has numbers and booleans.</summary>
    /// <exception cref="CognitoException">Something is not as the pages could take it.</exception>
    public static JsonObject Read(JsonNode? settings)
    {
        if (settings is not JsonObject given)
        {
            throw Refusal.Invalid("Settings is not an object.");
        }

        var read = (JsonObject)given.DeepClone();
        if (read.Select(static pair => pair.Key).FirstOrDefault(static name => !Roots.Contains(name)) is { } foreign)
        {
            throw Refusal.Invalid($"Settings has no {foreign}: it has {string.Join(", ", Roots)}.");
        }

        Check(read, "", 0);
        return read;
    }

    /// <summary>One tree over another: what the upper one does not name is as in the lower one.</summary>
    public static JsonObject Over(JsonObject lower, JsonObject upper)
    {
        var merged = (JsonObject)lower.DeepClone();
        foreach (var (name, value) in upper)
        {
            merged[name] = merged[name] is JsonObject below && value is JsonObject above ? Over(below, above) : value?.DeepClone();
        }

        return merged;
    }

    private static void Check(JsonObject tree, string path, int depth)
    {
        if (depth > DeepestTree)
        {
            throw Refusal.Invalid($"Settings is deeper than {DeepestTree} levels.");
        }

        foreach (var (name, value) in tree.ToList())
        {
            var place = path.Length == 0 ? name : $"{path}.{name}";
            switch (value)
            {
                case JsonObject inner:
                    Check(inner, place, depth + 1);
                    break;
                case JsonValue scalar when Valued(name, place, scalar) is { } read:
                    tree[name] = read;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The value as JSON has it; null to leave it.</summary>
    private static JsonNode? Valued(string name, string place, JsonValue value)
    {
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return name switch
        {
            _ when name == "color" || name.EndsWith("Color", StringComparison.Ordinal) =>
                ColorPattern().IsMatch(text) ? text : throw Refusal.Invalid($"Settings: {place} is not a color of eight hexadecimal digits, such as 0972d3ff."),
            "borderRadius" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var radius) && radius is >= 0 and <= 1000
                ? radius
                : throw Refusal.Invalid($"Settings: {place} is not a number from 0 to 1000."),
            "enabled" or "displayGraphics" => bool.TryParse(text, out var flag) ? flag : throw Refusal.Invalid($"Settings: {place} is neither true nor false."),
            "colorSchemeMode" => OneOf(ColorSchemes),
            "horizontal" or "vertical" => OneOf(Sides),
            "location" => OneOf(Sides),
            _ => null,
        };

        JsonNode? OneOf(string[] words) => words.Contains(text) ? null : throw Refusal.Invalid($"Settings: {place} is none of {string.Join(", ", words)}.");
    }

    private static JsonObject ReadDefaults()
    {
        using var stream = typeof(BrandingSettings).Assembly.GetManifestResourceStream("Pages/branding-defaults.json")!;
        return (JsonObject)JsonNode.Parse(stream)!;
    }

    [GeneratedRegex(@"^[0-9a-fA-F]{8}\z")]
    private static partial Regex ColorPattern();
}
