using Emulation.State;
using Microsoft.Win32.SafeHandles;

namespace Emulation.S3.Store;

/// <summary>A file of a body: an object's whole one, or a part's of a multipart upload.</summary>
/// <param name="Name">Its name in the folder, a random one: no name of a client's gets to the file system.</param>
/// <param name="Size">In bytes.</param>
internal sealed record BodyFile(string Name, long Size);

/// <summary>The folder of the bodies that are too large for the table. A file is whole and on the disk before anything refers to it, and is never changed.</summary>
internal sealed class BodyFiles
{
    private readonly string folder;
    private readonly IdSource ids;
    private readonly Action<StoreStep>? reached;
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> leased = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<BodyFile>> doomed = new(StringComparer.Ordinal);

    public BodyFiles(string folder, IdSource ids, Action<StoreStep>? reached)
    {
        OwnerOnlyFolder.Create(folder);
        (this.folder, this.ids, this.reached) = (folder, ids, reached);
    }

    /// <summary>Removes the files that nothing refers to: those of writes that an end of the process cut off.</summary>
    public void Sweep(IReadOnlySet<string> known)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (!known.Contains(Path.GetFileName(path)))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Begins a file.</summary>
    public BodyFileWriter Create()
    {
        var name = Convert.ToHexStringLower(ids.Bytes(16));
        return new BodyFileWriter(Path.Combine(folder, name), name, reached);
    }

    public SafeFileHandle Open(BodyFile file) => File.OpenHandle(Path.Combine(folder, file.Name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>Keeps the files of a body as long as somebody reads; null where they are removed already.</summary>
    public BodyLease? Lease(IReadOnlyList<BodyFile> files)
    {
        lock (gate)
        {
            if (!File.Exists(Path.Combine(folder, files[0].Name)))
            {
                return null;
            }

            leased[files[0].Name] = leased.GetValueOrDefault(files[0].Name) + 1;
            return new BodyLease(this, files[0].Name);
        }
    }

    /// <summary>Removes the files of bodies that nothing refers to any more, once nobody reads them.</summary>
    public void Remove(IEnumerable<IReadOnlyList<BodyFile>> bodies)
    {
        lock (gate)
        {
            foreach (var files in bodies)
            {
                if (leased.ContainsKey(files[0].Name))
                {
                    doomed[files[0].Name] = files;
                }
                else
                {
                    Delete(files);
                }
            }
        }

        reached?.Invoke(StoreStep.Removed);
    }

    public void Release(string name)
    {
        lock (gate)
        {
            if (--leased[name] > 0)
            {
                return;
            }

            leased.Remove(name);
            if (doomed.Remove(name, out var files))
            {
                Delete(files);
            }
        }
    }

    private void Delete(IReadOnlyList<BodyFile> files)
    {
        foreach (var file in files)
        {
            File.Delete(Path.Combine(folder, file.Name));
        }
    }
}

/// <summary>Somebody reads a body. What is never read to its end, as its client has left, lets go when it is collected.</summary>
internal sealed class BodyLease(BodyFiles files, string name) : IDisposable
{
    private int isReleased;

    ~BodyLease() => Release();

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref isReleased, 1) == 0)
        {
            files.Release(name);
        }
    }
}

/// <summary>Writes a file of a body. Until it is finished it is nobody's, and is removed with this.</summary>
internal sealed class BodyFileWriter : IDisposable
{
    private readonly string path;
    private readonly string name;
    private readonly Action<StoreStep>? reached;
    private readonly SafeFileHandle handle;
    private long written;
    private bool isFinished;

    public BodyFileWriter(string path, string name, Action<StoreStep>? reached)
    {
        (this.path, this.name, this.reached) = (path, name, reached);
        handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(handle, bytes, written);
        written += bytes.Length;
        reached?.Invoke(StoreStep.BodyBegun);
    }

    /// <summary>Sees to it that the file is on the disk.</summary>
    public BodyFile Finish()
    {
        RandomAccess.FlushToDisk(handle);
        handle.Dispose();
        isFinished = true;
        reached?.Invoke(StoreStep.BodyFlushed);
        return new BodyFile(name, written);
    }

    public void Dispose()
    {
        handle.Dispose();
        if (!isFinished)
        {
            File.Delete(path);
        }
    }
}
