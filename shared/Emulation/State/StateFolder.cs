using System.Security.Cryptography;

namespace Emulation.State;

/// <summary>
/// The folder that outlives the process: the sealing key, the profiles, and the functions' data. One process owns it at a time,
/// by a lock that the operating system releases even after <c>kill -9</c>.
/// </summary>
internal sealed class StateFolder : IDisposable
{
    private readonly FileStream ownership;

    private StateFolder(string path, FileStream ownership, bool endsSessions)
    {
        Path = path;
        this.ownership = ownership;
        SealingKey = ReadOrCreateKey(
            System.IO.Path.Combine(path, "sealing.key"),
            "Delete it and cognito.db, or bring it back: without it users get new secret keys, and user pools lose what the API made.");
        SessionKey = ReadOrCreateKey(System.IO.Path.Combine(path, "session.key"), "Delete it; every session issued before ends.", endsSessions);
    }

    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; }

    /// <summary>The folder of the functions' logs.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>The folder of the functions' own folders, which last as long as their processes.</summary>
    public string Homes => System.IO.Path.Combine(Path, "tmp");

    /// <summary>32 bytes that users' secrets are derived from, and that seal what user pools keep: it stays as long as the folder.</summary>
    public byte[] SealingKey { get; }

    /// <summary>32 bytes that seal the sessions of STS: another key ends them all, and nothing else.</summary>
    public byte[] SessionKey { get; }

    /// <summary>The folder where the stack's functions keep what must survive a restart.</summary>
    public string DataOf(string stackName) => Directory.CreateDirectory(System.IO.Path.Combine(Path, "data", stackName)).FullName;

    /// <summary>
    /// Opens the folder, and creates it when it is not there, readable by its owner only. With <paramref name="endsSessions"/> it gets a new session key.
    /// </summary>
    /// <exception cref="StateFolderException">Another process owns the folder, or it cannot be written.</exception>
    public static StateFolder Open(string path, bool endsSessions = false)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            OwnerOnlyFolder.Create(path);
            IgnoredFolder.Mark(path);
            return Owned(path, endsSessions);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StateFolderException($"The state folder {path} cannot be written: {e.Message} Choose another with --data.", e);
        }
    }

    public void Dispose() => ownership.Dispose();

    private static StateFolder Owned(string path, bool endsSessions)
    {
        var ownership = Own(System.IO.Path.Combine(path, "lock"));
        try
        {
            return new StateFolder(path, ownership, endsSessions);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    private static FileStream Own(string lockFile)
    {
        try
        {
            return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new StateFolderException(
                $"Another LocalAws uses the state folder {System.IO.Path.GetDirectoryName(lockFile)}. Stop it, or choose another folder with --data.", e);
        }
    }

    private static byte[] ReadOrCreateKey(string file, string remedy, bool isReplaced = false)
    {
        if (File.Exists(file) && !isReplaced)
        {
            var key = File.ReadAllBytes(file);
            return key.Length == 32 ? key : throw new StateFolderException($"{file} is damaged: it has {key.Length} bytes instead of 32. {remedy}");
        }

#pragma warning disable RS0030 // A key is never a test's own.
        var fresh = RandomNumberGenerator.GetBytes(32);
#pragma warning restore RS0030
        OwnerOnlyFile.Write(file, fresh);
        return fresh;
    }
}

/// <summary>The state folder cannot be used; the message says why and what to do.</summary>
internal sealed class StateFolderException(string message, Exception? inner = null) : Exception(message, inner);
