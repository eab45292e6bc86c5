using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Emulation.FrontDoor;

/// <summary>What a client of the one port speaks, by how its connection begins.</summary>
internal enum Speech
{
    /// <summary>HTTP/1.1, or nothing that is known here: whoever reads HTTP/1.1 refuses that.</summary>
    Http1,

    /// <summary>
    /// HTTP/2 without TLS: RFC 9113, 3.3 "Starting HTTP/2 with Prior Knowledge". AWS's SDKs call some services by nothing else, such as Amazon Kinesis from Node.js.
    /// </summary>
    Http2,

    /// <summary>TLS: RFC 8446, 5.1 "Record Layer", a record of the type <c>handshake</c>.</summary>
    Tls,
}

/// <summary>Looks at the first bytes of a connection and leaves them where they are.</summary>
internal static class FirstBytes
{
    private const byte Handshake = 22;

    // No method of HTTP/1.1 begins so.
    private static ReadOnlySpan<byte> Http2 => "PRI * HTTP/2.0"u8;

    /// <summary>What is spoken; null when the client has gone, or says nothing for too long.</summary>
    public static async Task<Speech?> SpeechOfAsync(ConnectionContext connection, TimeSpan patience)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        waiting.CancelAfter(patience);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(waiting.Token).ConfigureAwait(false);
                var speech = Begins(read.Buffer);
                var isTold = speech is not null || read.IsCompleted;
                input.AdvanceTo(read.Buffer.Start, isTold ? read.Buffer.Start : read.Buffer.End);
                if (isTold)
                {
                    return speech ?? Speech.Http1;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Null while it may be several.</summary>
    private static Speech? Begins(ReadOnlySequence<byte> seen)
    {
        Span<byte> first = stackalloc byte[Http2.Length];
        var length = (int)Math.Min(seen.Length, first.Length);
        seen.Slice(0, length).CopyTo(first);
        return length > 0 && first[0] == Handshake ? Speech.Tls
            : !first[..length].SequenceEqual(Http2[..length]) ? Speech.Http1
            : length == Http2.Length ? Speech.Http2 : null;
    }
}
