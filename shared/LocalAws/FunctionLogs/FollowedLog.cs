using System.Text;

namespace Tool.FunctionLogs;

/// <summary>Reads a log that somebody else writes: its last lines, then those that come. A log that has grown too long is begun anew, and so is the reading.</summary>
internal sealed class FollowedLog(string path)
{
    private long position;

    /// <summary>The last lines that are whole.</summary>
    public IReadOnlyList<string> Last(int count)
    {
        position = 0;
        var lines = New();
        return lines.Count <= count ? lines : [.. lines.Skip(lines.Count - count)];
    }

    /// <summary>What has come since the last look, as far as it is whole; nothing while the file is not there.</summary>
    public IReadOnlyList<string> New()
    {
        byte[] read;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            position = file.Length < position ? 0 : position;
            read = new byte[file.Length - position];
            file.Position = position;
            read = read[..file.ReadAtLeast(read, read.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            position = 0;
            return [];
        }

        var whole = read.AsSpan().LastIndexOf((byte)'\n') + 1;
        position += whole;
        return whole == 0 ? [] : [.. Encoding.UTF8.GetString(read, 0, whole - 1).Split('\n').Select(static line => line.TrimEnd('\r'))];
    }
}
