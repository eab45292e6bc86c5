using SigV4.Canonical;

namespace SigV4.Verification;

/// <summary>What a request says about its signature, in either form, as text that nothing has proven yet.</summary>
internal ref struct SignatureClaim
{
    public ReadOnlySpan<char> Algorithm;
    public ReadOnlySpan<char> Credential;
    public ReadOnlySpan<char> SignedHeaders;
    public ReadOnlySpan<char> Signature;

    /// <summary>X-Amz-Date; of the header form also Date, where that is absent.</summary>
    public ReadOnlySpan<char> Date;

    /// <summary>X-Amz-Expires, of the query form only.</summary>
    public ReadOnlySpan<char> Expires;

    public ReadOnlySpan<char> SessionToken;
    public bool Presigned;

    /// <summary>Whether <see cref="Date"/> is the Date header, which may have HTTP's own format.</summary>
    public bool IsDateHeader;

    /// <summary>Reads the claim in whichever form there is one.</summary>
    public static VerificationFailure? Read(scoped in IncomingRequest request, out SignatureClaim claim)
    {
        var query = QueryOf(request.RawTarget);
        var presigned = QuerySignature.IsPresent(query);
        var authorization = Header(request.Headers, "authorization", out var count);
        if (count > 1 || (count > 0 && presigned))
        {
            claim = default;
            return Failures.TwoSignatures;
        }

        if (presigned)
        {
            return QuerySignature.Read(query, out claim);
        }

        if (count == 0)
        {
            claim = default;
            return Failures.Missing;
        }

        return HeaderSignature.Read(authorization, request.Headers, out claim);
    }

    public static ReadOnlySpan<char> QueryOf(ReadOnlySpan<char> target)
    {
        var question = target.IndexOf('?');
        return question < 0 ? [] : target[(question + 1)..];
    }

    /// <summary>The first value of a header; empty when there is none.</summary>
    public static ReadOnlySpan<char> Header(ReadOnlySpan<HeaderField> headers, ReadOnlySpan<char> name, out int count)
    {
        ReadOnlySpan<char> first = default;
        count = 0;
        foreach (ref readonly var header in headers)
        {
            if (HeaderName.AreEqual(header.Name, name) && count++ == 0)
            {
                first = header.Value;
            }
        }

        return first;
    }
}
