namespace SigV4.Verification;

/// <summary>
/// The signature in the Authorization header: <c>AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...</c>. Source: IAM User
/// Guide, "Create a signed AWS API request", "Add the signature to the request".
/// </summary>
internal static class HeaderSignature
{
    public static VerificationFailure? Read(ReadOnlySpan<char> authorization, ReadOnlySpan<HeaderField> headers, out SignatureClaim claim)
    {
        claim = default;
        authorization = authorization.Trim();
        var space = authorization.IndexOf(' ');
        claim.Algorithm = space < 0 ? authorization : authorization[..space];
        var rest = space < 0 ? [] : authorization[space..];
        foreach (var range in rest.Split(','))
        {
            var pair = rest[range].Trim();
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            if (equals < 0)
            {
                return Failures.InvalidPair(authorization);
            }

            Take(ref claim, pair[..equals], pair[(equals + 1)..]);
        }

        ReadDate(headers, ref claim);
        claim.SessionToken = SignatureClaim.Header(headers, "x-amz-security-token", out _).Trim();
        return claim.Credential.IsEmpty || claim.Signature.IsEmpty || claim.SignedHeaders.IsEmpty || claim.Date.IsEmpty
            ? Failures.IncompleteHeader(claim, authorization)
            : null;
    }

    private static void Take(ref SignatureClaim claim, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "Credential":
                claim.Credential = value;
                break;
            case "SignedHeaders":
                claim.SignedHeaders = value;
                break;
            case "Signature":
                claim.Signature = value;
                break;
        }
    }

    private static void ReadDate(ReadOnlySpan<HeaderField> headers, ref SignatureClaim claim)
    {
        claim.Date = SignatureClaim.Header(headers, "x-amz-date", out _).Trim();
        if (claim.Date.IsEmpty)
        {
            claim.Date = SignatureClaim.Header(headers, "date", out _).Trim();
            claim.IsDateHeader = true;
        }
    }
}
