using System.Security.Cryptography;
using System.Text;

namespace Emulation.State;

/// <summary>Where ids and nonces come from: the system's random numbers, or a test's own.</summary>
internal class IdSource
{
    public static IdSource SystemRandom { get; } = new();

    public virtual void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);

    /// <summary>A request id as AWS prints it: a lower-case UUID.</summary>
    public string RequestId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>API Gateway's extended request id, the value of <c>x-amz-apigw-id</c>.</summary>
    public string ExtendedRequestId()
    {
        Span<byte> bytes = stackalloc byte[11];
        Fill(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>A root for <c>X-Amzn-Trace-Id</c>: <c>Root=1-{epoch seconds in hex}-{24 hex digits}</c>.</summary>
    public string TraceId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[12];
        Fill(bytes);
        return new StringBuilder("Root=1-").Append(now.ToUnixTimeSeconds().ToString("x8", null)).Append('-').Append(Convert.ToHexStringLower(bytes)).ToString();
    }
}
