using Emulation.State;

namespace Emulation.Lambda;

/// <summary>
/// The folder of one process of a function, its <c>HOME</c> and <c>TMPDIR</c>: what <c>/tmp</c> is to an environment of Lambda. Nobody but this user can put files
/// there for it to find, and nothing is left of it. Interpreters run code from the home folder, and AWS's SDKs read their settings there.
/// </summary>
internal sealed class FunctionHome : IDisposable
{
    private FunctionHome(string path) => Path = path;

    public string Path { get; }

    /// <summary>Of a socket for the process. It lies beside the folder: what the function sees in its own is its own.</summary>
    public string SocketPath => Path + ".socket";

    public static FunctionHome In(string folder)
    {
        // Short, since names of sockets in it have 108 bytes in all.
#pragma warning disable RS0030 // Two processes share the folder: the name must differ whatever a test's source draws.
        var path = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N")[..12]);
#pragma warning restore RS0030
        OwnerOnlyFolder.Create(folder);
        OwnerOnlyFolder.Create(path);
        return new FunctionHome(path);
    }

    /// <summary>Where runtime clients of ours are written: among the processes' folders, and gone with them.</summary>
    public static string ClientsIn(string folder)
    {
        OwnerOnlyFolder.Create(folder);
        return System.IO.Path.Combine(folder, "runtimes");
    }

    /// <summary>Deletes what a LocalAws that was killed has left.</summary>
    public static void DeleteAll(string folder) => Delete(folder);

    public void Dispose() => Delete(Path);

    private static void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there, or a process that is just ending still writes there: the next start deletes the rest.
        }
    }
}
