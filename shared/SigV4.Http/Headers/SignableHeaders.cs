using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text;

namespace SigV4.Http.Headers;

/// <summary>The headers of a request that its signature covers, as HttpClient writes them.</summary>
internal static class SignableHeaders
{
    // Everything is signed but what somebody on the way may add, change or drop. The first rows are what AWS's own signers
    // leave out (botocore.auth SIGNED_HEADERS_BLACKLIST, @smithy/signature-v4 ALWAYS_UNSIGNABLE_HEADERS).
    private static readonly FrozenSet<string> NeverSigned = new[]
    {
        "Authorization", "Cache-Control", "Expect", "From", "Max-Forwards", "Pragma", "Referer", "User-Agent", "X-Amzn-Trace-Id",
        // One hop only: RFC 9110, 7.6.1. The body's hash says more than its length, and its framing may change.
        "Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length", "HTTP2-Settings",
        // Written by proxies.
        "Via", "Forwarded", "X-Real-IP",
        // Added or extended by HttpClient after the signing: its cookie container's, its decompression's, the current activity's.
        "Cookie", "Accept-Encoding", "Request-Id", "Correlation-Context", "TraceParent", "TraceState", "Baggage",
        // Always signed, but taken from the address when there is no such header.
        "Host",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] NeverSignedPrefixes = ["Proxy-", "Sec-", "X-Forwarded-"];

    /// <summary>Adds the headers to sign to <paramref name="fields"/>, <c>host</c> first.</summary>
    /// <exception cref="InvalidOperationException">A header is sent in an encoding other than UTF-8.</exception>
    public static void Collect(HttpRequestMessage request, Uri address, HeaderEncodingSelector<HttpRequestMessage>? encodings, List<HeaderField> fields)
    {
        fields.Add(new HeaderField("host", request.Headers.Host ?? HostOf(address)));
        Collect(request, request.Headers, encodings, fields);
        if (request.Content is { } content)
        {
            Collect(request, content.Headers, encodings, fields);
        }
    }

    private static void Collect(HttpRequestMessage request, HttpHeaders headers, HeaderEncodingSelector<HttpRequestMessage>? encodings, List<HeaderField> fields)
    {
        foreach (var (name, values) in headers.NonValidated)
        {
            if (IsSigned(name))
            {
                // One line with all values and the separator that HttpClient writes; a single value is not copied.
                var line = values.ToString();
                if (!Ascii.IsValid(line))
                {
                    CheckEncoding(name, encodings?.Invoke(name, request));
                }

                fields.Add(new HeaderField(name, line));
            }
        }
    }

    // Without an encoding HttpClient refuses such a value by itself.
    private static void CheckEncoding(string name, Encoding? encoding)
    {
        if (encoding is not null && encoding.CodePage != Encoding.UTF8.CodePage)
        {
            throw new InvalidOperationException(
                $"The header {name} has other characters than ASCII and is sent in {encoding.WebName}, but a signature is over UTF-8. "
                + "Percent-encode the value, or let RequestHeaderEncodingSelector answer UTF-8.");
        }
    }

    private static bool IsSigned(string name)
    {
        if (NeverSigned.Contains(name))
        {
            return false;
        }

        foreach (var prefix in NeverSignedPrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    // As HttpClient fills in a missing Host: the port only where it is not the scheme's own.
    private static string HostOf(Uri address)
    {
        var host = address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost;
        return address.IsDefaultPort ? host : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{host}:{address.Port}");
    }
}
