using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Emulation.Lambda.Exchange;

/// <summary>
/// Where the process of a function may go on once it has its first invocation: a socket of this machine over which an answer and the next invocation are one exchange. Offered in a
/// header of the Runtime API to a client that asks for it in one; everybody else speaks the Runtime API alone.
/// </summary>
/// <remarks>
/// The socket lies in a folder that nobody but this user can enter. Where the system tells which process is at the other end, it answers the function's own alone, as its Runtime
/// API does.
/// </remarks>
internal sealed class ExchangeDoor : IAsyncDisposable
{
    /// <summary>The header by which a client asks, and is told the socket's path.</summary>
    public const string Header = "X-LocalAws-Exchange";

    /// <summary>What a client says that speaks this.</summary>
    public const string Version = "1";

    /// <summary>The address of a socket has 108 bytes on Linux and 104 on other systems, the end included.</summary>
    private const int LongestPath = 103;

    private readonly Socket listener;
    private readonly IRuntimeApiOwner owner;
    private readonly Task accepting;
    private volatile ExchangeConnection? connection;
    private volatile bool isClosing;

    private ExchangeDoor(Socket listener, string path, IRuntimeApiOwner owner)
    {
        (this.listener, Path, this.owner) = (listener, path, owner);
        accepting = AcceptAsync();
    }

    /// <summary>The socket's path.</summary>
    public string Path { get; }

    /// <summary>Null where there is none: on Windows, and where the path would be too long.</summary>
    public static ExchangeDoor? TryOpen(string path, IRuntimeApiOwner owner)
    {
        if (OperatingSystem.IsWindows() || System.Text.Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            return null;
        }

        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            return new ExchangeDoor(listener, path, owner);
        }
        catch (SocketException)
        {
            // The Runtime API is there all the same.
            listener.Dispose();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        isClosing = true;
        listener.Dispose();
        connection?.Close();
        await accepting.ConfigureAwait(false);
        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its folder is gone before it.
        }
    }

    /// <summary>One after the other: a process has one invocation at a time.</summary>
    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptAsync().ConfigureAwait(false);
                if (await IsOwnAsync(socket).ConfigureAwait(false))
                {
                    using var accepted = connection = new ExchangeConnection(socket, owner);
                    if (isClosing)
                    {
                        return;
                    }

                    await accepted.RunAsync().ConfigureAwait(false);
                }
                else
                {
                    owner.Refused();
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed.
        }
    }

    private ValueTask<bool> IsOwnAsync(Socket socket) => !LoopbackPeer.CanBeTold ? ValueTask.FromResult(true) : owner.IsOwnAsync(ProcessAt(socket));

    /// <summary>
    /// Linux, unix(7): <c>SO_PEERCRED</c> is the process's id, its user's and its group's. Where nobody tells, it is no process at all: a stranger, who ends nothing here.
    /// </summary>
    private static int ProcessAt(Socket socket)
    {
        const int socketLevel = 1;
        const int peerCredentials = 17;
        Span<int> credentials = stackalloc int[3];
        try
        {
            socket.GetRawSocketOption(socketLevel, peerCredentials, MemoryMarshal.AsBytes(credentials));
            return credentials[0];
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
