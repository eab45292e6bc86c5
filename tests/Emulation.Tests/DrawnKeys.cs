using System.Numerics;
using System.Security.Cryptography;
using Emulation.State;

namespace Emulation.Tests;

/// <summary>
/// Ids like the system's, and keys that were drawn before, since drawing one takes a tenth of a second: no two of one source are the same, and seldom two of different sources.
/// </summary>
internal sealed class DrawnKeys : IdSource
{
    /// <summary>Each key is of two of them: finding primes is what takes the time.</summary>
    private const int Primes = 20;
    private const int Most = 48;
    private static readonly Lazy<BigInteger[]> Found = new(static () => [.. Enumerable.Range(0, Primes / 2).SelectMany(static _ => TwoPrimes())]);
    private static readonly Lazy<RSAParameters>[] Drawn =
        [.. from first in Enumerable.Range(0, Primes) from second in Enumerable.Range(0, first) select new Lazy<RSAParameters>(() => KeyOf([Found.Value[first], Found.Value[second]]))];
    private static int Last;
    private static int LastAlone = Most - 1;
    private readonly HashSet<int> given = [];

    public override RSA RsaKey()
    {
        lock (given)
        {
            if (given.Count == Most)
            {
                return base.RsaKey();
            }

            int which;
            do
            {
                which = NextPlace();
            }
            while (!given.Add(which));

            return RSA.Create(Drawn[which].Value);
        }
    }

    /// <summary>One that nobody else has, for whoever is no user pool.</summary>
    public static RSAParameters Next()
    {
        var which = Interlocked.Increment(ref LastAlone);
        return which < Drawn.Length ? Drawn[which].Value : KeyOf(TwoPrimes());
    }

    private static int NextPlace() => (int)((uint)Interlocked.Increment(ref Last) % Most);

    private static BigInteger[] TwoPrimes()
    {
        using var key = RSA.Create(2048);
        var drawn = key.ExportParameters(includePrivateParameters: true);
        return [Number(drawn.P!), Number(drawn.Q!)];
    }

    /// <summary>RFC 8017, section 3.2.</summary>
    private static RSAParameters KeyOf(BigInteger[] primes)
    {
        const int half = 128;
        var (p, q) = (primes[0], primes[1]);
        BigInteger exponent = 65537;
        var (ofP, ofQ) = (p - 1, q - 1);
        var d = Inverse(exponent, ofP / BigInteger.GreatestCommonDivisor(ofP, ofQ) * ofQ);
        return new RSAParameters
        {
            Modulus = Bytes(p * q, 2 * half),
            Exponent = exponent.ToByteArray(isUnsigned: true, isBigEndian: true),
            D = Bytes(d, 2 * half),
            P = Bytes(p, half),
            Q = Bytes(q, half),
            DP = Bytes(d % ofP, half),
            DQ = Bytes(d % ofQ, half),
            InverseQ = Bytes(Inverse(q, p), half),
        };
    }

    /// <summary>By Euclid's algorithm, extended.</summary>
    private static BigInteger Inverse(BigInteger number, BigInteger modulus)
    {
        var (remainder, next) = (modulus, number % modulus);
        var (factor, nextFactor) = (BigInteger.Zero, BigInteger.One);
        while (!next.IsZero)
        {
            var quotient = remainder / next;
            (remainder, next) = (next, remainder - (quotient * next));
            (factor, nextFactor) = (nextFactor, factor - (quotient * nextFactor));
        }

        return factor.Sign < 0 ? factor + modulus : factor;
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }
}
