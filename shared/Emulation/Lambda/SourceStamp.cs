using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Emulation.Lambda;

/// <summary>
/// Tells whether a project must be built anew: a hash of the name, size and time of every file that its build reads - its own, those of the
/// projects it refers to, and the build files in the folders above.
/// </summary>
internal static class SourceStamp
{
    private static readonly string[] BuildFilesAbove =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig", "BannedSymbols.txt", "NuGet.config", "nuget.config"];

    private static readonly string[] OutputFolders = ["bin", "obj", "artifacts", ".localaws", "node_modules", ".git"];

    public static string Of(string project)
    {
        var projects = new SortedSet<string>(StringComparer.Ordinal);
        Collect(Path.GetFullPath(project), projects);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in projects.SelectMany(static p => Sources(new DirectoryInfo(Path.GetDirectoryName(p)!))).Concat(FilesAbove(project)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Collect(string project, SortedSet<string> projects)
    {
        if (!File.Exists(project) || !projects.Add(project))
        {
            return;
        }

        foreach (var reference in XDocument.Load(project).Descendants("ProjectReference").Attributes("Include"))
        {
            Collect(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, reference.Value.Replace('\\', '/'))), projects);
        }
    }

    private static IEnumerable<FileInfo> Sources(DirectoryInfo folder) => folder.EnumerateFiles().OrderBy(static file => file.Name, StringComparer.Ordinal)
        .Concat(folder.EnumerateDirectories().Where(static sub => !OutputFolders.Contains(sub.Name)).OrderBy(static sub => sub.Name, StringComparer.Ordinal).SelectMany(Sources));

    private static IEnumerable<FileInfo> FilesAbove(string project)
    {
        for (var folder = new FileInfo(project).Directory?.Parent; folder is not null; folder = folder.Parent)
        {
            foreach (var name in BuildFilesAbove)
            {
                var file = new FileInfo(Path.Combine(folder.FullName, name));
                if (file.Exists)
                {
                    yield return file;
                }
            }
        }
    }
}
