using System.Buffers.Binary;

namespace Emulation.Decisions;

/// <summary>
/// A decision's id as AWS's refusals write it: 25 digits and small letters. It is the same number, so that whoever has one has the other. IAM User Guide, "Troubleshoot
/// access denied error messages with authorization ID".
/// </summary>
internal static class AuthorizationId
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int Length = 25;

    /// <summary>The authorization id of a decision; null of an id that is none of a request.</summary>
    public static string? Of(string decisionId)
    {
        if (!Guid.TryParse(decisionId, out var id))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(Length, number, static (text, left) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                (left, var digit) = UInt128.DivRem(left, (UInt128)Digits.Length);
                text[i] = Digits[(int)digit];
            }
        });
    }

    /// <summary>The id of the decision that an authorization id is of; null of what is none.</summary>
    public static string? DecisionOf(string authorizationId)
    {
        if (authorizationId.Length != Length)
        {
            return null;
        }

        var number = UInt128.Zero;
        foreach (var c in authorizationId)
        {
            var digit = Digits.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0 || number > (UInt128.MaxValue - (UInt128)digit) / (UInt128)Digits.Length)
            {
                return null;
            }

            number = (number * (UInt128)Digits.Length) + (UInt128)digit;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
