using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda.Sources;

/// <summary>The files that a function or a layer is built from.</summary>
internal static class SourceFiles
{
    public static IEnumerable<FileInfo> Of(string path) =>
        File.Exists(path) ? [new FileInfo(path)]
        : DotnetProject.In(path) is { } project ? project.Files
        : Directory.Exists(path) ? SourceStamp.FilesIn(new DirectoryInfo(path))
        : [];
}
