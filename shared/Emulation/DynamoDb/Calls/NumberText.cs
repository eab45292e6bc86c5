using System.Text;

namespace Emulation.DynamoDb.Calls;

/// <summary>
/// The one spelling of a DynamoDB number. <c>1</c>, <c>1.0</c> and <c>10e-1</c> are one key, so policies must see one text. Developer Guide, "Number": up to 38 digits,
/// from 1E-130 to 9.99E+125.
/// </summary>
internal static class NumberText
{
    private const int MostDigits = 38;

    /// <returns>Null when the text is no number that DynamoDB takes.</returns>
    public static string? Canonical(string text)
    {
        var rest = text.AsSpan();
        var isNegative = rest is ['-', ..];
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        var exponent = 0;
        if (rest.IndexOfAny('e', 'E') is var at and >= 0)
        {
            if (!IsExponent(rest[(at + 1)..], out exponent))
            {
                return null;
            }

            rest = rest[..at];
        }

        var point = rest.IndexOf('.');
        var whole = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? default : rest[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9') || text.Length > 512)
        {
            return null;
        }

        var digits = string.Concat(whole, fraction).TrimStart('0');
        var scale = exponent - fraction.Length;
        var significant = digits.TrimEnd('0');
        scale += digits.Length - significant.Length;
        if (significant.Length == 0)
        {
            return "0";
        }

        // The exponent that the number has with one digit before its point.
        var magnitude = scale + significant.Length - 1;
        return significant.Length > MostDigits || magnitude is < -130 or > 125 ? null : Plain(isNegative, significant, scale);
    }

    private static bool IsExponent(ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        var digits = text is ['-' or '+', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.Length > 6 || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        foreach (var digit in digits)
        {
            exponent = (exponent * 10) + (digit - '0');
        }

        exponent = text[0] == '-' ? -exponent : exponent;
        return true;
    }

    private static string Plain(bool isNegative, string significant, int scale)
    {
        var plain = new StringBuilder(isNegative ? "-" : "");
        if (scale >= 0)
        {
            return plain.Append(significant).Append('0', scale).ToString();
        }

        var before = significant.Length + scale;
        return before > 0
            ? plain.Append(significant, 0, before).Append('.').Append(significant, before, -scale).ToString()
            : plain.Append("0.").Append('0', -before).Append(significant).ToString();
    }
}
