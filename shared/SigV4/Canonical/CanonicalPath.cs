namespace SigV4.Canonical;

/// <summary>The path's line of a canonical request.</summary>
internal static class CanonicalPath
{
    /// <summary>
    /// Adds <paramref name="path"/>, which is as on the wire. All services but S3 take out <c>.</c>, <c>..</c> and empty segments, then
    /// encode what is there once more, so that <c>%20</c> becomes <c>%2520</c>. S3 takes a path as it is.
    /// </summary>
    public static void Add(ref ByteWriter writer, scoped ReadOnlySpan<char> path, bool isS3)
    {
        if (path.IsEmpty)
        {
            writer.Add((byte)'/');
        }
        else if (isS3)
        {
            PercentEncoding.AddOnce(ref writer, path);
        }
        else
        {
            AddNormalised(ref writer, path);
        }
    }

    private static void AddNormalised(ref ByteWriter writer, scoped ReadOnlySpan<char> path)
    {
        var root = writer.Length;
        var rest = path;
        while (!rest.IsEmpty)
        {
            var slash = rest.IndexOf('/');
            var segment = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? [] : rest[(slash + 1)..];
            switch (segment)
            {
                case "" or ".":
                    break;
                case "..":
                    RemoveLastSegment(ref writer, root);
                    break;
                default:
                    writer.Add((byte)'/');
                    PercentEncoding.Add(ref writer, segment);
                    break;
            }
        }

        // A trailing slash survives, and is all there is of a path without segments.
        if (writer.Length == root || path[^1] == '/')
        {
            writer.Add((byte)'/');
        }
    }

    private static void RemoveLastSegment(ref ByteWriter writer, int root)
    {
        var last = writer[root..writer.Length].LastIndexOf((byte)'/');
        if (last >= 0)
        {
            writer.Truncate(root + last);
        }
    }
}
