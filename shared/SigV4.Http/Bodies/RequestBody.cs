using System.Security.Cryptography;

namespace SigV4.Http.Bodies;

/// <summary>
/// The hash of a request's body, taken before the body is sent. What can be read twice is hashed where it is; anything else
/// is read once into memory and replaced by that copy.
/// </summary>
internal static class RequestBody
{
    private static readonly byte[] HashOfNothing = SHA256.HashData([]);

    public static async ValueTask<byte[]> HashAsync(HttpRequestMessage request, long maxBufferedBytes, CancellationToken cancellationToken)
    {
        switch (request.Content)
        {
            case null:
                return HashOfNothing;
            case BufferedContent buffered:
                return buffered.Hash;
            case { } content when CanBeReadTwice(content):
                using (var hashing = new HashingStream(content.Headers.ContentLength))
                {
                    await content.CopyToAsync(hashing, cancellationToken).ConfigureAwait(false);
                    return hashing.Complete();
                }

            case { } content:
                var buffer = new BodyBuffer(maxBufferedBytes);
                await content.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
                return Replace(request, content, buffer);
        }
    }

    public static byte[] Hash(HttpRequestMessage request, long maxBufferedBytes, CancellationToken cancellationToken)
    {
        switch (request.Content)
        {
            case null:
                return HashOfNothing;
            case BufferedContent buffered:
                return buffered.Hash;
            case { } content when CanBeReadTwice(content):
                using (var hashing = new HashingStream(content.Headers.ContentLength))
                {
                    content.CopyTo(hashing, context: null, cancellationToken);
                    return hashing.Complete();
                }

            case { } content:
                var buffer = new BodyBuffer(maxBufferedBytes);
                content.CopyTo(buffer, context: null, cancellationToken);
                return Replace(request, content, buffer);
        }
    }

    // JsonContent is absent on purpose: it would serialise its object a second time, perhaps differently.
    private static bool CanBeReadTwice(HttpContent content) => content switch
    {
        ByteArrayContent or ReadOnlyMemoryContent => true,
        // Rewinds by itself when it is written again. An inheritor may not.
        StreamContent when content.GetType() == typeof(StreamContent) => content.ReadAsStream().CanSeek,
        MultipartContent parts => parts.All(CanBeReadTwice),
        _ => false,
    };

    private static byte[] Replace(HttpRequestMessage request, HttpContent content, BodyBuffer buffer)
    {
        var buffered = new BufferedContent(content, buffer);
        request.Content = buffered;
        return buffered.Hash;
    }
}
