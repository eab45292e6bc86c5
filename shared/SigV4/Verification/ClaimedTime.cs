using System.Globalization;
using SigV4.Canonical;

namespace SigV4.Verification;

/// <summary>When a signature is valid: five minutes either way of its date, or as long as a presigned request says.</summary>
internal static class ClaimedTime
{
    private static readonly int LongestSeconds = (int)SigV4Signer.LongestPresigned.TotalSeconds;

    /// <summary>Of a form, which holds for as long as a presigned request can.</summary>
    public static VerificationFailure? Check(string date, DateTimeOffset now, TimeSpan skew, out SigningTime time) =>
        SigningTime.TryParse(date, out time) ? Compare(time, now, SigV4Signer.LongestPresigned, skew) : Failures.MalformedDate(date);

    public static VerificationFailure? Check(in SignatureClaim claim, DateTimeOffset now, TimeSpan skew, out SigningTime time)
    {
        var readable = claim.IsDateHeader ? SigningTime.TryParseDateHeader(claim.Date, out time) : SigningTime.TryParse(claim.Date, out time);
        if (!readable)
        {
            return Failures.MalformedDate(claim.Date);
        }

        var validity = skew;
        if (claim.Presigned)
        {
            if (!int.TryParse(claim.Expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds < 1 || seconds > LongestSeconds)
            {
                return Failures.MalformedExpiry(claim.Expires);
            }

            validity = TimeSpan.FromSeconds(seconds);
        }

        return Compare(time, now, validity, skew);
    }

    private static VerificationFailure? Compare(SigningTime time, DateTimeOffset now, TimeSpan validity, TimeSpan skew)
    {
        // Times are compared to the second, which is what a signature carries.
        var second = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        if (second - time.Value > validity)
        {
            return Failures.Expired(time, second, validity);
        }

        return time.Value - second > skew ? Failures.NotYetCurrent(time, second, skew) : null;
    }
}
