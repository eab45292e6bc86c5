using System.Globalization;

namespace Iam.Conditions;

/// <summary>Reads and writes what numeric and date operators compare.</summary>
internal static class OrderedText
{
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly string[] W3CFormats =
        ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a value; false when it is none.</summary>
    public delegate bool Reader(string text, out decimal value);

    public static bool TryNumber(string text, out decimal number) => decimal.TryParse(text, Number, CultureInfo.InvariantCulture, out number) || TryBeyond(text, out number);

    /// <summary>An instant in epoch seconds, to the millisecond: ISO 8601 as W3C profiles it, or epoch seconds.</summary>
    public static bool TryInstant(string text, out decimal seconds)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var epoch) && text.Length != 4)
        {
            seconds = epoch;
            return epoch != long.MaxValue;
        }

        var parsed = DateTimeOffset.TryParseExact(
            text, W3CFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant);
        seconds = parsed ? instant.ToUnixTimeMilliseconds() / 1000m : 0;
        return parsed;
    }

    public static string WriteNumber(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The next instant that can be written.</summary>
    public static decimal Following(decimal seconds) => seconds + (IsOfCalendar(seconds) ? 0.001m : 1);

    private static bool IsOfCalendar(decimal seconds) => seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>What <see cref="TryInstant"/> reads as these seconds, or as near to them as can be written.</summary>
    public static string WriteInstant(decimal seconds) =>
        IsOfCalendar(seconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture)
            : decimal.Truncate(seconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number too large to be held is larger than any bound: <c>1e400</c> must not slip past <c>NumericGreaterThan</c>.</summary>
    private static bool TryBeyond(string text, out decimal number)
    {
        number = 0;
        if (!double.TryParse(text, Number, CultureInfo.InvariantCulture, out var value) || double.IsNaN(value) || text.AsSpan().IndexOfAnyInRange('0', '9') < 0)
        {
            return false;
        }

        number = value < 0 ? decimal.MinValue : decimal.MaxValue;
        return true;
    }
}
