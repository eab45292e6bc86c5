using System.IO.Compression;
using System.Text;
using Emulation.Lambda.Runtimes;
using Sam;

namespace Emulation.Lambda.Sources;

/// <summary>
/// Code or a layer that is an archive on this machine, unpacked into a folder of its own. Lambda Developer Guide, "Lambda quotas": 250 MB unpacked. Nothing of it gets outside of
/// its folder.
/// </summary>
/// <param name="logicalId">The name of the function or layer.</param>
/// <param name="archive">The absolute path of the archive.</param>
internal sealed class ArchiveProject(string logicalId, string archive) : IFunctionProject
{
    /// <summary>"Deployment package (.zip file archive) size ... 250 MB ... unzipped, including layers".</summary>
    public const long MostBytes = 250L * 1024 * 1024;

    private const int MostEntries = 200_000;
    private const int FileKind = 0xF000;
    private const int Link = 0xA000;
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Each archive has its own folder: a process that runs the one before is not disturbed.</summary>
    public string Name => $"{logicalId}.{Stamp[..12]}";

    public string Stamp { get; } = SourceStamp.Of([new FileInfo(archive)]);

    /// <summary>Whether a path names an archive: a file, or one that is still to be built.</summary>
    public static bool IsNamed(string path) => File.Exists(path) || (Path.GetExtension(path) is ".zip" or ".jar" && !Directory.Exists(path));

    /// <summary>Why it cannot be unpacked, or what it has cannot run, and what to do about it; null when nothing is known against it.</summary>
    /// <param name="archive">The absolute path of the archive.</param>
    /// <param name="function">The function whose code it is; null of a layer.</param>
    public static string? WhyNot(string archive, Function? function = null)
    {
        if (!File.Exists(archive))
        {
            return $"{archive} is not there. Build it first, as its own tool or 'sam build' does, or name a folder.";
        }

        try
        {
            using var zip = ZipFile.OpenRead(archive);
            return Check(zip) ?? (function is null ? null : WhyNot(function, archive, [.. zip.Entries.Select(static entry => entry.FullName)]));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return $"{archive} cannot be read as a zip archive: {e.Message} Build it anew, or name a folder.";
        }
    }

    public async Task BuildAsync(BuildOutput output, CancellationToken cancellation)
    {
        FolderCopy.Empty(output.Folder);
        try
        {
            using var zip = ZipFile.OpenRead(archive);
            if (Check(zip) is { } why)
            {
                throw new FunctionBuildException(why);
            }

            var left = MostBytes;
            foreach (var entry in zip.Entries.Where(static entry => !IsLink(entry)))
            {
                left = await WriteAsync(entry, output.Folder, left, cancellation).ConfigureAwait(false);
            }

            // Last, so that no file is written through one.
            foreach (var entry in zip.Entries.Where(IsLink))
            {
                MakeLink(entry, output.Folder);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new FunctionBuildException($"{archive} cannot be unpacked: {e.Message}");
        }
    }

    private static string? WhyNot(Function function, string archive, HashSet<string> names) =>
        names.Contains(PublishedProgram.Bootstrap) || PackagedClientRuntime.Runs(function, names) ? null
        : UnservedLanguage.WhyNot(function, archive) is { } why ? why
        : function.Runtime.StartsWith("dotnet", StringComparison.Ordinal) && function.Handler.Split("::")[0] is var assembly
            && !names.Contains($"{assembly}.dll") && !names.Contains(assembly)
            ? $"{archive} has no '{assembly}.dll', which the Handler names. Publish the project into it, or name the project's folder."
        : null;

    private static string? Check(ZipArchive zip) =>
        zip.Entries.Count > MostEntries ? $"The archive has {zip.Entries.Count} entries, and {MostEntries} are taken."
        : zip.Entries.Sum(static entry => entry.Length) > MostBytes
            ? "Unpacked the archive is larger than 250 MB, which is Lambda's limit. Leave out what the function does not need."
        : zip.Entries.FirstOrDefault(static entry => !IsInside(entry.FullName)) is { } outside
            ? $"The archive's entry '{outside.FullName}' leads out of its folder. Build it anew."
        : null;

    private static bool IsInside(string name) => !name.Contains('\0') && !Path.IsPathRooted(name)
        && !(OperatingSystem.IsWindows() && name.Contains(':', StringComparison.Ordinal)) && !Parts(name).Contains("..");

    private static string[] Parts(string name) => name.Split('/', '\\');

    private static bool IsLink(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & FileKind) == Link;

    private static async Task<long> WriteAsync(ZipArchiveEntry entry, string folder, long left, CancellationToken cancellation)
    {
        var path = Path.Combine([folder, .. Parts(entry.FullName)]);
        if (Parts(entry.FullName)[^1].Length == 0)
        {
            Directory.CreateDirectory(path);
            return left;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var from = await entry.OpenAsync(cancellation).ConfigureAwait(false);
        using var to = File.Create(path);
        // The size that an entry says of itself may be wrong.
        var buffer = new byte[64 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            if ((left -= read) < 0)
            {
                throw new InvalidDataException("it is larger than 250 MB.");
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }

        if (!OperatingSystem.IsWindows() && ((UnixFileMode)(entry.ExternalAttributes >> 16) & Executable) != 0)
        {
            File.SetUnixFileMode(path, Own | UnixFileMode.UserExecute);
        }

        return left;
    }

    /// <summary>A link goes upwards first, and never above the folder; so it leads inside whatever the links are that it passes.</summary>
    private static void MakeLink(ZipArchiveEntry entry, string folder)
    {
        using var text = new StreamReader(entry.Open(), Encoding.UTF8);
        var target = text.ReadToEnd();
        var parts = Parts(target);
        var up = parts.TakeWhile(static part => part == "..").Count();
        // As the file system counts: "." and an empty part are no folder.
        var own = Parts(entry.FullName).Where(static part => part is not ("" or ".")).ToArray();
        var path = Path.Combine([folder, .. own]);
        if (target.Length == 0 || Path.IsPathRooted(target) || parts.Skip(up).Contains("..") || up > own.Length - 1 || PassesLink(folder, own))
        {
            throw new InvalidDataException($"the link '{entry.FullName}' leads out of its folder.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
    }

    private static bool PassesLink(string folder, string[] own) =>
        Enumerable.Range(1, own.Length - 1).Any(count => new DirectoryInfo(Path.Combine([folder, .. own[..count]])).LinkTarget is not null);
}
