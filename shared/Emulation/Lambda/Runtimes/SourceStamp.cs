using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Emulation.Lambda.Runtimes;

/// <summary>Tells whether files have changed: a hash of the name, size and time of each.</summary>
internal static class SourceStamp
{
    private static readonly string[] OutputFolders = ["bin", "obj", "artifacts", "node_modules", "__pycache__", "venv"];

    public static string Of(IEnumerable<FileInfo> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The files of a folder, in order, without what builds and tools put there: folders whose name begins with a dot are theirs.</summary>
    public static IEnumerable<FileInfo> FilesIn(DirectoryInfo folder) => folder.EnumerateFiles().OrderBy(static file => file.Name, StringComparer.Ordinal)
        .Concat(folder.EnumerateDirectories().Where(static sub => sub.Name[0] != '.' && !OutputFolders.Contains(sub.Name))
            .OrderBy(static sub => sub.Name, StringComparer.Ordinal).SelectMany(FilesIn));
}
