using Emulation.Protocols.Json;

namespace Emulation.Upstreams.Forms;

/// <summary>The answer of a server behind LocalAws, as it came or with its body rewritten.</summary>
internal static class ServerAnswer
{
    /// <summary>Whether an answer is a document: in anything else, such as a stream of events, nothing can be read or changed.</summary>
    public static bool IsDocument(HttpResponseMessage answer) => answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var types)
        ? types.ToString() is var type && (type.Contains("json", StringComparison.OrdinalIgnoreCase) || type.Contains("xml", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        : answer.Content.Headers.ContentLength is not null;

    public static async Task SendAsync(HttpContext http, string requestId, UpstreamAnswer answer)
    {
        var passedOn = answer.PassedOn!;
        if (answer.Rewrite is { } rewrite)
        {
            var content = new ByteArrayContent(rewrite(await passedOn.Content.ReadAsByteArrayAsync(http.RequestAborted).ConfigureAwait(false)));
            foreach (var (name, values) in passedOn.Content.Headers.NonValidated)
            {
                // They speak of the body as it was.
                if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-MD5", StringComparison.OrdinalIgnoreCase))
                {
                    content.Headers.TryAddWithoutValidation(name, values);
                }
            }

            passedOn.Headers.Remove("x-amz-crc32");
            passedOn.Content.Dispose();
            passedOn.Content = content;
        }

        await PassedOnAnswer.SendAsync(http, requestId, passedOn).ConfigureAwait(false);
    }
}
