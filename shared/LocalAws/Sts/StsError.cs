using SigV4;

namespace Emulation.Sts;

/// <summary>A refusal of STS: status, code and message in AWS's words.</summary>
internal sealed record StsError(int StatusCode, string Code, string Message)
{
    public static StsError Validation(string message) => new(400, "ValidationError", message);

    public static StsError InvalidParameterValue(string message) => new(400, "InvalidParameterValue", message);

    public static StsError AccessDenied(string message) => new(403, "AccessDenied", message);

    public static StsError UnknownAction(string? action) => action is null
        ? new(400, "MissingAction", "The request must contain the parameter Action.")
        : new(400, "InvalidAction", $"Could not find operation {action} for version 2011-06-15");

    /// <summary>The Query protocol names signature failures differently from API Gateway.</summary>
    public static StsError From(VerificationFailure failure) => failure.ErrorType switch
    {
        "MissingAuthenticationTokenException" => new(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
        "IncompleteSignatureException" => new(400, "IncompleteSignature", failure.Message),
        "UnrecognizedClientException" => new(403, "InvalidClientTokenId", failure.Message),
        "ExpiredTokenException" => new(403, "ExpiredToken", failure.Message),
        _ => new(403, "SignatureDoesNotMatch", failure.Message),
    };
}
