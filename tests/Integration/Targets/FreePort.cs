using System.Net;
using System.Net.Sockets;

namespace Integration.Targets;

/// <summary>A port that nobody listens on at this moment, for a program that must be told one.</summary>
internal static class FreePort
{
    public static ushort Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (ushort)((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
