namespace Emulation.Cognito.Federation;

/// <summary>
/// Why a sign-in through a provider came to nothing. The application is told <paramref name="description"/>, in Cognito's words; whoever runs LocalAws also the reason.
/// </summary>
/// <param name="description">What the application sees as <c>error_description</c>.</param>
/// <param name="reason">Why, with no secret, code or token in it; null where the description says it all.</param>
internal sealed class FederationException(string description, string? reason = null) : Exception(description)
{
    /// <summary>The <c>error</c> of the redirect. Amazon Cognito Developer Guide, "OAuth 2.0 federation error responses".</summary>
    public string Error { get; init; } = "invalid_request";

    public string Reason => reason ?? Message;
}
