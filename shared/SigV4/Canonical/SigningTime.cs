using System.Globalization;

namespace SigV4.Canonical;

/// <summary>The moment of a signature, in UTC, to the second: <c>20261123T101500Z</c>.</summary>
internal readonly record struct SigningTime(DateTimeOffset Value)
{
    private const int Length = 16;

    public DateOnly Date => DateOnly.FromDateTime(Value.UtcDateTime);

    /// <summary>Reads ISO 8601's basic format, the only one that AWS reads.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SigningTime time)
    {
        time = default;
        if (text.Length != Length || text[8] != 'T' || text[15] != 'Z' || text[..8].ContainsAnyExceptInRange('0', '9') || text[9..15].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        int year = Number(text[..4]), month = Number(text[4..6]), day = Number(text[6..8]);
        int hour = Number(text[9..11]), minute = Number(text[11..13]), second = Number(text[13..15]);
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = new SigningTime(new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero));
        return true;
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
        Span<char> text = stackalloc char[Length];
        Format(text);
        writer.Add(text);
    }

    /// <param name="date">Takes 8 digits.</param>
    public void FormatDate(Span<char> date)
    {
        var value = Value.UtcDateTime;
        Write(date[..4], value.Year);
        Write(date[4..6], value.Month);
        Write(date[6..8], value.Day);
    }

    public override string ToString() => string.Create(Length, this, static (text, time) => time.Format(text));

    // By hand, since this is done several times for each signature and a custom format string costs as much as its hash.
    private void Format(Span<char> text)
    {
        var value = Value.UtcDateTime;
        FormatDate(text);
        text[8] = 'T';
        Write(text[9..11], value.Hour);
        Write(text[11..13], value.Minute);
        Write(text[13..15], value.Second);
        text[15] = 'Z';
    }

    private static void Write(Span<char> digits, int value)
    {
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = (char)('0' + (value % 10));
            value /= 10;
        }
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + (digit - '0');
        }

        return number;
    }
}
