using Emulation.Calls;

namespace Emulation.Cognito.Protocol;

/// <summary>A refusal of Amazon Cognito, in its words. It is thrown, since a call may be refused at any depth of a sign-in, and the door alone turns it into an answer.</summary>
/// <param name="type">The error's code, such as <c>NotAuthorizedException</c>.</param>
/// <param name="message">AWS's words; empty where AWS says nothing. No secret is in it.</param>
/// <param name="reason">
/// The why for the decision log, where it says more than the client may learn. No secret is in it. Without one only the kind of refusal is logged: a message
/// may repeat what a client sent.
/// </param>
internal sealed class CognitoException(string type, string message, string? reason = null) : RefusedException(new ServiceRefusal(400, type, message) { Reason = reason ?? type })
{
    public string Type => Refusal.Type;

    /// <summary>The why that says more than the message; null when there is none.</summary>
    public string? Reason { get; } = reason;
}

/// <summary>Every refusal that more than one operation gives: one member for each cause.</summary>
internal static class Refusal
{
    public static CognitoException WrongPassword => NotAuthorized("Incorrect username or password.");

    public static CognitoException TooManyAttempts => NotAuthorized("Password attempts exceeded");

    public static CognitoException UserIsDisabled => NotAuthorized("User is disabled.");

    /// <summary>Who comes by an identity provider has no password, code or challenge here.</summary>
    public static CognitoException ComesByProvider => NotAuthorized("User is not authorized to get auth details.");

    /// <summary>An address is whosever the identity provider says: no code shows anything else.</summary>
    public static CognitoException VerifiedByProvider => NotAuthorized("User is not authorized to verify attributes: the identity provider vouches for them.");

    public static CognitoException CannotBeReset => NotAuthorized("User password cannot be reset in the current state.");

    public static CognitoException InvalidRefreshToken => NotAuthorized("Invalid Refresh Token");

    public static CognitoException RefreshTokenOfAnotherClient => NotAuthorized("Refresh Token has different Client");

    public static CognitoException RefreshTokenOfNobody => NotAuthorized("The user has been deleted for the associated refresh token");

    public static CognitoException ReusedRefreshToken => new("RefreshTokenReuseException", "Refresh token reuse detected");

    /// <summary>Where refresh tokens rotate, AWS gives no reason.</summary>
    public static CognitoException RevokedRotatingToken => NotAuthorized("");

    public static CognitoException RevokedRefreshToken => NotAuthorized("Refresh Token has been revoked");

    public static CognitoException ExpiredSession => NotAuthorized("Invalid session for the user, session is expired.");

    public static CognitoException UsedSession => NotAuthorized("Invalid session for the user, session can only be used once.");

    public static CognitoException UserDoesNotExist => new("UserNotFoundException", "User does not exist.");

    public static CognitoException CombinationNotFound => new("UserNotFoundException", "Username/client id combination not found.");

    public static CognitoException UserIsNotConfirmed => new("UserNotConfirmedException", "User is not confirmed.");

    public static CognitoException PasswordResetRequired => new("PasswordResetRequiredException", "Password reset required for the user");

    public static CognitoException CodeMismatch => new("CodeMismatchException", "Invalid verification code provided, please try again.");

    public static CognitoException WrongMfaCode => new("CodeMismatchException", "Invalid code received for user");

    public static CognitoException ExpiredCode => new("ExpiredCodeException", "Invalid code provided, please request a code again.");

    public static CognitoException LimitExceeded => new("LimitExceededException", "Attempt limit exceeded, please try after some time.");

    /// <summary>Clients of AWS repeat a call that is refused so.</summary>
    public static CognitoException ChangedMeanwhile => new("TooManyRequestsException", "The user was changed by another call at the same time. Repeat this one.");

    public static CognitoException NotAuthorized(string message) => new("NotAuthorizedException", message);

    public static CognitoException Invalid(string message) => new("InvalidParameterException", message);

    public static CognitoException NoClient(string id) => NotFound($"User pool client {id} does not exist.");

    public static CognitoException NotFound(string message) => new("ResourceNotFoundException", message);

    /// <summary>What is part of Cognito and not of LocalAws: said, rather than accepted and not enforced.</summary>
    public static CognitoException NotHere(string what, string remedy) => Invalid($"LocalAws does not have {what}. {remedy}");
}
