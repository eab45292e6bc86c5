using System.Text;

namespace Emulation.Lambda;

/// <summary>The last lines of a log, in 4 KB: what a call gets that asks for <c>LogType: Tail</c>. AWS Lambda API Reference, Invoke.</summary>
internal sealed class LogTail
{
    private const int Longest = 4096;
    private readonly List<byte> bytes = [];

    public void Add(ReadOnlySpan<char> text)
    {
        var added = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, added);
        bytes.AddRange(added);
        if (bytes.Count > 2 * Longest)
        {
            bytes.RemoveRange(0, bytes.Count - Longest);
        }
    }

    public void Clear() => bytes.Clear();

    /// <summary>What is left of a character that the beginning cuts is no text, and is shown as such.</summary>
    public byte[] Last()
    {
        var last = bytes.GetRange(Math.Max(0, bytes.Count - Longest), Math.Min(Longest, bytes.Count)).ToArray();
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(last));
    }
}
