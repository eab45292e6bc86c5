using System.Collections.Frozen;
using System.Net.Http.Headers;

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
    public static void Collect(HttpRequestMessage request, Uri address, List<HeaderField> fields)
    {
        fields.Add(new HeaderField("host", request.Headers.Host ?? HostOf(address)));
        Collect(request.Headers, fields);
        if (request.Content is { } content)
        {
            Collect(content.Headers, fields);
        }
    }

    private static void Collect(HttpHeaders headers, List<HeaderField> fields)
    {
        foreach (var (name, values) in headers.NonValidated)
        {
            if (IsSigned(name))
            {
                // One line with all values and the separator that HttpClient writes; a single value is not copied.
                fields.Add(new HeaderField(name, values.ToString()));
            }
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
