using System.Globalization;

namespace Emulation.S3.Store;

/// <summary>A part of a body, in bytes.</summary>
internal readonly record struct ByteRange(long From, long Length)
{
    /// <summary>
    /// The range that <c>Range</c> asks for; null for the whole: of what is no range of bytes, and of several, which S3 does not do. RFC 9110, "Range Requests".
    /// </summary>
    /// <exception cref="Calls.RefusedException">There is nothing in the range.</exception>
    public static ByteRange? Parse(string? header, long size)
    {
        const string Unit = "bytes=";
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal))
        {
            return null;
        }

        var range = header.AsSpan(Unit.Length).Trim();
        var dash = range.IndexOf('-');
        if (dash < 0 || !TryRead(range[..dash], out var first) || !TryRead(range[(dash + 1)..], out var last) || (first is null && last is null) || first > last)
        {
            return null;
        }

        var from = first ?? Math.Max(0, size - last!.Value);
        var length = (first is null || last is null ? size : Math.Min(size, last.Value == long.MaxValue ? size : last.Value + 1)) - from;
        return length > 0 ? new ByteRange(from, length) : throw S3Refusals.InvalidRange(header, size).Raised();
    }

    /// <summary>The range in <c>x-amz-copy-source-range</c>, which has to name both ends. Amazon S3 API Reference, "UploadPartCopy".</summary>
    public static ByteRange OfCopy(string header, long size)
    {
        var range = header.StartsWith("bytes=", StringComparison.Ordinal) ? header.AsSpan("bytes=".Length) : default;
        var dash = range.IndexOf('-');
        if (dash < 0 || !TryRead(range[..dash], out var first) || !TryRead(range[(dash + 1)..], out var last) || first is null || last is null || first > last)
        {
            throw S3Refusals.InvalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
                "x-amz-copy-source-range", header).Raised();
        }

        return last < size
            ? new ByteRange(first.Value, last.Value - first.Value + 1)
            : throw S3Refusals.InvalidRequest(
                string.Create(CultureInfo.InvariantCulture, $"Range specified is not valid for source object of size: {size}")).Raised();
    }

    /// <summary>As <c>Content-Range</c> tells it.</summary>
    public string Of(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {From}-{From + Length - 1}/{size}");

    private static bool TryRead(ReadOnlySpan<char> digits, out long? value)
    {
        value = null;
        if (digits.IsEmpty)
        {
            return true;
        }

        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        value = number;
        return true;
    }
}
