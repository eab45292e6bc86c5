using SigV4;

namespace Emulation.DynamoDb.Protocol;

/// <summary>A signature that does not hold, in DynamoDB's words.</summary>
internal sealed class SignatureRefusal(VerificationFailure failure) : DynamoDbException($"{FrontEnd}{failure.ErrorType}", MessageOf(failure))
{
    /// <summary>The cause, without the message that shows the client's headers.</summary>
    public VerificationError Error { get; } = failure.Error;

    // Most services say it shorter.
    private static string MessageOf(VerificationFailure failure) => failure.Error == VerificationError.MissingSignature ? "Request is missing Authentication Token" : failure.Message;
}
