using System.Collections.Frozen;

namespace Emulation.Console;

/// <summary>The console's style sheet and modules, which are part of this assembly.</summary>
internal static class ConsoleFiles
{
    public const string Prefix = $"{ConsolePaths.Prefix}console/";
    private const string Resources = "Console/";

    private static readonly Lazy<FrozenDictionary<string, byte[]>> All = new(() =>
    {
        var assembly = typeof(ConsoleFiles).Assembly;
        return assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Resources, StringComparison.Ordinal))
            .ToFrozenDictionary(static name => name[Resources.Length..], name => Read(assembly.GetManifestResourceStream(name)!), StringComparer.Ordinal);
    });

    public static bool Owns(string path) => path.StartsWith(Prefix, StringComparison.Ordinal);

    public static Task SendAsync(HttpContext http, string path)
    {
        var name = path[Prefix.Length..];
        if (!All.Value.TryGetValue(name, out var content))
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        }

        http.Response.ContentType = name.EndsWith(".css", StringComparison.Ordinal) ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
        http.Response.ContentLength = content.Length;
        return http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
    }

    private static byte[] Read(Stream resource)
    {
        using var bytes = new MemoryStream();
        using (resource)
        {
            resource.CopyTo(bytes);
        }

        return bytes.ToArray();
    }
}
