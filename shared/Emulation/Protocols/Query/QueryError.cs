using Emulation.Calls;
using SigV4;

namespace Emulation.Protocols.Query;

/// <summary>A refusal of a Query-protocol service: status, code and message in AWS's words.</summary>
internal sealed record QueryError(int StatusCode, string Type, string Message) : ServiceRefusal(StatusCode, Type, Message)
{
    /// <summary>The protocol's word for the error's type.</summary>
    public string Code => Type;

    public static QueryError Of(ServiceRefusal refusal) => refusal as QueryError ?? new QueryError(refusal.StatusCode, refusal.Type, refusal.Message) { Reason = refusal.Reason };

    public static QueryError Validation(string message) => new(400, "ValidationError", message);

    public static QueryError InvalidParameterValue(string message) => new(400, "InvalidParameterValue", message);

    public static QueryError AccessDenied(string message) => new(403, "AccessDenied", message);

    public static QueryError UnknownAction(string? action, string version) => action is null
        ? new(400, "MissingAction", "The request must contain the parameter Action.")
        : new(400, "InvalidAction", $"Could not find operation {action} for version {version}");

    /// <summary>The Query protocol names signature failures differently from API Gateway.</summary>
    public static QueryError From(VerificationFailure failure) => failure.ErrorType switch
    {
        "MissingAuthenticationTokenException" => new(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
        "IncompleteSignatureException" => new(400, "IncompleteSignature", failure.Message),
        "UnrecognizedClientException" => new(403, "InvalidClientTokenId", failure.Message),
        "ExpiredTokenException" => new(403, "ExpiredToken", failure.Message),
        _ => new(403, "SignatureDoesNotMatch", failure.Message),
    };
}
