using System.Text.Json.Nodes;

namespace Emulation.Cognito.Pages.Branding;

/// <summary>A client's style as the pages use it.</summary>
internal sealed class Brand(JsonObject document)
{
    private readonly JsonObject settings = BrandingSettings.Over(BrandingSettings.Defaults, (JsonObject)document["Settings"]!);

    /// <summary>Changes with the style, so that browsers may keep its files.</summary>
    public string Version => document["LastModifiedDate"]!.ToJsonString();

    /// <summary><c>LIGHT</c>, <c>DARK</c>, or <c>DYNAMIC</c>: as the browser prefers.</summary>
    public string ColorScheme => Text("categories.global.colorSchemeMode") ?? "LIGHT";

    public bool HasHeader => Is("categories.global.pageHeader.enabled");

    public bool HasFooter => Is("categories.global.pageFooter.enabled");

    /// <summary>Whether the form shows its logo inside.</summary>
    public bool HasFormLogo => Is("components.form.logo.enabled");

    public bool HasHeaderLogo => Is("components.pageHeader.logo.enabled");

    public bool HasFooterLogo => Is("components.pageFooter.logo.enabled");

    /// <summary>A setting that is text; null when it is not there.</summary>
    public string? Text(string path) => (At(path) as JsonValue)?.ToString();

    /// <summary>Whether a setting is on.</summary>
    public bool Is(string path) => At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The mode of the image for a purpose that light, or dark, pages show; null when there is none.</summary>
    public string? ModeOf(string category, bool isDark) => Find(category, isDark ? "DARK" : "LIGHT") is not null ? isDark ? "DARK" : "LIGHT"
        : Find(category, "DYNAMIC") is not null ? "DYNAMIC" : null;

    /// <summary>An image and its content type.</summary>
    public (string Type, byte[] Content)? Image(string? category, string? mode) => Find(category, mode) is { } asset
        ? (BrandingAssets.TypeOf((string)asset["Extension"]!), Convert.FromBase64String((string)asset["Bytes"]!))
        : null;

    private JsonNode? At(string path) => path.Split('.').Aggregate((JsonNode?)settings, static (node, name) => (node as JsonObject)?[name]);

    private JsonNode? Find(string? category, string? mode) => ((JsonArray)document["Assets"]!)
        .FirstOrDefault(asset => (string?)asset!["Category"] == category && (string?)asset["ColorMode"] == mode && asset["Bytes"] is not null);
}
