using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Emulation.Tests.Cognito.Messages;

/// <summary>Reads what a sender's function gets, as the page of the message format says. The AWS Encryption SDK itself reads it among the integration tests.</summary>
internal sealed class CodeReader
{
    private readonly byte[] message;
    private int at;

    private CodeReader(byte[] message) => this.message = message;

    /// <summary>The code; everything else of the message is asserted.</summary>
    public static string Open(string base64, string poolId, Func<byte[], IReadOnlyDictionary<string, string>, byte[]> unwrap) =>
        new CodeReader(Convert.FromBase64String(base64)).Open(poolId, unwrap);

    private string Open(string poolId, Func<byte[], IReadOnlyDictionary<string, string>, byte[]> unwrap)
    {
        Assert.Equal([1, 0x80, 0x03, 0x78], Take(4));
        var id = Take(16);
        var contextEnd = at + 2 + Peek16();
        Skip(2);
        var context = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var count = Take16(); count > 0; count--)
        {
            context.Add(TakeText(), TakeText());
        }

        Assert.Equal(contextEnd, at);
        Assert.Equal(["aws-crypto-public-key", "userpool-id"], context.Keys);
        Assert.Equal(poolId, context["userpool-id"]);
        Assert.Equal(1, Take16());
        Assert.Equal(("aws-kms", TestCodeKeys.Arn), (TakeText(), TakeText()));
        var wrapped = Take(Take16());
        Assert.Equal([2, 0, 0, 0, 0, 12, 0, 0, 16, 0], Take(10));
        var header = message[..at];
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA384, unwrap(wrapped, context), 32, info: [0x03, 0x78, .. id]);
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(Take(12), Array.Empty<byte>(), Take(16), Array.Empty<byte>(), header);

        Assert.Equal([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1], Take(8));
        var iv = Take(12);
        var length = BinaryPrimitives.ReadInt32BigEndian(Take(4));
        var (closed, tag, plain) = (Take(length), Take(16), new byte[length]);
        byte[] associated = [.. id, .. Encoding.UTF8.GetBytes("AWSKMSEncryptionClient Final Frame"), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, (byte)length];
        aes.Decrypt(iv, closed, tag, plain, associated);
        var signed = message[..at];
        Assert.True(SignerOf(context["aws-crypto-public-key"]).VerifyData(signed, Take(Take16()), HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence));
        Assert.Equal(message.Length, at);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>A compressed point: the other coordinate is a square root modulo the curve's prime.</summary>
    private static ECDsa SignerOf(string base64)
    {
        var point = Convert.FromBase64String(base64);
        var prime = System.Numerics.BigInteger.Pow(2, 384) - System.Numerics.BigInteger.Pow(2, 128) - System.Numerics.BigInteger.Pow(2, 96) + System.Numerics.BigInteger.Pow(2, 32) - 1;
        var b = new System.Numerics.BigInteger(Convert.FromHexString("B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF"), isUnsigned: true, isBigEndian: true);
        var x = new System.Numerics.BigInteger(point.AsSpan(1), isUnsigned: true, isBigEndian: true);
        var y = System.Numerics.BigInteger.ModPow(((x * x * x) - (3 * x) + b) % prime, (prime + 1) / 4, prime);
        y = (y.IsEven ? 2 : 3) == point[0] ? y : prime - y;
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, Q = new ECPoint { X = point[1..], Y = Bytes(y) } });

        static byte[] Bytes(System.Numerics.BigInteger number)
        {
            var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
            return [.. new byte[48 - bytes.Length], .. bytes];
        }
    }

    private byte[] Take(int count) => message[at..(at += count)];

    private int Peek16() => BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at));

    private int Take16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    private string TakeText() => Encoding.UTF8.GetString(Take(Take16()));

    private void Skip(int count) => at += count;
}
