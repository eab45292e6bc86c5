namespace Emulation.Wire;

/// <summary>JSON that no reader of forms takes for one.</summary>
internal static class JsonBytes
{
    /// <summary>
    /// The same JSON without the character <c>&amp;</c>, which separates the fields of a form: there are servers that look for <c>Action=</c> in whatever body they get, before
    /// they look for a target. In JSON it stands in texts alone, and there it may be written by its number.
    /// </summary>
    /// <param name="json">JSON in UTF-8 that was read.</param>
    public static ReadOnlyMemory<byte> WithoutAmpersands(ReadOnlyMemory<byte> json)
    {
        var from = json.Span;
        var count = from.Count((byte)'&');
        if (count == 0)
        {
            return json;
        }

        var written = new byte[from.Length + (count * 5)];
        var to = written.AsSpan();
        foreach (var one in from)
        {
            if (one == (byte)'&')
            {
                "\\u0026"u8.CopyTo(to);
                to = to[6..];
            }
            else
            {
                to[0] = one;
                to = to[1..];
            }
        }

        return written;
    }
}
