using System.Globalization;

namespace SigV4.Canonical;

/// <summary>The moment of a signature, in UTC, to the second: <c>20261123T101500Z</c>.</summary>
internal readonly record struct SigningTime(DateTimeOffset Value)
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";
    private const int Length = 16;

    public DateOnly Date => DateOnly.FromDateTime(Value.UtcDateTime);

    /// <summary>Reads ISO 8601's basic format, the only one that AWS reads.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SigningTime time)
    {
        var parsed = DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value);
        time = new SigningTime(value);
        return parsed;
    }

    /// <summary>Reads the <c>Date</c> header, where X-Amz-Date is absent: the basic format, or HTTP's own.</summary>
    public static bool TryParseDateHeader(ReadOnlySpan<char> text, out SigningTime time)
    {
        if (TryParse(text, out time))
        {
            return true;
        }

        var parsed = DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value);
        time = new SigningTime(value);
        return parsed;
    }

    public void AddTo(ref ByteWriter writer)
    {
        Value.UtcDateTime.TryFormat(writer.Reserve(Length), out var written, Format, CultureInfo.InvariantCulture);
        writer.Advance(written);
    }

    public void AddDateTo(ref ByteWriter writer)
    {
        Value.UtcDateTime.TryFormat(writer.Reserve(Length), out var written, "yyyyMMdd", CultureInfo.InvariantCulture);
        writer.Advance(written);
    }

    /// <param name="date">Takes 8 digits.</param>
    public bool TryFormatDate(Span<char> date) => Value.UtcDateTime.TryFormat(date, out _, "yyyyMMdd", CultureInfo.InvariantCulture);

    public override string ToString() => Value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
