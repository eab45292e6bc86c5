namespace SigV4;

/// <summary>
/// What a form that a browser posts to S3 says of its signature, which covers a policy in the place of the request. Source: Amazon S3 API Reference, "Authenticating
/// requests: browser-based uploads using POST (AWS Signature Version 4)".
/// </summary>
/// <param name="Algorithm">The field <c>x-amz-algorithm</c>.</param>
/// <param name="Credential">The field <c>x-amz-credential</c>.</param>
/// <param name="Date">The field <c>x-amz-date</c>.</param>
/// <param name="Policy">The field <c>policy</c>, in Base64 as it was sent: what is signed.</param>
/// <param name="Signature">The field <c>x-amz-signature</c>.</param>
/// <param name="SessionToken">The field <c>x-amz-security-token</c>; null without one.</param>
public sealed record SignedForm(string Algorithm, string Credential, string Date, string Policy, string Signature, string? SessionToken)
{
    /// <summary>The credential alone: neither the signature nor the token.</summary>
    public override string ToString() => Credential;
}
