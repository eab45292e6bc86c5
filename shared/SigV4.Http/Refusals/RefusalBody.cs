using System.Net.Http.Headers;

namespace SigV4.Http.Refusals;

/// <summary>Looks at the beginning of a refusal's body. The caller gets all of it nevertheless.</summary>
internal static class RefusalBody
{
    // AWS's refusals are short; the longest repeat the canonical request, whose headers API Gateway limits to 10 KB.
    private const int MostBytes = 32 * 1024;

    /// <summary>Whether it is of a kind that AWS's errors come in: not a page, a stream of events or compressed.</summary>
    public static bool MayTell(HttpContent content) =>
        content.Headers.ContentEncoding.Count == 0
        && (content.Headers.ContentType?.MediaType is not { } type
            || type.Contains("json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase));

    public static async ValueTask<byte[]> PeekAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[MostBytes];
        var count = await body.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return PutBack(response, body, buffer, count);
    }

    public static byte[] Peek(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = response.Content.ReadAsStream(cancellationToken);
        var buffer = new byte[MostBytes];
        var count = body.ReadAtLeast(buffer, MostBytes, throwOnEndOfStream: false);
        return PutBack(response, body, buffer, count);
    }

    private static byte[] PutBack(HttpResponseMessage response, Stream rest, byte[] buffer, int count)
    {
        var start = buffer[..count];
        var original = response.Content;
        response.Content = new StreamContent(new ResumedStream(start, rest, original));
        Copy(original.Headers, response.Content.Headers);
        return start;
    }

    private static void Copy(HttpContentHeaders from, HttpContentHeaders to)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            to.TryAddWithoutValidation(name, values);
        }
    }
}
