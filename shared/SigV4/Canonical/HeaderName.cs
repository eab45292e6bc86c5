namespace SigV4.Canonical;

/// <summary>Header names, which are equal without regard to case and sort by their lower case.</summary>
internal static class HeaderName
{
    public static bool AreEqual(ReadOnlySpan<char> x, ReadOnlySpan<char> y) => x.Equals(y, StringComparison.OrdinalIgnoreCase);

    /// <summary>A stable sort, since the values of one name keep their order. Requests have few headers, mostly in order.</summary>
    public static void Sort(Span<HeaderField> headers)
    {
        for (var i = 1; i < headers.Length; i++)
        {
            var header = headers[i];
            var place = i;
            while (place > 0 && Compare(headers[place - 1].Name, header.Name) > 0)
            {
                headers[place] = headers[place - 1];
                place--;
            }

            headers[place] = header;
        }
    }

    // OrdinalIgnoreCase compares upper case, which puts '_' on the other side of the letters.
    private static int Compare(string x, string y)
    {
        var length = Math.Min(x.Length, y.Length);
        for (var i = 0; i < length; i++)
        {
            var difference = Lower(x[i]) - Lower(y[i]);
            if (difference != 0)
            {
                return difference;
            }
        }

        return x.Length - y.Length;
    }

    private static int Lower(char letter) => char.IsAsciiLetterUpper(letter) ? letter | 0x20 : letter;
}
