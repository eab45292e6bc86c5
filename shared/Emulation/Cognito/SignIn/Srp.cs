using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// Secure Remote Password 6a as Cognito's clients speak it: RFC 5054's group of 3072 bits, SHA-256, and a session key by HKDF. The server never sees the password, and
/// keeps a verifier from which it cannot sign in itself.
/// </summary>
/// <remarks>Amazon Cognito API Reference, InitiateAuth, <c>USER_SRP_AUTH</c>; RFC 5054. Numbers are big-endian, and get a leading zero byte when their top bit is set.</remarks>
internal static class Srp
{
    private const string Prime =
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
        + "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
        + "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
        + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33"
        + "A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864"
        + "D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

    private static readonly BigInteger N = Number(Prime);
    private static readonly BigInteger G = 2;
    private static readonly BigInteger K = Number(SHA256.HashData([.. Pad(N), .. Pad(G)]));

    /// <summary>What the server keeps of a password.</summary>
    /// <param name="pool">The pool's id after the underscore.</param>
    /// <param name="user">The user's own name, which the challenge calls <c>USER_ID_FOR_SRP</c>.</param>
    /// <param name="password">The password.</param>
    /// <param name="salt">16 random bytes.</param>
    public static BigInteger Verifier(string pool, string user, string password, ReadOnlySpan<byte> salt)
    {
        var identity = SHA256.HashData(Encoding.UTF8.GetBytes($"{pool}{user}:{password}"));
        var x = Number(SHA256.HashData([.. Pad(Number(salt)), .. identity]));
        return BigInteger.ModPow(G, x, N);
    }

    /// <summary>The server's public value.</summary>
    public static BigInteger PublicValue(BigInteger verifier, BigInteger secret) => ((K * verifier) + BigInteger.ModPow(G, secret, N)) % N;

    /// <summary>Whether a client's value is a multiple of the prime, so that the key does not depend on the password.</summary>
    public static bool GivesKeyAway(BigInteger clientValue) => clientValue.Sign <= 0 || clientValue % N == 0;

    /// <summary>Whether a number can be a verifier of this group at all.</summary>
    public static bool IsVerifier(BigInteger verifier) => verifier > BigInteger.One && verifier < N - BigInteger.One;

    /// <summary>
    /// The key that both sides now share, 16 bytes. Null when the client's value is a multiple of the prime, with which anybody would know the key.
    /// </summary>
    public static byte[]? SessionKey(BigInteger clientValue, BigInteger serverValue, BigInteger secret, BigInteger verifier)
    {
        if (GivesKeyAway(clientValue))
        {
            return null;
        }

        var u = Number(SHA256.HashData([.. Pad(clientValue), .. Pad(serverValue)]));
        if (u.IsZero)
        {
            return null;
        }

        var shared = BigInteger.ModPow(clientValue * BigInteger.ModPow(verifier, u, N) % N, secret, N);
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, Pad(shared), 16, Pad(u), "Caldera Derived Key"u8.ToArray());
    }

    /// <summary>What the client shows to prove that it has the key.</summary>
    /// <param name="key">The session key.</param>
    /// <param name="pool">The pool's id after the underscore.</param>
    /// <param name="user"><c>USER_ID_FOR_SRP</c>.</param>
    /// <param name="secretBlock">The challenge's secret block, decoded.</param>
    /// <param name="timestamp">The timestamp as text.</param>
    public static byte[] Proof(byte[] key, string pool, string user, ReadOnlySpan<byte> secretBlock, string timestamp) =>
        HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes(pool), .. Encoding.UTF8.GetBytes(user), .. secretBlock, .. Encoding.UTF8.GetBytes(timestamp)]);

    public static string Hex(BigInteger number) => Convert.ToHexStringLower(Pad(number));

    /// <summary>False for what is not hexadecimal or longer than the prime.</summary>
    public static bool TryParseHex(string hex, out BigInteger number)
    {
        number = default;
        return hex.Length is > 0 and <= 770 && BigInteger.TryParse($"0{hex}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    public static BigInteger Number(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    private static BigInteger Number(string hex) => BigInteger.Parse($"0{hex}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    // Signed big-endian bytes are exactly this padding.
    private static byte[] Pad(BigInteger number) => number.ToByteArray(isUnsigned: false, isBigEndian: true);
}
