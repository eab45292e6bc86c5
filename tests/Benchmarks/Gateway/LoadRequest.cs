using System.Text;

namespace Benchmarks.Gateway;

/// <summary>A request as it goes over the wire.</summary>
/// <param name="Bytes">Head and body.</param>
/// <param name="Status">Which status its answer must have.</param>
internal readonly record struct LoadRequest(byte[] Bytes, int Status = 200)
{
    /// <param name="server">Where to.</param>
    /// <param name="target">Path and query.</param>
    /// <param name="headers">Further lines of its head, each with its end.</param>
    /// <param name="body">JSON.</param>
    public static LoadRequest Post(Uri server, string target, string headers, byte[] body) => new([
        .. Encoding.ASCII.GetBytes(
            $"POST {target} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n"),
        .. body]);
}
