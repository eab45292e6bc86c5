using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda.Sources;

/// <summary>The files that a function or a layer is built from.</summary>
internal static class SourceFiles
{
    /// <summary>Those of a path, and of the projects that it refers to.</summary>
    public static IEnumerable<FileInfo> Of(string path) => !File.Exists(path) && DotnetProject.In(path) is { } project ? project.Files : FilesAt(path);

    /// <summary>The file of a path, or those of the folder.</summary>
    public static IEnumerable<FileInfo> FilesAt(string path) =>
        File.Exists(path) ? [new FileInfo(path)]
        : Directory.Exists(path) ? SourceStamp.FilesIn(new DirectoryInfo(path))
        : [];

    /// <summary>Every file of a folder: of a layer <c>bin</c> is a part like any other.</summary>
    public static IEnumerable<FileInfo> AllIn(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(static file => file.FullName, StringComparer.Ordinal) : [];
}
