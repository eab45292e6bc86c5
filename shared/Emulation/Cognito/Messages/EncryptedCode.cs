using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Emulation.State;

namespace Emulation.Cognito.Messages;

/// <summary>A data key of KMS. No record: nothing prints it.</summary>
/// <param name="plain">The key.</param>
/// <param name="wrapped">The key as KMS alone can open it.</param>
/// <param name="keyArn">The key of KMS that wraps it.</param>
internal sealed class DataKey(byte[] plain, byte[] wrapped, string keyArn)
{
    public const int Length = 32;

    public byte[] Plain => plain;

    public byte[] Wrapped => wrapped;

    public string KeyArn => keyArn;
}

/// <summary>
/// A code as a custom sender's function gets it: a message of the AWS Encryption SDK, version 1, with algorithm suite 0x0378 (AES-256-GCM, HKDF and ECDSA over P-384, without key
/// commitment). So Cognito sends it, as captured of AWS; its clients take it under REQUIRE_ENCRYPT_ALLOW_DECRYPT. AWS Encryption SDK Developer Guide, "Message format reference".
/// </summary>
internal sealed class EncryptedCode : IDisposable
{
    private const ushort Suite = 0x0378;
    private const int FrameLength = 4096;
    private const int IvLength = 12;
    private const int TagLength = 16;
    private const string PublicKey = "aws-crypto-public-key";
    private static readonly byte[] FinalFrame = Encoding.UTF8.GetBytes("AWSKMSEncryptionClient Final Frame");

    private readonly ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly IdSource ids;

    /// <param name="context">What the code is bound to.</param>
    /// <param name="ids">The message's id.</param>
    public EncryptedCode(IEnumerable<KeyValuePair<string, string>> context, IdSource ids)
    {
        this.ids = ids;
        var key = signer.ExportParameters(includePrivateParameters: false).Q;
        byte[] point = [(byte)((key.Y![^1] & 1) == 0 ? 2 : 3), .. key.X!];
        Context = context.Append(new(PublicKey, Convert.ToBase64String(point))).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>The whole encryption context, by which the data key has to be wrapped.</summary>
    public ImmutableSortedDictionary<string, string> Context { get; }

    /// <summary>The message.</summary>
    /// <param name="text">The code, shorter than a frame.</param>
    /// <param name="dataKey">Was wrapped by <see cref="Context"/>.</param>
    public byte[] Close(string text, DataKey dataKey)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(plain.Length, FrameLength, nameof(text));
        var id = ids.Bytes(16);
        byte[] info = [Suite >> 8, Suite & 0xFF, .. id];
        using var aes = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA384, dataKey.Plain, DataKey.Length, info: info), TagLength);
        var header = Header(id, dataKey);
        byte[] message = [.. header, .. new byte[IvLength], .. Sealed(aes, new byte[IvLength], [], header), .. Body(aes, id, plain)];
        var signature = signer.SignData(message, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);
        return [.. message, .. Counted(signature)];
    }

    public void Dispose() => signer.Dispose();

    private byte[] Header(byte[] id, DataKey dataKey)
    {
        byte[] context = [.. UInt16(Context.Count), .. Context.SelectMany(static pair => (byte[])[.. Counted(pair.Key), .. Counted(pair.Value)])];
        return
        [
            1, 0x80, .. UInt16(Suite), .. id, .. Counted(context),
            .. UInt16(1), .. Counted("aws-kms"), .. Counted(dataKey.KeyArn), .. Counted(dataKey.Wrapped),
            2, 0, 0, 0, 0, IvLength, .. UInt32(FrameLength),
        ];
    }

    /// <summary>One frame, the first and the last.</summary>
    private static byte[] Body(AesGcm aes, byte[] id, byte[] plain)
    {
        byte[] iv = [.. new byte[IvLength - 4], .. UInt32(1)];
        byte[] associated = [.. id, .. FinalFrame, .. UInt32(1), 0, 0, 0, 0, .. UInt32((uint)plain.Length)];
        return [0xFF, 0xFF, 0xFF, 0xFF, .. UInt32(1), .. iv, .. UInt32((uint)plain.Length), .. Sealed(aes, iv, plain, associated)];
    }

    private static byte[] Sealed(AesGcm aes, byte[] iv, byte[] plain, byte[] associated)
    {
        var result = new byte[plain.Length + TagLength];
        aes.Encrypt(iv, plain, result.AsSpan(0, plain.Length), result.AsSpan(plain.Length), associated);
        return result;
    }

    private static byte[] Counted(string text) => Counted(Encoding.UTF8.GetBytes(text));

    private static byte[] Counted(byte[] bytes) => [.. UInt16(bytes.Length), .. bytes];

    private static byte[] UInt16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, checked((ushort)value));
        return bytes;
    }

    private static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
