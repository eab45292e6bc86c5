using Emulation.Cognito.OAuth;
using Emulation.Cognito.Pages.Branding;

namespace Emulation.Cognito.Pages;

/// <summary>The pages' files: the style sheet, the script for passkeys, and what the client has of its own: a style sheet and a logo, or a style with its images.</summary>
internal sealed class PageAssets(Looks looks)
{
    private const string Prefix = "/assets/";
    private static readonly byte[] Script = Read("passkey.js");

    /// <summary>The style sheet of every page.</summary>
    public static byte[] StyleSheet { get; } = Read("style.css");

    public static bool Owns(string path) => path.StartsWith(Prefix, StringComparison.Ordinal);

    public Task HandleAsync(DomainCall call)
    {
        var (type, content) = call.Path[Prefix.Length..] switch
        {
            "style.css" => ("text/css; charset=utf-8", StyleSheet),
            "passkey.js" => ("text/javascript; charset=utf-8", Script),
            "custom.css" when looks.CssOf(call.Pool, call.Query["client_id"]) is { } css => ("text/css; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(css)),
            "logo" when looks.ImageOf(call.Pool, call.Query["client_id"]) is { } image => (Customizations.TypeOf(image), image),
            "brand.css" when looks.BrandOf(call.Pool, call.Query["client_id"]) is { } brand => ("text/css; charset=utf-8", SheetOf(brand, call)),
            "brand" when looks.BrandOf(call.Pool, call.Query["client_id"])?.Image(call.Query["category"], call.Query["mode"]) is { } image => image,
            _ => (null, []),
        };
        var response = call.Http.Response;
        response.StatusCode = type is null ? 404 : 200;
        response.ContentType = type;
        response.ContentLength = content.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'";
        response.Headers.CacheControl = "no-cache";
        return response.Body.WriteAsync(content, call.Cancellation).AsTask();
    }

    /// <summary>Where an image of a client's style is, from the style sheet's place.</summary>
    public static string ImageOf(string? client, Brand brand, string category, string mode) =>
        $"brand?client_id={Uri.EscapeDataString(client ?? "")}&category={category}&mode={mode}&v={Uri.EscapeDataString(brand.Version)}";

    private static byte[] SheetOf(Brand brand, DomainCall call) =>
        System.Text.Encoding.UTF8.GetBytes(BrandSheet.Of(brand, (category, mode) => ImageOf(call.Query["client_id"], brand, category, mode)));

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"Pages/{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
