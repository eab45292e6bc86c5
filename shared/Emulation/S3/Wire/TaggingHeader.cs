using Emulation.Calls;

namespace Emulation.S3.Wire;

/// <summary>The tags of an object as the header <c>x-amz-tagging</c> has them: those of a query. Amazon S3 API Reference, PutObject.</summary>
internal static class TaggingHeader
{
    private const string Header = "x-amz-tagging";

    /// <summary>Reads the header, and writes it as every reader takes it for the same.</summary>
    /// <exception cref="RefusedException">It cannot be read, or names a tag twice.</exception>
    public static Dictionary<string, string> Read(S3Request request)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!request.Headers.TryGetValue(Header, out var header))
        {
            return tags;
        }

        foreach (var pair in header.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (!S3Text.TryDecode((equals < 0 ? pair : pair[..equals]).Replace('+', ' '), out var key)
                || !S3Text.TryDecode((equals < 0 ? "" : pair[(equals + 1)..]).Replace('+', ' '), out var value))
            {
                throw new RefusedException(S3Refusals.InvalidArgument("The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", Header, header));
            }

            if (!tags.TryAdd(key, value))
            {
                throw new RefusedException(new S3Refusal(400, "InvalidTag", "Cannot provide multiple Tags with the same key"));
            }
        }

        request.Headers[Header] = string.Join('&', tags.Select(static tag => $"{S3Text.Encode(tag.Key)}={S3Text.Encode(tag.Value)}"));
        return tags;
    }
}
