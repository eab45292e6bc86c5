using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Emulation.Cognito.Pools;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;
using Emulation.State;

namespace Emulation.Cognito.Users;

/// <summary>Hashes a password, slowly.</summary>
/// <returns>32 bytes.</returns>
internal delegate byte[] PasswordHash(string password, byte[] salt, int iterations);

/// <summary>Makes and checks what is kept of passwords. The hash is slow on purpose: it is what makes a stolen state folder hard to use.</summary>
/// <remarks>OWASP Password Storage Cheat Sheet: PBKDF2 with HMAC-SHA-512 and 210,000 iterations.</remarks>
/// <param name="seal">Seals verifiers.</param>
/// <param name="hash">The hash.</param>
/// <param name="iterations">Its work factor for passwords that are set from now on.</param>
/// <param name="ids">Where salts come from.</param>
internal sealed class Passwords(Seal seal, PasswordHash hash, int iterations, IdSource ids)
{
    /// <summary>The work factor of what is kept.</summary>
    public const int Iterations = 210_000;

    /// <summary>The work factor of what goes with the run that made it, where nothing is left to steal.</summary>
    public const int IterationsOfRun = 1_000;

    private const int SaltLength = 16;
    private const string VerifierPurpose = "srp verifier";

    private readonly Lazy<StoredPassword> nobodys = new(() => Nobodys(seal, iterations));

    public StoredPassword Make(UserPool pool, string username, string password)
    {
        var salt = ids.Bytes(SaltLength);

        // A salt with a leading zero would lose it on its way through clients that take it for a number.
        salt[0] = (byte)((salt[0] & 0x7F) | 0x40);
        var verifier = Srp.Verifier(pool.ShortId, username, password, salt);
        return new StoredPassword(
            Convert.ToBase64String(salt), Convert.ToBase64String(hash(password, salt, iterations)), iterations,
            Convert.ToBase64String(seal.Close(VerifierPurpose, verifier.ToByteArray(isUnsigned: true, isBigEndian: true))));
    }

    /// <summary>Whether this is the password. Takes as long for a user who is not there (null) as for one who is.</summary>
    public bool Verify(StoredPassword? stored, string password)
    {
        var compared = stored ?? nobodys.Value;
        var same = CryptographicOperations.FixedTimeEquals(hash(password, Convert.FromBase64String(compared.Salt), compared.Iterations), Convert.FromBase64String(compared.Hash));
        return same && stored is not null;
    }

    public BigInteger? Verifier(StoredPassword stored) =>
        seal.Open(VerifierPurpose, Convert.FromBase64String(stored.SrpVerifier)) is { } bytes ? Srp.Number(bytes) : null;

    /// <summary>
    /// The salt and verifier of a user who is not there: the same each time, so that nobody can tell by asking twice.
    /// </summary>
    public (byte[] Salt, BigInteger Verifier) Imaginary(UserPool pool, string username)
    {
        var seed = Convert.FromBase64String(seal.Hash("imaginary user", $"{pool.Id}/{pool.Fold(username)}"));
        seed[0] = (byte)((seed[0] & 0x7F) | 0x40);
        var salt = seed[..SaltLength];
        return (salt, Srp.Verifier(pool.ShortId, username, Convert.ToHexString(seed), salt));
    }

    /// <summary>The hash of today.</summary>
    public static byte[] Pbkdf2(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, 32);

    private static StoredPassword Nobodys(Seal seal, int iterations)
    {
        var salt = Convert.FromBase64String(seal.Hash("nobody", "salt"))[..SaltLength];
        return new StoredPassword(Convert.ToBase64String(salt), Convert.ToBase64String(new byte[32]), iterations, "");
    }
}
