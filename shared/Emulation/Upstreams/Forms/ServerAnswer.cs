using Emulation.Protocols.Json;

namespace Emulation.Upstreams.Forms;

/// <summary>The answer of a server behind LocalAws, as it came or with its body rewritten.</summary>
internal static class ServerAnswer
{
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
