using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Emulation.Lambda;

/// <summary>Ports of this machine on which nobody listens.</summary>
internal static class FreePort
{
    /// <summary>A port that a process may listen on now.</summary>
    /// <param name="wanted">The port that it must be; null for any.</param>
    /// <exception cref="IOException">Somebody listens there already.</exception>
    public static int Of(int? wanted)
    {
        using var listener = new TcpListener(IPAddress.Loopback, wanted ?? 0);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"Port {wanted} cannot be listened on: {e.Message}. Choose another: --debug FUNCTION=PORT."), e);
        }

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
