using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Emulation.ServiceReference.Data;

/// <summary>service-reference.bin, as make.py beside it says: its index, and the text of a service when it is asked for.</summary>
internal sealed class ServiceDataFile
{
    private const string Resource = "service-reference";

    private readonly SortedDictionary<string, Entry> entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, ImmutableArray<string>> signed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> models = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Block> blocks = [];
    private readonly ConcurrentDictionary<int, WeakReference<byte[]>> read = [];

    private ServiceDataFile(Stream file)
    {
        using var size = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);
        var start = size.ReadInt32() + sizeof(int);
        using var text = new StreamReader(new ZLibStream(file, CompressionMode.Decompress));
        var source = ImmutableArray.CreateBuilder<string>();
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                source.Add(line[2..]);
            }
            else if (line.Split('\t') is ["B", var compressed])
            {
                start += blocks is [.., var before] ? before.Compressed : 0;
                blocks.Add(new Block(start, Number(compressed), 0));
            }
            else
            {
                Add(line.Split('\t'));
            }
        }

        Source = source.DrainToImmutable();
    }

    public ImmutableArray<string> Source { get; }

    public IReadOnlyCollection<string> Prefixes => entries.Keys;

    public IEnumerable<string> SigningNames => signed.Keys;

    public static ServiceDataFile Open()
    {
        using var file = Stream();
        return new ServiceDataFile(file);
    }

    /// <summary>IAM's prefix of a service by one of its names; null when there is none.</summary>
    public string? PrefixOf(string name) =>
        entries.TryGetValue(name, out var entry) ? entry.Prefix : signed.TryGetValue(name, out var prefixes) ? prefixes[0] : models.GetValueOrDefault(name);

    /// <summary>The services that have an API whose calls are signed with a name.</summary>
    public ImmutableArray<string> PrefixesOfSigned(string signingName) => signed.GetValueOrDefault(signingName, []);

    public ServiceFacts Read(string prefix)
    {
        var entry = entries[prefix];
        return ServiceText.Read(entry.Prefix, Encoding.UTF8.GetString(BlockAt(entry.Block), entry.Start, entry.Size));
    }

    private void Add(string[] line)
    {
        var (prefix, size) = (line[0], Number(line[1]));
        entries.Add(prefix, new Entry(prefix, blocks.Count - 1, blocks[^1].Size, size));
        blocks[^1] = blocks[^1] with { Size = blocks[^1].Size + size };
        foreach (var api in line is [_, _, var apis] ? apis.Split(' ') : [])
        {
            var (model, name) = api.Split('=') is [var first, var second] ? (first, second) : throw new InvalidDataException(api);
            models.Add(model, prefix);
            var known = signed.GetValueOrDefault(name, []);
            signed[name] = known.Contains(prefix) ? known : known.Add(prefix);
        }
    }

    /// <summary>A block is kept as long as nothing else needs its memory: services of one are often asked for together.</summary>
    private byte[] BlockAt(int index)
    {
        if (read.TryGetValue(index, out var kept) && kept.TryGetTarget(out var known))
        {
            return known;
        }

        var block = blocks[index];
        using var file = Stream();
        file.Position = block.Start;
        using var text = new ZLibStream(file, CompressionMode.Decompress);
        var bytes = new byte[block.Size];
        text.ReadExactly(bytes);
        read[index] = new WeakReference<byte[]>(bytes);
        return bytes;
    }

    private static Stream Stream() => typeof(ServiceDataFile).Assembly.GetManifestResourceStream(Resource)!;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private readonly record struct Entry(string Prefix, int Block, int Start, int Size);

    private readonly record struct Block(int Start, int Compressed, int Size);
}
