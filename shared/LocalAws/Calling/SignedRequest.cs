using Emulation.Clients;
using SigV4;

namespace Tool.Calling;

/// <summary>Makes requests that go out as they were written: path and headers are nobody's to tidy up, since the signature counts them.</summary>
internal static class SignedRequest
{
    /// <summary>Where a request goes.</summary>
    /// <param name="Method">Such as <c>GET</c>.</param>
    /// <param name="Url">The server, and path and query as they will be sent.</param>
    /// <param name="Host">The name by which the server is called, which may be another than that in the URL.</param>
    internal readonly record struct Head(string Method, Uri Url, string Host);

    /// <summary>A request, signed where there are credentials.</summary>
    public static HttpRequestMessage Of(
        Head head, IReadOnlyCollection<HeaderField> headers, byte[] body, SigV4Signer signer, AwsCredentials? credentials, DateTimeOffset now)
    {
        var request = new HttpRequestMessage(new HttpMethod(head.Method), head.Url) { Content = new ByteArrayContent(body) };
        request.Headers.Host = head.Host;
        var sent = credentials is null ? headers : RequestSigning.Signed(signer, (head.Method, head.Host, head.Url.PathAndQuery), headers, body, credentials, now);
        foreach (var (name, value) in sent)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        // Of a body that is not there a GET says nothing; other methods say that it has no bytes.
        if (body.Length == 0 && request.Content.Headers.ContentType is null && head.Method is "GET" or "HEAD" or "OPTIONS" or "DELETE")
        {
            request.Content.Dispose();
            request.Content = null;
        }

        return request;
    }
}
