using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Emulation.Lambda.Exchange;

/// <summary>
/// One exchange with a process: its answer to an invocation is its call for the next. Hot path: a thread of its own waits for the answers, since the kernel wakes it
/// at once, and whoever calls the function writes the event itself.
/// </summary>
internal sealed class ExchangeConnection(Socket socket, IRuntimeApiOwner owner) : IDisposable
{
    private const int StackSize = 256 * 1024;

    /// <summary>Longer payloads are sent by themselves and not copied.</summary>
    private const int LongestCopied = 64 * 1024;

    private readonly CancellationTokenSource closed = new();
    private readonly Lock sending = new();
    private byte[] sent = new byte[4096];
    private byte[] received = new byte[16 * 1024];
    private int start;
    private int end;
    private Task handingOut = Task.CompletedTask;

    /// <summary>Runs until the other end closes it, or this one.</summary>
    public async Task RunAsync()
    {
        await ReadAsync().ConfigureAwait(false);
        await handingOut.ConfigureAwait(false);
    }

    private Task ReadAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(Read, StackSize) { IsBackground = true, Name = "Exchange with a function" };
        thread.UnsafeStart();
        return ended.Task;

        void Read()
        {
            try
            {
                while (ReadAnswer())
                {
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It is closed.
            }

            closed.Cancel();
            ended.SetResult();
        }
    }

    /// <summary>Ends the reading, and so the connection: to dispose of a socket that a thread waits for would wait for that thread.</summary>
    public void Close()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed.
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        closed.Dispose();
    }

    private bool ReadAnswer()
    {
        if (!Fill(ExchangeFrame.LengthSize))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(received.AsSpan(start));
        start += ExchangeFrame.LengthSize;
        if (length < ExchangeFrame.AnswerHead || !Fill(ExchangeFrame.AnswerHead))
        {
            return false;
        }

        var (kind, idLength) = (received[start], received[start + 1]);
        start += ExchangeFrame.AnswerHead;
        length -= ExchangeFrame.AnswerHead + idLength;
        if (length < 0 || !Fill(idLength))
        {
            return false;
        }

        var requestId = Encoding.UTF8.GetString(received, start, idLength);
        start += idLength;
        return length > RuntimeApi.LongestAnswer ? Discard(requestId, length) : Take(requestId, kind, length);
    }

    private bool Take(string requestId, byte kind, int length)
    {
        var payload = new byte[length];
        var there = Math.Min(length, end - start);
        received.AsSpan(start, there).CopyTo(payload);
        start += there;
        while (there < length)
        {
            var read = socket.Receive(payload.AsSpan(there));
            if (read == 0)
            {
                return false;
            }

            there += read;
        }

        End(requestId, new InvocationResult(payload, kind == ExchangeFrame.Error ? "Unhandled" : null));
        return true;
    }

    private void End(string requestId, InvocationResult result, int status = 202)
    {
        if (!owner.Answer(requestId, result))
        {
            status = 400;
        }

        if (status != 202)
        {
            Send(ExchangeFrame.RefusalOf(status));
        }

        handingOut = HandOutAsync();
    }

    /// <summary>Too long an answer is read to its end, since the next one comes behind it.</summary>
    private bool Discard(string requestId, int length)
    {
        length -= Math.Min(length, end - start);
        start = end = 0;
        while (length > 0)
        {
            var read = socket.Receive(received.AsSpan(0, Math.Min(length, received.Length)));
            if (read == 0)
            {
                return false;
            }

            length -= read;
        }

        End(requestId, InvocationResult.TooLarge(RuntimeApi.LongestAnswer), status: 413);
        return true;
    }

    private async Task HandOutAsync()
    {
        try
        {
            var next = await owner.NextAsync(Peer.Unnamed, closed.Token).ConfigureAwait(false);
            if (next.Taken is { } taken)
            {
                Send(taken);
            }
            else
            {
                Close();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The process has ended, and whoever waits for it says so to the caller.
        }
    }

    private void Send(in TakenInvocation taken)
    {
        lock (sending)
        {
            var payload = taken.Invocation.Payload.Span;
            var isCopied = payload.Length <= LongestCopied;
            Reserve(ExchangeFrame.LongestEventHead(taken.Invocation) + (isCopied ? payload.Length : 0));
            var length = ExchangeFrame.WriteEventHead(sent, taken);
            if (isCopied)
            {
                payload.CopyTo(sent.AsSpan(length));
                SendAll(sent.AsSpan(0, length + payload.Length));
            }
            else
            {
                SendAll(sent.AsSpan(0, length));
                SendAll(payload);
            }
        }
    }

    private void Send(byte[] frame)
    {
        lock (sending)
        {
            SendAll(frame);
        }
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    private void Reserve(int length)
    {
        if (sent.Length < length)
        {
            sent = new byte[Math.Max(length, sent.Length * 2)];
        }
    }

    /// <summary>Reads until so many bytes are there; false at the end.</summary>
    private bool Fill(int count)
    {
        if (end - start >= count)
        {
            return true;
        }

        received.AsSpan(start, end - start).CopyTo(received);
        (start, end) = (0, end - start);
        while (end < count)
        {
            var read = socket.Receive(received.AsSpan(end));
            if (read == 0)
            {
                return false;
            }

            end += read;
        }

        return true;
    }
}
