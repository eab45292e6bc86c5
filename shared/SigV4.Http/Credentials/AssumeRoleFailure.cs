using System.Net;
using Amazon.Runtime;

namespace SigV4.Http.Credentials;

/// <summary>What to tell a person when STS does not hand out a role's session.</summary>
internal static class AssumeRoleFailure
{
    public static CredentialsUnavailableException Explain(AssumeRoleOptions role, IClientConfig? sts, Exception failure)
    {
        // The SDK says "Error calling AssumeRole for role ..." around the failure itself.
        var cause = failure is AmazonClientException { InnerException: { } inner } ? inner : failure;
        if (cause is CredentialsUnavailableException noCaller)
        {
            return new CredentialsUnavailableException(
                $"Could not assume {role.RoleArn}: nobody to ask as. {noCaller.Message}", noCaller.IsTransient, noCaller);
        }

        var (reason, remedy) = cause is AmazonServiceException answer && answer.StatusCode != 0
            ? ($"{answer.ErrorCode}: {FirstLine(answer.Message)}", RemedyFor(answer.ErrorCode, role))
            : (FirstLine(cause.Message), $"Check that STS can be reached{At(sts)}; AWS_ENDPOINT_URL_STS and AWS_ENDPOINT_URL change where it is.");
        return new CredentialsUnavailableException(
            $"Could not assume {role.RoleArn} as session {role.SessionName}. {EndSentence(reason)} {remedy}", IsTransient(cause), QuotesTheRequest(cause) ? null : cause);
    }

    // AWS Security Token Service API Reference, AssumeRole, Errors; and its Common Errors.
    private static string RemedyFor(string code, AssumeRoleOptions role) => code switch
    {
        "AccessDenied" or "AccessDeniedException" =>
            "Allow sts:AssumeRole on this role in the caller's identity policy, and name the caller in the role's trust policy"
            + (role.ExternalId is null ? " (which may ask for an ExternalId)." : " (which may ask for another ExternalId)."),
        "ExpiredToken" or "ExpiredTokenException" => "The credentials that ask have expired: renew them.",
        "InvalidClientTokenId" or "UnrecognizedClientException" =>
            "This STS does not know the access key that asks: check that the credentials and AWS_ENDPOINT_URL belong together.",
        "SignatureDoesNotMatch" or "InvalidSignatureException" => "Check the secret key of the credentials that ask, and the machine's clock.",
        "ValidationError" => "Check AssumeRole.Duration against the role's maximum session duration (one hour for a role assumed by a role).",
        "RegionDisabledException" => "Activate STS in this region or sign for another.",
        _ => "See AssumeRole, Errors, in the AWS Security Token Service API Reference.",
    };

    private static bool IsTransient(Exception cause) => cause is not AmazonServiceException answer
        || answer.StatusCode is 0 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
        || answer.ErrorCode is "Throttling" or "ThrottlingException" or "RequestLimitExceeded";

    // AWS answers a wrong signature with the canonical request, and that contains the caller's session token.
    private static bool QuotesTheRequest(Exception cause) => cause.Message.Contains("Canonical String", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(string message)
    {
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? message : message[..end];
    }

    private static string EndSentence(string reason) => reason.EndsWith('.') ? reason : reason + ".";

    private static string At(IClientConfig? sts) => sts?.ServiceURL is { Length: > 0 } url ? $" at {url}" : "";
}
