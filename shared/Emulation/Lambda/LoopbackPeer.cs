using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Emulation.Lambda;

/// <summary>
/// Tells which process, and which user, is at the other end of a connection on this machine. Linux lists each connection with the inode of its socket, and
/// each process's open files name theirs:
/// proc(5), <c>/proc/net/tcp</c> and <c>/proc/pid/fd</c>. Reading them takes about a millisecond, once for a connection.
/// </summary>
internal static class LoopbackPeer
{
    private static readonly Lazy<bool> Probe = new(FindsItself);

    /// <summary>Whether it can be told here. Not on other systems, nor where a sandbox hides what Linux shows.</summary>
    public static bool CanBeTold => Probe.Value;

    /// <summary>Whether one of some processes, the likeliest first, is at the other end; one that has closed it already is not. Null when it cannot be told.</summary>
    public static bool? IsOneOf(IPEndPoint peer, IPEndPoint here, IEnumerable<int> processes)
    {
        if (SocketOf(peer, here) is not { } socket)
        {
            return false;
        }

        foreach (var id in processes)
        {
            if (ProcessTable.HasOpen(id, socket) is not false and var isIt)
            {
                return isIt;
            }
        }

        return false;
    }

    /// <summary>The process at the other end; null when it cannot be told, or has closed it already.</summary>
    public static int? ProcessAt(IPEndPoint peer, IPEndPoint here) => !CanBeTold || SocketOf(peer, here) is not { } socket ? null
        : ProcessTable.All.Where(id => ProcessTable.HasOpen(id, socket) == true).Select(static id => (int?)id).FirstOrDefault();

    /// <summary>
    /// Whether the process at the other end is one of the user who runs this one: the two ends of a connection have one owner then.
    /// One that has closed it already is not.
    /// </summary>
    public static bool IsOfThisUser(IPEndPoint peer, IPEndPoint here) => SocketAt(peer, here) is { } theirs && SocketAt(here, peer) is { } ours && theirs.User == ours.User;

    private static string? SocketOf(IPEndPoint peer, IPEndPoint here) => SocketAt(peer, here) is { } socket ? $"socket:[{socket.Inode}]" : null;

    /// <summary>Without an inode the socket is nobody's any more: whoever sent something and closed it cannot be asked for.</summary>
    private static ListedSocket? SocketAt(IPEndPoint peer, IPEndPoint here) =>
        (In("/proc/net/tcp", Listed(peer), Listed(here)) ?? In("/proc/net/tcp6", Mapped(peer), Mapped(here))) is { Inode: not "0" } socket ? socket : null;

    /// <summary>The line of the peer's end has its address first.</summary>
    private static ListedSocket? In(string table, string peer, string here)
    {
        var ends = $" {peer} {here} ";
        var line = File.Exists(table) ? File.ReadLines(table).FirstOrDefault(line => line.Contains(ends, StringComparison.Ordinal)) : null;
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, _, _, _, _, var user, _, var inode, ..] ? new ListedSocket(user, inode) : null;
    }

    /// <summary>The address in the machine's own order of bytes.</summary>
    private static string Listed(IPEndPoint end)
    {
        var address = (end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address).GetAddressBytes();
        return string.Create(CultureInfo.InvariantCulture, $"{Word(address):X8}:{end.Port:X4}");
    }

    /// <summary>The same as a client shows it whose socket is of IPv6.</summary>
    private static string Mapped(IPEndPoint end) => string.Create(CultureInfo.InvariantCulture, $"{0:X16}{Word([0, 0, 0xFF, 0xFF]):X8}{Listed(end)}");

    private static uint Word(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    /// <summary>Makes a connection to itself, and looks who it is.</summary>
    private static bool FindsItself()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndpoint);
        using var accepted = listener.AcceptSocket();
        return IsOneOf((IPEndPoint)accepted.RemoteEndPoint!, (IPEndPoint)accepted.LocalEndPoint!, [Environment.ProcessId]) == true;
    }

    /// <summary>A socket as it is listed: the id of its user, and its inode.</summary>
    private readonly record struct ListedSocket(string User, string Inode);
}
