using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lambda.Runtime;

/// <summary>
/// A socket of this machine over which an answer and the next invocation are one exchange: LocalAws offers it, AWS does not. <c>ExchangeFrame</c> of LocalAws says what goes over
/// it.
/// Hot path: calls block, on a thread of the loop's own, since the kernel wakes that at once.
/// </summary>
internal sealed class InvocationExchange : IInvocationChannel, IDisposable
{
    /// <summary>The header by which the Runtime API is asked for an exchange, and says where it is.</summary>
    public const string Header = "X-LocalAws-Exchange";

    /// <summary>What is spoken here.</summary>
    public const string Version = "1";

    private const byte Event = 1;
    private const byte Refusal = 2;
    private const byte Answer = 1;
    private const byte Error = 2;

    /// <summary>Longer answers are sent by themselves and not copied.</summary>
    private const int LongestCopied = 64 * 1024;

    private readonly Socket socket;
    private readonly string? functionArn;
    private readonly Action<int> refused;
    private byte[] received = new byte[16 * 1024];
    private byte[] sent = new byte[4096];
    private int start;
    private int end;

    private InvocationExchange(Socket socket, string? functionArn, Action<int> refused) => (this.socket, this.functionArn, this.refused) = (socket, functionArn, refused);

    /// <param name="first">The invocation that came with the offer.</param>
    /// <param name="refused">Told the status of an answer that was not taken, with the invocation after it.</param>
    /// <returns>Null where none is offered, or it cannot be reached: the Runtime API goes on.</returns>
    public static InvocationExchange? TryOpen(InvocationHead first, Action<int> refused)
    {
        if (first.Exchange is not { } path)
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new InvocationExchange(socket, first.InvokedFunctionArn, refused);
        }
        catch (Exception e) when (e is SocketException or ArgumentException or PlatformNotSupportedException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Ends a wait for the next invocation; what is answered meanwhile is still delivered.</summary>
    public void Stop()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    public ValueTask<InvocationHead> NextAsync(PooledBuffer payload, CancellationToken stop)
    {
        while (true)
        {
            var length = ReadNumber(stop);
            Fill(length < 1 ? throw new RuntimeApiException("the exchange sent a frame of no length.") : 1, stop);
            var kind = received[start++];
            length--;
            switch (kind)
            {
                case Refusal when length == sizeof(short):
                    Fill(length, stop);
                    refused(BinaryPrimitives.ReadInt16LittleEndian(received.AsSpan(start)));
                    start += length;
                    break;
                case Event:
                    return ValueTask.FromResult(ReadEvent(payload, length, stop));
                default:
                    throw new RuntimeApiException($"the exchange sent a frame of the unknown kind {kind}.");
            }
        }
    }

    public ValueTask<HttpStatusCode> RespondAsync(string requestId, ReadOnlyMemory<byte> response) => SendAsync(Answer, requestId, response.Span);

    public ValueTask<HttpStatusCode> ReportErrorAsync(string requestId, ReadOnlyMemory<byte> report, string errorType) => SendAsync(Error, requestId, report.Span);

    public void Dispose() => socket.Dispose();

    private InvocationHead ReadEvent(PooledBuffer payload, int length, CancellationToken stop)
    {
        Fill(sizeof(long), stop);
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(received.AsSpan(start)));
        start += sizeof(long);
        length -= sizeof(long);
        var requestId = ReadText(ref length, stop) ?? throw new RuntimeApiException("the exchange sent an invocation without an id.");
        var head = new InvocationHead(requestId, deadline, functionArn, ReadText(ref length, stop), ReadText(ref length, stop), ReadText(ref length, stop));
        ReadPayload(payload, length, stop);
        return head;
    }

    private void ReadPayload(PooledBuffer payload, int length, CancellationToken stop)
    {
        var there = Math.Min(length, end - start);
        received.AsSpan(start, there).CopyTo(payload.GetSpan(length));
        start += there;
        payload.Advance(there);
        while (there < length)
        {
            var read = Receive(payload.GetSpan(length - there)[..(length - there)], stop);
            payload.Advance(read);
            there += read;
        }
    }

    private int ReadNumber(CancellationToken stop)
    {
        Fill(sizeof(int), stop);
        var number = BinaryPrimitives.ReadInt32LittleEndian(received.AsSpan(start));
        start += sizeof(int);
        return number;
    }

    private string? ReadText(ref int left, CancellationToken stop)
    {
        var length = ReadNumber(stop);
        left -= sizeof(int) + Math.Max(0, length);
        if (length < 0)
        {
            return null;
        }

        Fill(length, stop);
        var text = Encoding.UTF8.GetString(received, start, length);
        start += length;
        return text.Length == 0 ? null : text;
    }

    private ValueTask<HttpStatusCode> SendAsync(byte kind, string requestId, ReadOnlySpan<byte> document)
    {
        var id = Encoding.UTF8.GetByteCount(requestId);
        var head = sizeof(int) + 2 + id;
        var isCopied = document.Length <= LongestCopied;
        if (sent.Length < head + (isCopied ? document.Length : 0))
        {
            sent = new byte[Math.Max(head + document.Length, sent.Length * 2)];
        }

        BinaryPrimitives.WriteInt32LittleEndian(sent, 2 + id + document.Length);
        (sent[4], sent[5]) = (kind, checked((byte)id));
        Encoding.UTF8.GetBytes(requestId, sent.AsSpan(6));
        if (isCopied)
        {
            document.CopyTo(sent.AsSpan(head));
            SendAll(sent.AsSpan(0, head + document.Length));
        }
        else
        {
            SendAll(sent.AsSpan(0, head));
            SendAll(document);
        }

        return ValueTask.FromResult(HttpStatusCode.Accepted);
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[socket.Send(bytes)..];
            }
        }
        catch (SocketException e)
        {
            throw new RuntimeApiGoneException("the exchange", e);
        }
    }

    /// <summary>Reads until so many bytes are there.</summary>
    private void Fill(int count, CancellationToken stop)
    {
        if (end - start >= count)
        {
            return;
        }

        received.AsSpan(start, end - start).CopyTo(received);
        (start, end) = (0, end - start);
        if (received.Length < count)
        {
            Array.Resize(ref received, count);
        }

        while (end < count)
        {
            end += Receive(received.AsSpan(end), stop);
        }
    }

    private int Receive(Span<byte> into, CancellationToken stop)
    {
        int read;
        try
        {
            read = socket.Receive(into);
        }
        catch (SocketException e)
        {
            stop.ThrowIfCancellationRequested();
            throw new RuntimeApiGoneException("the exchange", e);
        }

        if (read == 0)
        {
            stop.ThrowIfCancellationRequested();
            throw new RuntimeApiGoneException("the exchange", null);
        }

        return read;
    }
}
