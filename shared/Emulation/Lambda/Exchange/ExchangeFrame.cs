using System.Buffers.Binary;
using System.Text;

namespace Emulation.Lambda.Exchange;

/// <summary>
/// What goes over an exchange: a length of four bytes, a kind of one, and the rest. Numbers are little-endian, texts UTF-8. Towards the function an event (the deadline in Unix
/// milliseconds, then request id, trace id, client context and identity, each with its length in four bytes, negative where there is none, then the payload) or the status of an
/// answer that was not taken; towards LocalAws an answer or an error (the request id with its length in one byte, then the payload). <c>shared/Lambda</c> has the other end.
/// </summary>
internal static class ExchangeFrame
{
    public const byte Event = 1;
    public const byte Refusal = 2;
    public const byte Answer = 1;
    public const byte Error = 2;

    /// <summary>Bytes of the length.</summary>
    public const int LengthSize = sizeof(int);

    /// <summary>Bytes before an answer's request id.</summary>
    public const int AnswerHead = 2;

    /// <summary>Writes all of an event that is not its payload.</summary>
    /// <returns>How many bytes those are.</returns>
    public static int WriteEventHead(Span<byte> frame, in TakenInvocation taken)
    {
        var invocation = taken.Invocation;
        frame[LengthSize] = Event;
        BinaryPrimitives.WriteInt64LittleEndian(frame[5..], taken.Deadline.ToUnixTimeMilliseconds());
        var length = 13;
        length += WriteText(frame[length..], invocation.RequestId);
        length += WriteText(frame[length..], invocation.TraceId);
        length += WriteText(frame[length..], invocation.Details?.ClientContext);
        length += WriteText(frame[length..], invocation.Details?.CognitoIdentity);
        BinaryPrimitives.WriteInt32LittleEndian(frame, length - LengthSize + invocation.Payload.Length);
        return length;
    }

    /// <summary>As much as an event's head may take.</summary>
    public static int LongestEventHead(Invocation invocation) => 13 + (4 * sizeof(int))
        + Encoding.UTF8.GetMaxByteCount(
            invocation.RequestId.Length + invocation.TraceId.Length + (invocation.Details?.ClientContext?.Length ?? 0) + (invocation.Details?.CognitoIdentity?.Length ?? 0));

    public static byte[] RefusalOf(int status)
    {
        var frame = new byte[LengthSize + 3];
        BinaryPrimitives.WriteInt32LittleEndian(frame, 3);
        frame[LengthSize] = Refusal;
        BinaryPrimitives.WriteInt16LittleEndian(frame.AsSpan(5), (short)status);
        return frame;
    }

    private static int WriteText(Span<byte> frame, string? text)
    {
        if (text is null)
        {
            BinaryPrimitives.WriteInt32LittleEndian(frame, -1);
            return sizeof(int);
        }

        var length = Encoding.UTF8.GetBytes(text, frame[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        return sizeof(int) + length;
    }
}
