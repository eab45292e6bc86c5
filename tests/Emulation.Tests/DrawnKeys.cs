using System.Security.Cryptography;
using Emulation.State;

namespace Emulation.Tests;

/// <summary>
/// Ids like the system's, and keys that were drawn before, since drawing one takes a tenth of a second: no two of one source are the same, and seldom two of different ones.
/// </summary>
internal sealed class DrawnKeys : IdSource
{
    private const int Most = 48;
    private static readonly Lazy<RSAParameters>[] Drawn = [.. Enumerable.Range(0, Most).Select(static _ => new Lazy<RSAParameters>(Draw))];
    private static int Last;
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

    /// <summary>One of them, for whoever is no user pool.</summary>
    public static RSAParameters Next() => Drawn[NextPlace()].Value;

    private static int NextPlace() => (int)((uint)Interlocked.Increment(ref Last) % Most);

    private static RSAParameters Draw()
    {
        using var key = RSA.Create(2048);
        return key.ExportParameters(includePrivateParameters: true);
    }
}
