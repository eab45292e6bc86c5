using System.Globalization;
using System.Text;
using Emulation.Wire;
using SigV4;

namespace Emulation.S3.Wire;

/// <summary>S3's words for a signature that does not hold. Amazon S3 API Reference, "Error responses", and what is recorded of it.</summary>
internal sealed class SignatureErrors(string region, TimeProvider time)
{
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);
    private const int LongestShown = 64 * 1024;

    public S3Refusal Of(VerificationFailure failure, S3Request request) =>
        request.Authentication == S3Authentication.Outdated
            ? S3Refusals.InvalidRequest("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.") with
            {
                Reason = "The request is signed by Signature Version 2, which LocalAws does not take. Have the client sign by Signature Version 4: "
                    + "in boto3, Config(signature_version='s3v4').",
            }
            : OfPayload(request) ?? OfSignature(failure, request, request.Authentication);

    /// <summary>What is wrong with what the client says of its body, which makes every signature another.</summary>
    private static S3Refusal? OfPayload(S3Request request) => request.PayloadHash switch
    {
        null when request.Received.Http.Request.Headers[S3Headers.PayloadHash].Count > 1 || request.Authentication == S3Authentication.Header =>
            S3Refusals.InvalidRequest("Missing required header for this request: x-amz-content-sha256"),
        { } said when !PayloadHash.TryParse(said, out _) => S3Refusals.InvalidArgument(
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
            + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            S3Headers.PayloadHash, ClientText.Shown(said)),
        _ => null,
    };

    private S3Refusal OfSignature(VerificationFailure failure, S3Request request, S3Authentication by)
    {
        var claim = new Claim(request);
        return failure.Error switch
        {
            VerificationError.TwoSignatures => S3Refusals.InvalidArgument(
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
                "Authorization", ""),
            VerificationError.MissingSignature => S3Refusals.AccessDenied,
            VerificationError.SignatureExpired when by == S3Authentication.Query => Expired(claim),
            VerificationError.SignatureExpired when by == S3Authentication.Form => S3Refusals.AccessDenied with { Message = "Invalid according to Policy: Policy expired." },
            VerificationError.SignatureNotYetCurrent when by is S3Authentication.Query or S3Authentication.Form =>
                S3Refusals.AccessDenied with { Message = "Request is not yet valid" },
            VerificationError.SignatureExpired or VerificationError.SignatureNotYetCurrent => TooSkewed(claim),
            VerificationError.HeaderNotSigned => S3Refusals.AccessDenied with { Message = "There were headers present in the request which were not signed" },
            VerificationError.UnknownCredentials when failure.IsOfToken => new S3Refusal(400, "InvalidToken", "The provided token is malformed or otherwise invalid."),
            VerificationError.UnknownCredentials => new S3Refusal(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
            {
                Elements = [("AWSAccessKeyId", claim.AccessKeyId)],
            },
            VerificationError.ExpiredToken => new S3Refusal(400, "ExpiredToken", "The provided token has expired."),
            VerificationError.SignatureMismatch => Mismatch(failure, claim),
            VerificationError.WrongScope => WrongScope(failure, claim, by),
            VerificationError.MalformedExpiry => Malformed(
                by, long.TryParse(claim.Expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                    ? "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"
                    : "X-Amz-Expires should be a number"),
            _ => Malformed(by, failure.Message),
        };
    }

    private static S3Refusal Malformed(S3Authentication by, string message) => by switch
    {
        S3Authentication.Query => new S3Refusal(400, "AuthorizationQueryParametersError", message),
        S3Authentication.Form => S3Refusals.InvalidArgument(message, "X-Amz-Credential", ""),
        _ => new S3Refusal(400, "AuthorizationHeaderMalformed", $"The authorization header is malformed; {message}"),
    };

    private S3Refusal WrongScope(VerificationFailure failure, Claim claim, S3Authentication by)
    {
        if (claim.Service != "s3")
        {
            return Malformed(by, $"incorrect service \"{claim.Service}\". This endpoint belongs to \"s3\".");
        }

        return claim.Region == region ? Malformed(by, failure.Message)
            : Malformed(by, $"the region '{claim.Region}' is wrong; expecting '{region}'") with
            {
                Elements = [("Region", region)],
                Headers = [new("x-amz-bucket-region", region)],
            };
    }

    private S3Refusal Expired(Claim claim)
    {
        var expires = claim.At?.AddSeconds(double.TryParse(claim.Expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0);
        return S3Refusals.AccessDenied with
        {
            Message = "Request has expired",
            Elements = [("X-Amz-Expires", claim.Expires), ("Expires", Iso(expires)), ("ServerTime", Iso(time.GetUtcNow()))],
        };
    }

    private S3Refusal TooSkewed(Claim claim) => new(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.")
    {
        Elements = [("RequestTime", claim.Date), ("ServerTime", Iso(time.GetUtcNow())), ("MaxAllowedSkewMilliseconds", $"{Skew.TotalMilliseconds:0}")],
    };

    private static S3Refusal Mismatch(VerificationFailure failure, Claim claim)
    {
        var (canonical, toSign) = (failure.CanonicalRequest ?? "", failure.StringToSign ?? "");
        return S3Refusals.WrongSignature with
        {
            Elements = canonical.Length > LongestShown ? [("AWSAccessKeyId", claim.AccessKeyId)] : canonical.Length == 0 ?
            [
                ("AWSAccessKeyId", claim.AccessKeyId), ("StringToSign", toSign), ("SignatureProvided", claim.Signature), ("StringToSignBytes", Bytes(toSign)),
            ] :
            [
                ("AWSAccessKeyId", claim.AccessKeyId), ("StringToSign", toSign), ("SignatureProvided", claim.Signature), ("StringToSignBytes", Bytes(toSign)),
                ("CanonicalRequest", canonical), ("CanonicalRequestBytes", Bytes(canonical)),
            ],
        };
    }

    private static string Bytes(string text) => string.Join(' ', Encoding.UTF8.GetBytes(text).Select(static one => one.ToString("x2", CultureInfo.InvariantCulture)));

    private static string Iso(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "";

    /// <summary>What a request claims of its signature, as it may be shown to whoever sent it.</summary>
    private readonly struct Claim
    {
        public Claim(S3Request asked)
        {
            if (asked.Form?.Signature is { } form)
            {
                var parts = form.Credential.Split('/');
                (AccessKeyId, Signature, Date) = (ClientText.Shown(parts[0]), ClientText.Shown(form.Signature), ClientText.Shown(form.Date, 64));
                (Region, Service, Expires) = (ClientText.Shown(parts.ElementAtOrDefault(2), 64), ClientText.Shown(parts.ElementAtOrDefault(3), 64), "");
                return;
            }

            var request = asked.Received;
            var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(request.Query.ToString());
            var header = request.Http.Request.Headers.Authorization.ToString();
            var credential = (query.TryGetValue("X-Amz-Credential", out var given) ? given.ToString() : Part(header, "Credential=")).Split('/');
            AccessKeyId = ClientText.Shown(credential[0]);
            Region = ClientText.Shown(credential.ElementAtOrDefault(2), 64);
            Service = ClientText.Shown(credential.ElementAtOrDefault(3), 64);
            Signature = ClientText.Shown(query.TryGetValue("X-Amz-Signature", out var signature) ? signature.ToString() : Part(header, "Signature="));
            Expires = ClientText.Shown(query.TryGetValue("X-Amz-Expires", out var expires) ? expires.ToString() : "", 32);
            Date = ClientText.Shown(query.TryGetValue("X-Amz-Date", out var date) ? date.ToString() : S3Headers.One(request, "x-amz-date"), 64);
        }

        public string AccessKeyId { get; }

        public string Region { get; }

        public string Service { get; }

        public string Signature { get; }

        public string Expires { get; }

        public string Date { get; }

        public DateTimeOffset? At => DateTimeOffset.TryParseExact(Date, "yyyyMMddTHHmmssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

        private static string Part(string header, string name) =>
            header.IndexOf(name, StringComparison.Ordinal) is var at and >= 0 ? header[(at + name.Length)..].Split(',')[0].Trim() : "";
    }
}
