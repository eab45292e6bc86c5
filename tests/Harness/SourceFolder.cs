using Emulation;

namespace Harness;

/// <summary>Finds files from where tests run: the folders of the template and of the tests' own sources.</summary>
internal static class SourceFolder
{
    /// <summary>
    /// The folder of a source file, by what the compiler says of it. A build for others (<c>ContinuousIntegrationBuild</c>) says <c>/_/</c> for the repository's
    /// folder.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The sources are not on this machine.</exception>
    public static string Of(string sourceFile)
    {
        var folder = Path.GetDirectoryName(sourceFile) ?? "";
        return Directory.Exists(folder) ? folder
            : folder.StartsWith("/_", StringComparison.Ordinal) && folder.IndexOf('/', 1) is var at and > 0
                && FoldersAbove().Select(above => Path.Combine(above, folder[(at + 1)..])).FirstOrDefault(Directory.Exists) is { } found
                ? found
            : throw new DirectoryNotFoundException($"The test's own folder {folder} is not there. Give an absolute path of the kept file.");
    }

    /// <summary>A template, or a folder of some, by its path: an absolute one, or one in the folder of the tests or above, or in the working folder.</summary>
    /// <param name="template">The path, perhaps with <c>NAME=</c> before it and <c>@ACCOUNT</c> after it.</param>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    public static string Template(string template) => TemplateSource.WithPath(template, static path => Path.IsPathRooted(path)
        ? path
        : FoldersAbove().Append(Directory.GetCurrentDirectory()).Select(folder => Path.Combine(folder, path)).FirstOrDefault(Path.Exists)
            ?? throw new FileNotFoundException($"There is no {path} in {AppContext.BaseDirectory} or above. Name one with LocalAwsOptions.Template."));

    private static IEnumerable<string> FoldersAbove()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
