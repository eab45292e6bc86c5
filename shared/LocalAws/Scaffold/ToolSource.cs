using System.Text.Json;

namespace Tool.Scaffold;

/// <summary>Where this tool was installed from: its other packages are there too. NuGet keeps it beside the package that it has unpacked.</summary>
internal static class ToolSource
{
    private const string Metadata = ".nupkg.metadata";

    /// <summary>Folders above the program's own, up to the package's: <c>tools/net10.0/any</c>.</summary>
    private const int MostFolders = 4;

    /// <summary>The folder of packages; null when it came from elsewhere, or was not installed but built.</summary>
    /// <param name="program">The folder of the program.</param>
    public static string? FolderOf(string program)
    {
        var folder = new DirectoryInfo(program);
        for (var i = 0; i < MostFolders && folder is not null; i++, folder = folder.Parent)
        {
            if (SourceIn(Path.Combine(folder.FullName, Metadata)) is { } source)
            {
                return Directory.Exists(source) ? source : null;
            }
        }

        return null;
    }

    private static string? SourceIn(string file)
    {
        try
        {
            using var metadata = JsonDocument.Parse(File.ReadAllText(file));
            return metadata.RootElement.TryGetProperty("source", out var source) ? source.GetString() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
