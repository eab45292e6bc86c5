using Emulation.Lambda.Runtimes;
using Emulation.Lambda.Sources;
using Emulation.State;

namespace Emulation.Lambda;

/// <summary>
/// What the processes of one host run of what is built: a copy of each build as it was when the host began. A program loads parts of itself as late as it uses them, and a
/// process may start at any time: neither may meet the next build, which takes the place of this one before anybody knows whether it comes into force.
/// </summary>
internal sealed class RunningCode : IDisposable
{
    private const int MostTries = 3;
    private readonly string folder;
    private readonly Dictionary<string, Copy> own = new(StringComparer.Ordinal);

    /// <summary>How many hosts run each copy: those that run the same build share it.</summary>
    private readonly Dictionary<string, int> hosts;

    /// <param name="homes">The folder of this LocalAws's processes, with which the copies go.</param>
    /// <param name="before">What the host before this one runs; null when there was none.</param>
    public RunningCode(string homes, RunningCode? before)
    {
        folder = Path.Combine(homes, "code");
        hosts = before?.hosts ?? new(StringComparer.Ordinal);
    }

    /// <summary>The copy of a build; the build itself where there is none yet.</summary>
    public string FolderOf(string built) => Of(built)?.Folder ?? built;

    /// <summary>The stamp of the sources that a build was made of; null where there is none yet.</summary>
    public string? StampOf(string built) => Of(built)?.Stamp;

    /// <summary>Deletes the copies that no other host runs.</summary>
    public void Dispose()
    {
        lock (hosts)
        {
            foreach (var copy in own.Values.Where(copy => --hosts[copy.Folder] == 0))
            {
                try
                {
                    FolderCopy.Delete(copy.Folder);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // A process that is just ending holds a file: it goes with the folder of all processes.
                }
            }

            own.Clear();
        }
    }

    private Copy? Of(string built)
    {
        lock (hosts)
        {
            if (own.TryGetValue(built, out var known))
            {
                return known;
            }

            for (var tries = 1; ; tries++)
            {
                try
                {
                    return own[built] = Take(built);
                }
                catch (IOException) when (tries < MostTries)
                {
                    // Another LocalAws builds the same at this moment.
                }
                catch (IOException)
                {
                    return null;
                }
            }
        }
    }

    private Copy Take(string built)
    {
        var stampFile = Path.Combine(built, ProjectBuilds.StampFile);
        var stamp = File.ReadAllText(stampFile);
        var copy = new Copy(Path.Combine(folder, $"{Path.GetFileName(built)}.{SourceStamp.Of(built, stamp)[..12]}"), stamp);
        if (!Directory.Exists(copy.Folder))
        {
            OwnerOnlyFolder.Create(Path.GetDirectoryName(folder)!);
            OwnerOnlyFolder.Create(folder);
            var making = $"{copy.Folder}{ProjectBuilds.Apart}";
            FolderCopy.Empty(making);
            FolderCopy.Copy(built, making);
            if (File.ReadAllText(stampFile) != stamp)
            {
                throw new IOException($"{built} was made anew while it was copied.");
            }

            Directory.Move(making, copy.Folder);
        }

        hosts[copy.Folder] = hosts.GetValueOrDefault(copy.Folder) + 1;
        return copy;
    }

    private sealed record Copy(string Folder, string Stamp);
}
