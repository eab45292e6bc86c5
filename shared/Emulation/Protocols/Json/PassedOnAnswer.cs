using System.Net.Http.Headers;

namespace Emulation.Protocols.Json;

/// <summary>The answer of a server behind LocalAws, as it came.</summary>
internal static class PassedOnAnswer
{
    private static readonly string[] OfConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Upgrade", "Trailer", "Proxy-Connection"];

    /// <summary>Status, headers and body as the server sent them; the body in pieces, so that 16 MB of it cost no memory.</summary>
    public static async Task SendAsync(HttpContext http, string requestId, HttpResponseMessage answer)
    {
        using (answer)
        {
            http.Response.StatusCode = (int)answer.StatusCode;
            CopyHead(http, requestId, answer);
            http.Response.ContentLength = answer.Content.Headers.ContentLength;
            if (answer.Content.Headers.ContentLength is null)
            {
                // A stream may have nothing to say for long, and its client waits for the head.
                await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
            }

            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>The headers as the server sent them, but what is of its connection or of the body's length.</summary>
    public static void CopyHead(HttpContext http, string requestId, HttpResponseMessage answer)
    {
        Copy(answer.Headers.NonValidated, http.Response.Headers);
        Copy(answer.Content.Headers.NonValidated, http.Response.Headers);
        http.Response.Headers.TryAdd("x-amzn-RequestId", requestId);
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from)
        {
            if (!OfConnection.Contains(name, StringComparer.OrdinalIgnoreCase) && !IsOurs(name, to))
            {
                to[name] = values.Count == 1 ? values.ToString() : values.ToArray();
            }
        }
    }

    private static bool IsOurs(string name, IHeaderDictionary answer) =>
        name.StartsWith("x-localaws-", StringComparison.OrdinalIgnoreCase) || (name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) && answer.ContainsKey(name));
}
