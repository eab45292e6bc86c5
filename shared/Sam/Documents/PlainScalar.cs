using System.Buffers;
using System.Globalization;

namespace Sam.Documents;

/// <summary>What a scalar without quotes means: YAML 1.1, as CloudFormation and the SAM transform read it.</summary>
internal static class PlainScalar
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.eE+-");

    public static ScalarNode Read(string text, int line) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new ScalarNode("", ScalarKind.Null, line),
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => new ScalarNode("true", ScalarKind.Boolean, line),
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => new ScalarNode("false", ScalarKind.Boolean, line),
        _ => new ScalarNode(text, IsNumber(text) ? ScalarKind.Number : ScalarKind.Text, line),
    };

    // Only what is a number in JSON too: an account id such as 000011112222 must keep its zeros, so it stays text.
    private static bool IsNumber(string text)
    {
        var digits = text.AsSpan(text[0] == '-' ? 1 : 0);
        return digits is ['0'] or ['0', '.', ..] or [>= '1' and <= '9', ..]
            && char.IsAsciiDigit(digits[^1])
            && digits.IndexOfAnyExcept(NumberCharacters) < 0
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value);
    }
}
