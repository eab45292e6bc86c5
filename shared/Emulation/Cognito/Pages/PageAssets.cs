using Emulation.Cognito.OAuth;

namespace Emulation.Cognito.Pages;

/// <summary>The pages' files: the style sheet, and the client's own style sheet and logo.</summary>
internal sealed class PageAssets(Customizations looks)
{
    private const string Prefix = "/assets/";

    /// <summary>The style sheet of every page.</summary>
    public static byte[] StyleSheet { get; } = Read("style.css");

    public static bool Owns(string path) => path.StartsWith(Prefix, StringComparison.Ordinal);

    public Task HandleAsync(DomainCall call)
    {
        var (type, content) = call.Path[Prefix.Length..] switch
        {
            "style.css" => ("text/css; charset=utf-8", StyleSheet),
            "custom.css" when looks.CssOf(call.Pool, call.Query["client_id"]) is { } css => ("text/css; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(css)),
            "logo" when looks.ImageOf(call.Pool, call.Query["client_id"]) is { } image => (Customizations.TypeOf(image), image),
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

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"Pages/{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
