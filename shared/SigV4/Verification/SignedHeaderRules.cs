using SigV4.Canonical;

namespace SigV4.Verification;

/// <summary>Which headers a signature must cover: the host, which HTTP/2 calls <c>:authority</c>, and every x-amz-* header that was sent.</summary>
internal static class SignedHeaderRules
{
    // Looking each one up takes time: a list longer than any server's header limit is no honest one.
    private const int MostNames = 200;
    private const string Authority = ":authority";

    public static VerificationFailure? Check(ReadOnlySpan<HeaderField> headers, ReadOnlySpan<char> signedNames)
    {
        if (signedNames.Count(';') >= MostNames)
        {
            return Failures.TooManySignedHeaders(MostNames);
        }

        if (!Lists(signedNames, "host") && !(Lists(signedNames, Authority) && Has(headers, Authority)))
        {
            return Failures.HostNotSigned;
        }

        foreach (ref readonly var header in headers)
        {
            if (header.Name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !Lists(signedNames, header.Name))
            {
                return Failures.HeaderNotSigned(header.Name);
            }
        }

        return null;
    }

    private static bool Has(ReadOnlySpan<HeaderField> headers, string name)
    {
        foreach (ref readonly var header in headers)
        {
            if (header.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Lists(ReadOnlySpan<char> signedNames, ReadOnlySpan<char> name)
    {
        foreach (var range in signedNames.Split(';'))
        {
            if (HeaderName.AreEqual(signedNames[range], name))
            {
                return true;
            }
        }

        return false;
    }
}
