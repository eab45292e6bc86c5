using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Emulation;
using Sam.Errors;

namespace Tool.Conformance;

/// <summary>The rows of a file, by its name.</summary>
internal sealed record RowSet(string Name, RowFile File);

/// <summary>The rows that come with the tool, which are those of docs/conformance, or those of a folder of somebody's own.</summary>
internal static class RowSets
{
    private const string Prefix = "conformance/";

    private static Assembly Here => typeof(RowSets).Assembly;

    /// <summary>The names of the files that come with the tool.</summary>
    public static IEnumerable<string> Names => Here.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(static name => name[Prefix.Length..]).Order(StringComparer.Ordinal);

    /// <param name="folder">Their folder; null for those of the tool.</param>
    /// <exception cref="UsageException">The folder has none, or one cannot be read.</exception>
    public static ImmutableArray<RowSet> Load(string? folder)
    {
        if (folder is null)
        {
            return
            [
                .. Names.Select(static name =>
                {
                    using var stream = Here.GetManifestResourceStream($"{Prefix}{name}")!;
                    return new RowSet(name, JsonSerializer.Deserialize(stream, RowJson.Default.RowFile)!);
                }),
            ];
        }

        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : throw new UsageException($"--rows {folder}: there is no such folder.");
        return files.Length == 0
            ? throw new UsageException($"--rows {folder}: it has no files of rows (*.json).")
            : [.. files.Order(StringComparer.Ordinal).Select(static file => new RowSet(Path.GetFileNameWithoutExtension(file), Read(file)))];
    }

    /// <summary>Those whose name, after that of their file, begins so.</summary>
    /// <exception cref="UsageException">None does.</exception>
    public static ImmutableArray<RowSet> Only(ImmutableArray<RowSet> sets, string? name)
    {
        if (name is null)
        {
            return sets;
        }

        bool IsMeant(RowSet set, ConformanceRow row) => $"{set.Name}/{row.Name}".StartsWith(name, StringComparison.OrdinalIgnoreCase);
        ImmutableArray<RowSet> found =
        [
            .. sets.Select(set => set with { File = set.File with { Rows = [.. set.File.Rows.Where(row => IsMeant(set, row))] } }).Where(static set => !set.File.Rows.IsEmpty),
        ];
        return found.IsEmpty
            ? throw new UsageException($"--only {name}: no row's name begins so. {DidYouMean.Among(name.Split('/')[0], [.. sets.Select(static set => set.Name)])}")
            : found;
    }

    private static RowFile Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), RowJson.Default.RowFile)!;
        }
        catch (JsonException e)
        {
            throw new UsageException($"{file}: {e.Message}");
        }
    }
}
