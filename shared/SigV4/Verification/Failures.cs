using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SigV4.Canonical;

namespace SigV4.Verification;

/// <summary>AWS's answer to each thing that can be wrong. Where AWS's words are not known, ours say so in a comment.</summary>
internal static class Failures
{
    private const string Incomplete = "IncompleteSignatureException";
    private const string Invalid = "InvalidSignatureException";
    private const int LongestEcho = 128;

    public static readonly VerificationFailure Missing =
        new(VerificationError.MissingSignature, "MissingAuthenticationTokenException", "Missing Authentication Token");

    // Ours: that both forms are refused is known, the words are not.
    public static readonly VerificationFailure TwoSignatures =
        new(VerificationError.TwoSignatures, Incomplete,
            "The request has more than one signature. Send one Authorization header, or the X-Amz- query string parameters, not both.");

    public static readonly VerificationFailure HostNotSigned =
        new(VerificationError.HostNotSigned, Invalid, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");

    public static readonly VerificationFailure UnknownCredentials =
        new(VerificationError.UnknownCredentials, "UnrecognizedClientException", "The security token included in the request is invalid.");

    public static readonly VerificationFailure InvalidToken = UnknownCredentials with { IsOfToken = true };

    public static readonly VerificationFailure ExpiredToken =
        new(VerificationError.ExpiredToken, "ExpiredTokenException", "The security token included in the request is expired");

    public static VerificationFailure InvalidPair(ReadOnlySpan<char> authorization) => new(
        VerificationError.IncompleteSignature,
        Incomplete,
        $"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '{Hash(authorization)}'.");

    // The header may hold another scheme's secret, so it is never echoed.
    public static VerificationFailure IncompleteHeader(in SignatureClaim claim, ReadOnlySpan<char> authorization)
    {
        var message = new StringBuilder();
        AppendIf(claim.Credential.IsEmpty, "Authorization header requires 'Credential' parameter. ");
        AppendIf(claim.Signature.IsEmpty, "Authorization header requires 'Signature' parameter. ");
        AppendIf(claim.SignedHeaders.IsEmpty, "Authorization header requires 'SignedHeaders' parameter. ");
        AppendIf(claim.Date.IsEmpty, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        message.Append("(Hashed with SHA-256 and encoded with Base64) Authorization=").Append(Hash(authorization));
        return new VerificationFailure(VerificationError.IncompleteSignature, Incomplete, message.ToString());

        void AppendIf(bool missing, string sentence) => message.Append(missing ? sentence : "");
    }

    public static VerificationFailure IncompleteQuery(in SignatureClaim claim)
    {
        var message = new StringBuilder();
        AppendIf(claim.Algorithm.IsEmpty, QueryParameter.Algorithm);
        AppendIf(claim.Credential.IsEmpty, QueryParameter.Credential);
        AppendIf(claim.Signature.IsEmpty, QueryParameter.Signature);
        AppendIf(claim.SignedHeaders.IsEmpty, QueryParameter.SignedHeaders);
        AppendIf(claim.Date.IsEmpty, QueryParameter.Date);
        AppendIf(claim.Expires.IsEmpty, QueryParameter.Expires);
        return new VerificationFailure(VerificationError.IncompleteSignature, Incomplete, message.Append("Re-examine the query-string parameters.").ToString());

        void AppendIf(bool missing, string name) => message.Append(missing ? $"AWS query-string parameters must include '{name}'. " : "");
    }

    public static VerificationFailure UnsupportedAlgorithm(ReadOnlySpan<char> algorithm) =>
        new(VerificationError.UnsupportedAlgorithm, Incomplete, $"Unsupported AWS 'algorithm': '{Echo(algorithm)}'.");

    public static VerificationFailure MalformedDate(ReadOnlySpan<char> date) =>
        new(VerificationError.MalformedDate, Incomplete, $"Date must be in ISO-8601 'basic format'. Got '{Echo(date)}'. See http://en.wikipedia.org/wiki/ISO_8601");

    // Ours: S3's rule, in words of its kind.
    public static VerificationFailure MalformedExpiry(ReadOnlySpan<char> expires) =>
        new(VerificationError.MalformedExpiry, Incomplete, $"X-Amz-Expires must be a number of seconds between 1 and 604800 (a week). Got '{Echo(expires)}'.");

    public static VerificationFailure Expired(SigningTime time, DateTimeOffset now, TimeSpan validity) => new(
        VerificationError.SignatureExpired,
        Invalid,
        $"Signature expired: {time} is now earlier than {new SigningTime(now - validity)} ({new SigningTime(now)} - {Minutes(validity)})");

    public static VerificationFailure NotYetCurrent(SigningTime time, DateTimeOffset now, TimeSpan skew) => new(
        VerificationError.SignatureNotYetCurrent,
        Invalid,
        $"Signature not yet current: {time} is still later than {new SigningTime(now + skew)} ({new SigningTime(now)} + {Minutes(skew)})");

    // S3's words, with the header's name added.
    public static VerificationFailure HeaderNotSigned(string name) =>
        new(VerificationError.HeaderNotSigned, Invalid, $"There were headers present in the request which were not signed: '{Echo(name)}'.");

    public static VerificationFailure TooManySignedHeaders(int most) =>
        new(VerificationError.IncompleteSignature, Incomplete, $"SignedHeaders lists more than {most} headers.");

    public static VerificationFailure MalformedCredential(ReadOnlySpan<char> credential) => new(
        VerificationError.MalformedCredential,
        Incomplete,
        $"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{Echo(credential)}'");

    public static VerificationFailure WrongScope(in ClaimedScope scope, SigningTime time, bool regionFits, string? expectedService, bool terminatorFits, bool dateFits)
    {
        List<string> sentences = [];
        if (!regionFits)
        {
            sentences.Add("Credential should be scoped to a valid region.");
        }

        if (expectedService is not null || scope.Service.IsEmpty)
        {
            sentences.Add($"Credential should be scoped to correct service: '{expectedService}'.");
        }

        if (!terminatorFits)
        {
            sentences.Add($"Credential should be scoped with a valid terminator: '{CredentialScope.Terminator}', not '{Echo(scope.Terminator)}'.");
        }

        if (!dateFits)
        {
            sentences.Add(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + $"'{Echo(scope.Date)}' != '{time.ToString()[..8]}', from '{time}'.");
        }

        return new VerificationFailure(VerificationError.WrongScope, Invalid, string.Join(' ', sentences));
    }

    public static VerificationFailure Mismatch(ReadOnlySpan<byte> canonicalRequest, ReadOnlySpan<byte> stringToSign)
    {
        var (canonical, toSign) = (Encoding.UTF8.GetString(canonicalRequest), Encoding.UTF8.GetString(stringToSign));
        return new VerificationFailure(
            VerificationError.SignatureMismatch,
            Invalid,
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. "
            + "Consult the service documentation for details.\n\n"
            + $"The Canonical String for this request should have been\n'{canonical}'\n\n"
            + $"The String-to-Sign should have been\n'{toSign}'\n") { CanonicalRequest = canonical, StringToSign = toSign };
    }

    private static string Minutes(TimeSpan time) => time.Ticks % TimeSpan.TicksPerMinute == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes} min.")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} sec.");

    private static string Hash(ReadOnlySpan<char> text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

    private static string Echo(ReadOnlySpan<char> text) => text.Length <= LongestEcho ? text.ToString() : $"{text[..LongestEcho]}...";
}
