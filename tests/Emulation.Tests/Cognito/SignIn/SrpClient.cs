using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.SignIn;

/// <summary>The client's side of Secure Remote Password, written apart from the server's: RFC 5054, with Cognito's padding, key and signature.</summary>
internal sealed class SrpClient
{
    // RFC 3526, 3072-bit MODP group: 2^3072 - 2^3008 - 1 + 2^64 * ([2^2942 pi] + 1690314), the number that RFC 5054 takes.
    public static readonly BigInteger N = BigInteger.Pow(2, 3072) - BigInteger.Pow(2, 3008) - 1 + (BigInteger.Pow(2, 64) * (Pi(2942) + 1690314));

    private static readonly BigInteger Multiplier = Hash(Bytes(N), Bytes(2));
    private readonly BigInteger secret;

    public SrpClient(BigInteger? secret = null)
    {
        this.secret = secret ?? new BigInteger(RandomNumberGenerator.GetBytes(128), isUnsigned: true);
        PublicValue = BigInteger.ModPow(2, this.secret, N);
    }

    public BigInteger PublicValue { get; }

    public string A => PublicValue.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    /// <summary>What a device keeps at the server of a secret of its own.</summary>
    public static byte[] Verifier(string group, string name, string secret, byte[] salt)
    {
        var x = Hash(Bytes(new BigInteger(salt, isUnsigned: true, isBigEndian: true)), SHA256.HashData(Encoding.UTF8.GetBytes($"{group}{name}:{secret}")));
        return Bytes(BigInteger.ModPow(2, x, N));
    }

    public byte[] Key(string pool, string user, string password, string salt, string serverValue)
    {
        var b = Number(serverValue);
        var u = Hash(Bytes(PublicValue), Bytes(b));
        var x = Hash(Bytes(Number(salt)), SHA256.HashData(Encoding.UTF8.GetBytes($"{pool}{user}:{password}")));
        var s = BigInteger.ModPow(Mod(b - (Multiplier * BigInteger.ModPow(2, x, N))), secret + (u * x), N);
        var prk = HMACSHA256.HashData(Bytes(u), Bytes(s));
        return HMACSHA256.HashData(prk, (byte[])[.. "Caldera Derived Key"u8, 1])[..16];
    }

    /// <summary>The answer to a PASSWORD_VERIFIER challenge.</summary>
    public JsonObject Answer(string poolId, JsonObject challenge, string password, DateTimeOffset now)
    {
        var parameters = challenge["ChallengeParameters"]!;
        return Answer(poolId, challenge, Key(poolId.Split('_')[1], (string)parameters["USER_ID_FOR_SRP"]!, password, (string)parameters["SALT"]!, (string)parameters["SRP_B"]!), now);
    }

    /// <summary>The answer of somebody who knows no password and sent a multiple of the prime: with that, the shared value is 0.</summary>
    public static JsonObject AnswerWithoutPassword(string poolId, JsonObject challenge, BigInteger publicValue, DateTimeOffset now)
    {
        var u = Hash(Padded(publicValue), Padded(Number((string)challenge["ChallengeParameters"]!["SRP_B"]!)));
        return Answer(poolId, challenge, HKDF.DeriveKey(HashAlgorithmName.SHA256, [0], 16, Padded(u), "Caldera Derived Key"u8.ToArray()), now);
    }

    private static JsonObject Answer(string poolId, JsonObject challenge, byte[] key, DateTimeOffset now)
    {
        var parameters = challenge["ChallengeParameters"]!;
        var pool = poolId.Split('_')[1];
        var user = (string)parameters["USER_ID_FOR_SRP"]!;
        var block = (string)parameters["SECRET_BLOCK"]!;
        var timestamp = now.UtcDateTime.ToString("ddd MMM d HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["ChallengeName"] = "PASSWORD_VERIFIER",
            ["ChallengeResponses"] = new JsonObject
            {
                ["USERNAME"] = user,
                ["PASSWORD_CLAIM_SECRET_BLOCK"] = block,
                ["PASSWORD_CLAIM_SIGNATURE"] = Signature(key, pool, user, block, timestamp),
                ["TIMESTAMP"] = timestamp,
            },
        };
    }

    public static string Signature(byte[] key, string pool, string user, string block, string timestamp) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes(pool + user), .. Convert.FromBase64String(block), .. Encoding.UTF8.GetBytes(timestamp)]));

    private static BigInteger Number(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static BigInteger Mod(BigInteger number) => ((number % N) + N) % N;

    /// <summary>Hexadecimal digits in pairs; "00" before a first digit of 8 or more.</summary>
    private static byte[] Bytes(BigInteger number)
    {
        var hex = number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        hex = hex.Length % 2 == 1 ? "0" + hex : hex;
        return Convert.FromHexString(hex[0] >= '8' ? "00" + hex : hex);
    }

    private static byte[] Padded(BigInteger number) => number.ToByteArray(isUnsigned: false, isBigEndian: true);

    private static BigInteger Hash(params byte[][] parts) => new(SHA256.HashData([.. parts.SelectMany(static p => p)]), isUnsigned: true, isBigEndian: true);

    /// <summary>The whole part of 2^bits times pi, by Machin's formula.</summary>
    private static BigInteger Pi(int bits)
    {
        var one = BigInteger.One << (bits + 64);
        return ((16 * ArcTangent(5)) - (4 * ArcTangent(239))) >> 64;

        BigInteger ArcTangent(int inverse)
        {
            var (sum, power, sign) = (BigInteger.Zero, one / inverse, 1);
            for (var k = 1; !power.IsZero; k += 2, sign = -sign, power /= inverse * inverse)
            {
                sum += sign * (power / k);
            }

            return sum;
        }
    }
}
