using SigV4.Canonical;

namespace SigV4.Verification;

/// <summary>The signature in the query of a presigned request. Source: IAM User Guide, "Create a signed AWS API request", "Add the signature to the request".</summary>
internal static class QuerySignature
{
    public static bool IsPresent(ReadOnlySpan<char> query) =>
        query.Contains("X-Amz-", StringComparison.Ordinal)
        && (Has(query, QueryParameter.Algorithm) || Has(query, QueryParameter.Credential) || Has(query, QueryParameter.Signature));

    public static VerificationFailure? Read(ReadOnlySpan<char> query, out SignatureClaim claim)
    {
        // Which service reads a plus as what is told by the credential, which has none.
        var credential = Value(query, QueryParameter.Credential);
        var isS3 = ClaimedScope.TryRead(credential, out var scope) && ServiceFamily.IsS3(scope.Service);
        claim = new SignatureClaim
        {
            Presigned = true,
            Algorithm = Value(query, QueryParameter.Algorithm),
            Credential = credential,
            SignedHeaders = Value(query, QueryParameter.SignedHeaders),
            Signature = Value(query, QueryParameter.Signature),
            Date = Value(query, QueryParameter.Date),
            Expires = Value(query, QueryParameter.Expires),
            SessionToken = Value(query, QueryParameter.SecurityToken, plusIsSpace: !isS3),
        };
        return claim.Algorithm.IsEmpty || claim.Credential.IsEmpty || claim.SignedHeaders.IsEmpty || claim.Signature.IsEmpty || claim.Date.IsEmpty || claim.Expires.IsEmpty
            ? Failures.IncompleteQuery(claim)
            : null;
    }

    /// <summary>What the query says of the body; empty when it says nothing.</summary>
    public static ReadOnlySpan<char> ContentSha256(ReadOnlySpan<char> query) => Value(query, "X-Amz-Content-Sha256");

    private static bool Has(ReadOnlySpan<char> query, string name) => Find(query, name, out _);

    private static ReadOnlySpan<char> Value(ReadOnlySpan<char> query, string name, bool plusIsSpace = false)
    {
        Find(query, name, out var value);
        if (plusIsSpace && value.Contains('+'))
        {
            value = value.ToString().Replace('+', ' ');
        }

        return value.Contains('%') ? Uri.UnescapeDataString(value) : value;
    }

    private static bool Find(ReadOnlySpan<char> query, string name, out ReadOnlySpan<char> value)
    {
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.StartsWith(name, StringComparison.Ordinal) && (pair.Length == name.Length || pair[name.Length] == '='))
            {
                value = pair.Length == name.Length ? [] : pair[(name.Length + 1)..];
                return true;
            }
        }

        value = [];
        return false;
    }
}
