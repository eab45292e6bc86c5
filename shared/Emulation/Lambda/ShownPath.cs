namespace Emulation.Lambda;

/// <summary>Files as a person who sits in a folder calls them.</summary>
internal static class ShownPath
{
    /// <summary>From the working folder, where the file is in it or below; else as it is.</summary>
    public static string Of(string path)
    {
        var folder = $"{Path.TrimEndingDirectorySeparator(Directory.GetCurrentDirectory())}{Path.DirectorySeparatorChar}";
        return path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : path;
    }
}
