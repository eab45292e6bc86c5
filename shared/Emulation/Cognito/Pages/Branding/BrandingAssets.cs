using System.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pages.Branding;

/// <summary>The images of a style, each for one purpose and for light or dark pages, or both. Amazon Cognito API Reference, AssetType.</summary>
internal static class BrandingAssets
{
    private const int Most = 40;
    private const int Largest = 1_000_000;

    private static readonly string[] Categories =
    [
        "FAVICON_ICO", "FAVICON_SVG", "EMAIL_GRAPHIC", "SMS_GRAPHIC", "AUTH_APP_GRAPHIC", "PASSWORD_GRAPHIC", "PASSKEY_GRAPHIC", "PAGE_HEADER_LOGO",
        "PAGE_HEADER_BACKGROUND", "PAGE_FOOTER_LOGO", "PAGE_FOOTER_BACKGROUND", "PAGE_BACKGROUND", "FORM_BACKGROUND", "FORM_LOGO", "IDP_BUTTON_ICON",
    ];

    /// <summary>Reads the assets of a request.</summary>
    /// <exception cref="CognitoException">One is not what it says.</exception>
    public static JsonArray Read(Fields request)
    {
        var assets = request.Items("Assets").Select(One).ToList();
        if (assets.Count > Most)
        {
            throw request.Violation(null, "Assets", $"Member must have length less than or equal to {Most}");
        }

        return [.. assets];
    }

    /// <summary>One list over another: an asset takes the place of one for the same purpose and pages.</summary>
    public static JsonArray Over(JsonArray lower, JsonArray upper) =>
    [
        .. lower.Where(below => !upper.Any(above => KeyOf(above!) == KeyOf(below!))).Concat(upper).Select(static asset => asset!.DeepClone()),
    ];

    /// <summary>The content type of a file's name ending.</summary>
    public static string TypeOf(string extension) => extension switch
    {
        "ICO" => "image/x-icon",
        "SVG" => "image/svg+xml",
        _ => $"image/{extension.ToLowerInvariant()}",
    };

    private static (string?, string?, string?) KeyOf(JsonNode asset) => ((string?)asset["Category"], (string?)asset["ColorMode"], (string?)asset["ResourceId"]);

    private static JsonNode One(Fields asset)
    {
        var read = new JsonObject
        {
            ["Category"] = asset.Choice("Category", Categories) ?? throw asset.Missing("Category"),
            ["ColorMode"] = asset.Choice("ColorMode", "LIGHT", "DARK", "DYNAMIC") ?? throw asset.Missing("ColorMode"),
            ["Extension"] = asset.Choice("Extension", "ICO", "JPEG", "PNG", "SVG", "WEBP") ?? throw asset.Missing("Extension"),
        };
        if (asset.Text("ResourceId", 1, 40) is { } id)
        {
            read["ResourceId"] = id;
        }

        if (asset.Text("Bytes", 0, Largest * 2) is { } text)
        {
            var bytes = new byte[text.Length];
            if (!Convert.TryFromBase64String(text, bytes, out var length) || !Is((string)read["Extension"]!, bytes.AsSpan(0, length)))
            {
                throw Refusal.Invalid($"The asset {read["Category"]} is no {read["Extension"]} image in base64.");
            }

            if (length > Largest)
            {
                throw asset.Violation(null, "Bytes", $"Member must have length less than or equal to {Largest}");
            }

            read["Bytes"] = text;
        }

        return read;
    }

    private static bool Is(string extension, ReadOnlySpan<byte> image) => extension switch
    {
        "PNG" or "JPEG" => Customizations.TypeOf(image) == TypeOf(extension),
        "WEBP" => image.Length > 12 && image.StartsWith("RIFF"u8) && image[8..].StartsWith("WEBP"u8),
        "ICO" => image.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]),
        _ => IsSvg(image),
    };

    private static bool IsSvg(ReadOnlySpan<byte> image)
    {
        try
        {
            var settings = new System.Xml.XmlReaderSettings { DtdProcessing = System.Xml.DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = System.Xml.XmlReader.Create(new StringReader(Encoding.UTF8.GetString(image).TrimStart('\uFEFF')), settings);
            return reader.MoveToContent() == System.Xml.XmlNodeType.Element && reader.LocalName == "svg";
        }
        catch (System.Xml.XmlException)
        {
            return false;
        }
    }
}
