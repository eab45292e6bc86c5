using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Reflection;

namespace Sam.Policies;

/// <summary>
/// managed-policies.bin, with where each document stands in it: in which block, and where in the block. Opening it reads the list alone; a block is
/// decompressed for the first policy of it that is asked for, and stays.
/// </summary>
internal sealed class ManagedPolicyFile
{
    private static readonly Assembly Here = typeof(ManagedPolicyFile).Assembly;

    private readonly Dictionary<string, Entry> entries;
    private readonly List<Block> blocks;
    private readonly ConcurrentDictionary<int, byte[]> read = [];

    private ManagedPolicyFile(Dictionary<string, Entry> entries, List<Block> blocks) => (this.entries, this.blocks) = (entries, blocks);

    /// <summary>In order.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    public static ManagedPolicyFile Open()
    {
        var entries = new Dictionary<string, Entry>(2048, StringComparer.Ordinal);
        var blocks = new List<Block>();
        var (start, size) = (0, 0);
        using var list = new StreamReader(Here.GetManifestResourceStream("managed-policies.txt")!);
        while (list.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            if (line.Split('\t') is [var name, var path, var length])
            {
                var (block, bytes) = (blocks.Count - 1, int.Parse(length, CultureInfo.InvariantCulture));
                entries.Add(name, new Entry(path, block, size, bytes));
                size += bytes;
                blocks[block] = blocks[block] with { Size = size };
            }
            else
            {
                start += blocks is [.., var before] ? before.Compressed : 0;
                size = 0;
                blocks.Add(new Block(start, int.Parse(line, CultureInfo.InvariantCulture), 0));
            }
        }

        return new(entries, blocks);
    }

    /// <summary>IAM's path of a policy; null when there is none of that name.</summary>
    public string? PathOf(string name) => entries.TryGetValue(name, out var entry) ? entry.Path : null;

    /// <summary>The document of a policy that is there, as JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Read(string name)
    {
        var entry = entries[name];
        return read.GetOrAdd(entry.Block, Decompress).AsMemory(entry.Start, entry.Length);
    }

    private byte[] Decompress(int index)
    {
        var block = blocks[index];
        using var file = Here.GetManifestResourceStream("managed-policies.bin")!;
        file.Position = block.Start;
        using var text = new ZLibStream(file, CompressionMode.Decompress);
        var documents = new byte[block.Size];
        text.ReadExactly(documents);
        return documents;
    }

    private readonly record struct Entry(string Path, int Block, int Start, int Length);

    private readonly record struct Block(int Start, int Compressed, int Size);
}
