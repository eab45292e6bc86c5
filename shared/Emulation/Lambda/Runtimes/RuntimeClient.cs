using System.Collections.Immutable;
using Emulation.State;

namespace Emulation.Lambda.Runtimes;

/// <summary>
/// A runtime client of ours: what Lambda's managed runtime of a language has in place of a <c>bootstrap</c>. It takes events from the Runtime API and hands them to the
/// handler. Its files are part of this assembly, and are written where processes are started from.
/// </summary>
/// <param name="Folder">The folder of its files: of their resources' names, and where they are written.</param>
/// <param name="Entry">The file that is started.</param>
internal sealed record RuntimeClient(string Folder, string Entry)
{
    private static readonly Lock Writing = new();

    private string Prefix => $"Runtimes/{Folder}/";

    /// <summary>Writes the files, unless they are there.</summary>
    /// <param name="folder">A folder that nobody else of the machine may write to, and that this LocalAws made itself.</param>
    /// <returns>The absolute path of the file that is started.</returns>
    public string WriteTo(string folder)
    {
        var own = Path.Combine(folder, Folder);
        var entry = Path.GetFullPath(Path.Combine(own, Entry));
        lock (Writing)
        {
            if (!File.Exists(entry))
            {
                OwnerOnlyFolder.Create(own);
                // What is started is there last, so that whoever sees it sees all.
                foreach (var file in FilesOf().OrderBy(file => file == Entry))
                {
                    Write(file, Path.Combine(own, file));
                }
            }
        }

        return entry;
    }

    private ImmutableArray<string> FilesOf() => [.. typeof(RuntimeClient).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])];

    private void Write(string file, string path)
    {
        using var resource = typeof(RuntimeClient).Assembly.GetManifestResourceStream(Prefix + file)!;
        using var written = File.Create(path);
        resource.CopyTo(written);
    }
}
