using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Emulation.State;

/// <summary>Where ids, nonces and keys come from: the system's random numbers, or a test's own.</summary>
internal class IdSource
{
    public static IdSource SystemRandom { get; } = new SystemIds();

#pragma warning disable RS0030 // This is where they come from.
    public virtual void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
#pragma warning restore RS0030

    /// <summary>The random part of a request's id, which is no secret: nobody gets anything for it.</summary>
    protected virtual void FillId(Span<byte> bytes) => Fill(bytes);

    /// <summary>A new RSA key of 2,048 bits. Whoever asks disposes of it.</summary>
    public virtual RSA RsaKey() => RSA.Create(2048);

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        Fill(bytes);
        return bytes;
    }

    /// <summary>A number from 0 to below a limit. Of 64 bits: what that favours is less than one in 2^32.</summary>
    public int Below(int limit)
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(bytes) % (uint)limit);
    }

    /// <summary>So many of these letters.</summary>
    public string Text(string letters, int length) => string.Create(length, (letters, ids: this), static (text, from) =>
    {
        foreach (ref var letter in text)
        {
            letter = from.letters[from.ids.Below(from.letters.Length)];
        }
    });

    /// <summary>A request id as AWS prints it.</summary>
    public string RequestId()
    {
        Span<byte> bytes = stackalloc byte[16];
        FillId(bytes);
        return Uuid(bytes);
    }

    /// <summary>A lower-case UUID. It may be a secret, such as a code: its bytes are nowhere else.</summary>
    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        return Uuid(bytes);
    }

    private static string Uuid(Span<byte> bytes)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>API Gateway's extended request id, the value of <c>x-amz-apigw-id</c>.</summary>
    public string ExtendedRequestId()
    {
        Span<byte> bytes = stackalloc byte[11];
        FillId(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>A root for <c>X-Amzn-Trace-Id</c>: <c>Root=1-{epoch seconds in hex}-{24 hex digits}</c>.</summary>
    public string TraceId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[12];
        FillId(bytes);
        Span<char> digits = stackalloc char[24];
        Convert.TryToHexStringLower(bytes, digits, out _);
        return string.Create(CultureInfo.InvariantCulture, stackalloc char[40], $"Root=1-{now.ToUnixTimeSeconds():x8}-{digits}");
    }

    /// <summary>Hot path: a request has four ids, and the system's random numbers cost nearly the same for one as for a block of them.</summary>
    private sealed class SystemIds : IdSource
    {
        private const int BlockSize = 512;

        [ThreadStatic]
        private static byte[]? Block;

        [ThreadStatic]
        private static int Left;

        protected override void FillId(Span<byte> bytes)
        {
            var block = Block ??= new byte[BlockSize];
            if (Left < bytes.Length)
            {
                Fill(block);
                Left = BlockSize;
            }

            Left -= bytes.Length;
            block.AsSpan(Left, bytes.Length).CopyTo(bytes);
        }
    }
}
