using System.Security.Cryptography;
using Emulation.State;
using Iam;

namespace Emulation.Principals;

/// <summary>
/// Access key ids that carry their account, as AWS's do: base-32 of ten bytes, of which 40 bits from bit 1 on are the account. So
/// <c>GetAccessKeyInfo</c> needs no list of keys.
/// </summary>
internal static class AccessKeyId
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Bytes = 10;
    private const ulong AccountMask = 0x7FFF_FFFF_FF80;

    /// <summary>A new id for temporary credentials (<c>ASIA...</c>).</summary>
    public static string NewTemporary(AccountId account, IdSource ids)
    {
        Span<byte> entropy = stackalloc byte[Bytes];
        ids.Fill(entropy);
        return Encode("ASIA", account, entropy);
    }

    /// <summary>The id of a user's long-term key (<c>AKIA...</c>), the same for the same ten bytes of entropy.</summary>
    public static string LongTerm(AccountId account, ReadOnlySpan<byte> entropy) => Encode("AKIA", account, entropy);

    /// <summary>A unique id such as <c>AIDA...</c>: four letters that tell the kind, and 17 characters.</summary>
    public static string UniqueId(string prefix, ReadOnlySpan<byte> entropy) => Text(prefix, 21, SHA256.HashData(entropy));

    /// <summary>The account that an access key id belongs to; false when it is no access key id.</summary>
    public static bool TryReadAccount(string accessKeyId, out AccountId account)
    {
        account = default;
        if (accessKeyId.Length != 20)
        {
            return false;
        }

        // 12 characters are 60 bits, of which the first 48 hold the account.
        ulong bits = 0;
        foreach (var c in accessKeyId.AsSpan(4, 12))
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            bits = (bits << 5) | (uint)digit;
        }

        var number = ((bits >> 12) & AccountMask) >> 7;
        return AccountId.TryParse(number.ToString("D12", null), out account);
    }

    private static string Encode(string prefix, AccountId account, ReadOnlySpan<byte> entropy)
    {
        var bytes = entropy[..Bytes].ToArray();
        var head = (ulong.Parse(account.ToString(), null) << 7) | (entropy[0] & 0x7FuL);
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)((head >> (8 * (5 - i))) & 0xFF);
        }

        return Text(prefix, 20, bytes);
    }

    /// <summary>Behind the prefix a character for every five bits.</summary>
    private static string Text(string prefix, int length, byte[] bytes) => string.Create(length, (prefix, bytes), static (text, of) =>
    {
        of.prefix.CopyTo(text);
        for (var i = of.prefix.Length; i < text.Length; i++)
        {
            var bit = (i - of.prefix.Length) * 5;
            var pair = (of.bytes[bit / 8] << 8) | (bit / 8 + 1 < of.bytes.Length ? of.bytes[(bit / 8) + 1] : 0);
            text[i] = Alphabet[(pair >> (11 - (bit % 8))) & 31];
        }
    });
}
