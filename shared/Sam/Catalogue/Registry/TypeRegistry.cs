using System.Collections.Concurrent;
using System.Text;

namespace Sam.Catalogue.Registry;

/// <summary>
/// Every type of resource that CloudFormation and SAM have, from resource-types.txt. Loading it finds where each type stands; a type is read when a template first uses it.
/// </summary>
internal static class TypeRegistry
{
    private static readonly Lazy<(byte[] Text, Dictionary<string, Range> Lines)> File = new(Index);

    private static readonly ConcurrentDictionary<string, RegisteredType> Read = new(StringComparer.Ordinal);

    /// <summary>The names of all types.</summary>
    public static IReadOnlyCollection<string> Names => File.Value.Lines.Keys;

    /// <summary>Whether AWS has a type.</summary>
    public static bool Knows(string name) => File.Value.Lines.ContainsKey(name);

    /// <summary>A type by its name, or null when AWS has none of that name.</summary>
    public static RegisteredType? Find(string name)
    {
        if (Read.TryGetValue(name, out var known))
        {
            return known;
        }

        var (text, lines) = File.Value;
        return lines.TryGetValue(name, out var line)
            ? Read.GetOrAdd(name, static (name, line) => RegisteredType.Parse(name, line), Encoding.UTF8.GetString(text.AsSpan(line)))
            : null;
    }

    private static (byte[] Text, Dictionary<string, Range> Lines) Index()
    {
        using var stream = typeof(TypeRegistry).Assembly.GetManifestResourceStream("resource-types")!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        var lines = new Dictionary<string, Range>(2048, StringComparer.Ordinal);
        var service = "";
        foreach (var range in text.AsSpan().Split((byte)'\n'))
        {
            var line = text.AsSpan(range);
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }

            var kind = line.IndexOf((byte)'\t');
            if (kind < 0)
            {
                service = Encoding.UTF8.GetString(line);
            }
            else
            {
                lines.Add($"{service}::{Encoding.UTF8.GetString(line[..kind])}", range);
            }
        }

        return (text, lines);
    }
}
