using System.Globalization;

namespace Emulation.Lambda;

/// <summary>
/// The processes of this machine, as Linux shows them below <c>/proc</c>; none elsewhere. Those of others show little, and one that has ended nothing. proc(5).
/// </summary>
internal static class ProcessTable
{
    public static IEnumerable<int> All
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                yield break;
            }

            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                {
                    yield return id;
                }
            }
        }
    }

    /// <summary>Whether a process was started with a variable: <c>NAME=value</c> and a zero byte.</summary>
    public static bool HasVariable(int id, ReadOnlySpan<byte> variable) => Read(id, "environ").AsSpan().IndexOf(variable) >= 0;

    /// <summary>The process that started it, or inherited it; 0 when it is not there.</summary>
    public static int ParentOf(int id)
    {
        // The program's name is in parentheses, and may have any in it.
        var text = System.Text.Encoding.UTF8.GetString(Read(id, "stat"));
        return text.LastIndexOf(')') is var end and >= 0 && text[(end + 1)..].Split(' ', 4, StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..]
            && int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>Whether one of its open files is this, such as <c>socket:[4711]</c>; null when that cannot be told.</summary>
    public static bool? HasOpen(int id, string file)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{id}/fd").Any(descriptor => IsLinkTo(descriptor, file));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return e is UnauthorizedAccessException ? null : false;
        }
    }

    private static bool IsLinkTo(string descriptor, string file)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget == file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Closed meanwhile.
            return false;
        }
    }

    private static byte[] Read(int id, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
