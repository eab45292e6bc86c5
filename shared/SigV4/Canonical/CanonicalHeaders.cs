using System.Buffers;

namespace SigV4.Canonical;

/// <summary>
/// The headers of a canonical request: <c>name:value</c> lines, the name in lower case, the value trimmed and its runs of white space
/// one space, the values of a repeated name joined by commas in the order of the wire.
/// </summary>
internal static class CanonicalHeaders
{
    private const string WhiteSpace = " \t\r\n\v\f";

    private static readonly SearchValues<char> OtherThanSpace = SearchValues.Create(WhiteSpace.AsSpan(1));

    /// <summary>Adds all of <paramref name="headers"/>, whose equal names lie together, and a blank line.</summary>
    public static void AddSorted(ref ByteWriter writer, ReadOnlySpan<HeaderField> headers)
    {
        for (var i = 0; i < headers.Length; i++)
        {
            if (i > 0 && HeaderName.AreEqual(headers[i].Name, headers[i - 1].Name))
            {
                writer.Add((byte)',');
            }
            else
            {
                if (i > 0)
                {
                    writer.Add((byte)'\n');
                }

                writer.AddLower(headers[i].Name);
                writer.Add((byte)':');
            }

            AddValue(ref writer, headers[i].Value);
        }

        writer.Add("\n\n"u8);
    }

    /// <summary>Adds the names of <paramref name="headers"/>, joined by semicolons, each once.</summary>
    public static void AddNames(ref ByteWriter writer, ReadOnlySpan<HeaderField> headers)
    {
        for (var i = 0; i < headers.Length; i++)
        {
            if (i > 0 && HeaderName.AreEqual(headers[i].Name, headers[i - 1].Name))
            {
                continue;
            }

            if (i > 0)
            {
                writer.Add((byte)';');
            }

            writer.AddLower(headers[i].Name);
        }
    }

    /// <summary>
    /// Adds those of <paramref name="headers"/> that <paramref name="signedNames"/> lists, in its order, and a blank line. A listed header
    /// that was not sent has an empty value.
    /// </summary>
    public static void AddListed(ref ByteWriter writer, ReadOnlySpan<HeaderField> headers, ReadOnlySpan<char> signedNames)
    {
        foreach (var range in signedNames.Split(';'))
        {
            var name = signedNames[range];
            writer.AddLower(name);
            writer.Add((byte)':');
            var first = true;
            foreach (ref readonly var header in headers)
            {
                if (!HeaderName.AreEqual(header.Name, name))
                {
                    continue;
                }

                if (!first)
                {
                    writer.Add((byte)',');
                }

                first = false;
                AddValue(ref writer, header.Value);
            }

            writer.Add((byte)'\n');
        }

        writer.Add((byte)'\n');
    }

    private static void AddValue(ref ByteWriter writer, scoped ReadOnlySpan<char> value)
    {
        value = value.Trim(WhiteSpace);
        while (!value.IsEmpty)
        {
            var run = IndexOfRun(value);
            if (run < 0)
            {
                writer.Add(value);
                return;
            }

            writer.Add(value[..run]);
            writer.Add((byte)' ');
            value = value[run..].TrimStart(WhiteSpace);
        }
    }

    /// <summary>Where white space lies that is more than one space; -1 in most values.</summary>
    private static int IndexOfRun(ReadOnlySpan<char> value)
    {
        var spaces = value.IndexOf("  ", StringComparison.Ordinal);
        var other = value.IndexOfAny(OtherThanSpace);
        if (other > 0 && value[other - 1] == ' ')
        {
            other--;
        }

        return spaces < 0 ? other : other < 0 ? spaces : Math.Min(spaces, other);
    }
}
