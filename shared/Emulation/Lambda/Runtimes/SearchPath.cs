namespace Emulation.Lambda.Runtimes;

/// <summary>Finds programs as a shell does.</summary>
internal static class SearchPath
{
    /// <summary>The absolute path of a program on the search path; null where there is none.</summary>
    public static string? Find(string name) => InFolders(name, (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The absolute path of a program in the first of some folders that has it; null where none has.</summary>
    public static string? InFolders(string name, IEnumerable<string> folders) => folders
        .SelectMany(folder => (OperatingSystem.IsWindows() ? [$"{name}.exe", $"{name}.cmd"] : new[] { name }).Select(file => Path.GetFullPath(Path.Combine(folder, file))))
        .FirstOrDefault(File.Exists);
}
