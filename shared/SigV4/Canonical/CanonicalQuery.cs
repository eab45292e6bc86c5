using System.Buffers;

namespace SigV4.Canonical;

/// <summary>
/// The query's line of a canonical request: every name and value encoded by the book, sorted by encoded name, then by encoded value.
/// Names differ by case; a name without a value has an empty one; nothing between two <c>&amp;</c> is no parameter.
/// </summary>
internal static class CanonicalQuery
{
    /// <summary>Adds <paramref name="query"/>, without its question mark.</summary>
    /// <param name="writer">Takes the line.</param>
    /// <param name="query">As on the wire.</param>
    /// <param name="isS3">Whether a plus is a plus. To all services but S3 it is a space.</param>
    /// <param name="except">The name of a parameter to leave out: a presigned request's signature. Empty for none.</param>
    public static void Add(ref ByteWriter writer, scoped ReadOnlySpan<char> query, bool isS3, scoped ReadOnlySpan<char> except = default)
    {
        if (query.IsEmpty)
        {
            return;
        }

        var most = query.Count('&') + 1;
        var parameters = ArrayPool<Parameter>.Shared.Rent(most);
        var encoded = new ByteWriter(query.Length * 2);
        try
        {
            var count = Encode(ref encoded, query, isS3, except, parameters);
            if (count > 1)
            {
                parameters.AsSpan(0, count).Sort(new ByEncodedName(encoded.Array));
            }

            Join(ref writer, encoded, parameters.AsSpan(0, count));
        }
        finally
        {
            encoded.Dispose();
            ArrayPool<Parameter>.Shared.Return(parameters);
        }
    }

    private static int Encode(ref ByteWriter encoded, scoped ReadOnlySpan<char> query, bool isS3, scoped ReadOnlySpan<char> except, Parameter[] parameters)
    {
        var count = 0;
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            if (pair.IsEmpty || (!except.IsEmpty && name.SequenceEqual(except)))
            {
                continue;
            }

            var start = encoded.Length;
            PercentEncoding.AddReencoded(ref encoded, name, plusIsSpace: !isS3);
            var middle = encoded.Length;
            PercentEncoding.AddReencoded(ref encoded, equals < 0 ? [] : pair[(equals + 1)..], plusIsSpace: !isS3);
            parameters[count++] = new Parameter(start, middle, encoded.Length);
        }

        return count;
    }

    private static void Join(ref ByteWriter writer, ByteWriter encoded, ReadOnlySpan<Parameter> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (i > 0)
            {
                writer.Add((byte)'&');
            }

            writer.Add(encoded[parameters[i].Name]);
            writer.Add((byte)'=');
            writer.Add(encoded[parameters[i].Value]);
        }
    }

    /// <summary>Where a parameter's encoded name and value lie.</summary>
    private readonly record struct Parameter(int Start, int Middle, int End)
    {
        public Range Name => Start..Middle;

        public Range Value => Middle..End;
    }

    private readonly struct ByEncodedName(byte[] encoded) : IComparer<Parameter>
    {
        public int Compare(Parameter x, Parameter y)
        {
            var names = encoded.AsSpan(x.Name).SequenceCompareTo(encoded.AsSpan(y.Name));
            return names != 0 ? names : encoded.AsSpan(x.Value).SequenceCompareTo(encoded.AsSpan(y.Value));
        }
    }
}
